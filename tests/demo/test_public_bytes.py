"""Every public page and stream of the demo against every private value in its database."""

from __future__ import annotations

import json
import sqlite3

from flask import Flask
from flask.testing import FlaskClient

from dialogue.extensions import db
from dialogue.hall.queries import versions
from dialogue.live.registry import registry

# table → columns that no public byte may hold
PRIVATE = {
    "opinion": ("resident_phone", "resident_address", "office_note"),
    "delegate": ("phone", "code"),
    "account": ("phone", "password_hash"),
    "hall_command": ("reason", "key"),
    "history_event": ("reason",),
    "preparation": ("answer", "remark"),
    "speaking_request": ("device", "words"),
    "minutes_line": ("text",),
    "progress_note": ("words",),
}
SHORT = 9  # a value of fewer letters may stand in a page by chance


def private_values(connection: sqlite3.Connection) -> set[str]:
    found: set[str] = set()
    for table, columns in PRIVATE.items():
        for column in columns:
            rows = connection.execute(f"select distinct {column} from {table}")
            found |= {str(value) for (value,) in rows if value and len(str(value)) >= SHORT}
    # As people write a number, too.
    return found | {f"0{value[3:]}" for value in found if value.startswith("+84")}


def public_urls(connection: sqlite3.Connection) -> list[str]:
    halls = connection.execute("select screen_token, phone_token, meeting_id from hall_session")
    urls = ["/ket-qua", "/sign-in"]
    for screen, phone, meeting in halls.fetchall():
        urls += [f"/man-hinh/{screen}", f"/man-hinh/{screen}/part", f"/hoi-truong/{phone}",
                 f"/hoi-truong/{phone}/part", f"/hoi-truong/{phone}/dang-ky",
                 f"/hoi-truong/{phone}/dang-ky/part"]  # fmt: skip
        numbers = connection.execute("select number from turn where meeting_id = ?", (meeting,))
        urls += [f"/hoi-truong/{phone}/vi-sao/{number}" for (number,) in numbers]
    notices = connection.execute("select id from conclusion_notice where state = 'issued'")
    urls += [f"/ket-qua/thong-bao/{number}" for (number,) in notices]
    receipts = connection.execute("select receipt from opinion where receipt is not null")
    urls += [f"/ket-qua?receipt={receipt}" for (receipt,) in receipts]
    return urls


def published(connection: sqlite3.Connection) -> str:
    """What persons chose to publish: words of replies may repeat what was prepared."""
    rows = connection.execute("select * from publication")
    return json.dumps([[str(cell) for cell in row] for row in rows], ensure_ascii=False)


def test_nothing_private_in_any_public_byte(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        path = db.engine.url.database or ""
    with sqlite3.connect(path) as connection:
        secrets, urls = private_values(connection), public_urls(connection)
        said = published(connection)
    assert len(secrets) > 100
    assert len(urls) > 40
    secrets = {secret for secret in secrets if secret not in said}
    pages: dict[str, bytes] = {}
    for url in urls:
        answer = client.get(url)
        assert answer.status_code in (200, 303), (url, answer.status_code)
        pages[url] = answer.data
    pages |= streamed(app, path)
    for url, body in pages.items():
        text = body.decode()
        for secret in secrets:
            assert secret not in text, (url, secret)


def streamed(app: Flask, path: str) -> dict[str, bytes]:
    """The first state of each public stream, as its bytes go out."""
    found: dict[str, bytes] = {}
    with sqlite3.connect(path) as connection:
        tokens = connection.execute("select screen_token, phone_token from hall_session").fetchall()
    with app.test_request_context():
        for view in registry(app).views.values():
            for pair in tokens:
                token = pair[0] if view.name == "screen" else pair[1]
                found[f"stream {view.name} {token}"] = view.render(token).encode()
        assert len(found) == len(registry(app).views) * len(versions())
        db.session.remove()
        db.engine.dispose()
    return found
