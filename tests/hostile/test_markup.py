"""Markup, formulas and template words in every free text: on every page and in every paper, table
and calendar they are what they are: text."""

from __future__ import annotations

import html
import io
import re
import shutil
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask

from dialogue import create_app
from dialogue.extensions import db
from tests.conftest import SETTINGS
from tests.hostile.conftest import Browser
from tests.hostile.walk import Walker

# A formula to Excel, a tag and the end of an attribute to a browser, a field to a Word template.
HOSTILE = "=1+cmd|'/c calc'!A1\"><img src=xss onerror=alert(1)></script>{{ 7*7 }}{% raw %}"
RAW = ("<img src=xss", "</script>{{", "49{%")
STARTS = ["/", "/ket-qua", "/sign-in"]

# table → the columns that hold what a person wrote
FREE_TEXT = {
    "opinion": ["words", "place", "resident_name", "resident_address", "office_note", "late_reason",
                "written_by"],
    "opinion_voice": ["name"],
    "delegate": ["full_name", "post", "body"],
    "check_in": ["full_name"],
    "meeting": ["title", "topic", "place"],
    "plan": ["title", "place", "timing"],
    "task": ["title", "basis", "note"],
    "task_template": ["title", "basis"],
    "programme_item": ["title", "owner"],
    "programme_file": ["title"],
    "conclusion": ["words"],
    "conclusion_notice": ["opening", "closing", "remarks"],
    "notice_item": ["words"],
    "reply": ["words", "requirements", "responsibility", "plan", "remarks"],
    "preparation": ["answer", "remark"],
    "turn": ["speaker_name", "topic", "answer_note", "group_topic"],
    "speaking_request": ["speaker_name", "words"],
    "minutes_line": ["text"],
    "minutes": ["remarks"],
    "verdict": ["words"],
    "consolidation": ["note", "office_note"],
    "consolidation_heading": ["title", "summary"],
    "saved_filter": ["name"],
    "field": ["name"],
    "unit": ["name", "short_name"],
    "account": ["full_name", "title"],
    "notification": ["text"],
    "attachment": ["name"],
    "register_entry": ["title"],
    "due_date": ["label", "why_moved"],
    "ward": ["name", "place", "hall", "parent_body"],
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo with HOSTILE before the words of every free text, as any form would store it."""
    folder = tmp_path_factory.mktemp("markup") / "demo"
    shutil.copytree(demo_folder, folder)
    connection = sqlite3.connect(folder / "dialogue.db")
    triggers = connection.execute(
        "select name from sqlite_master where type = 'trigger'"
    ).fetchall()
    for (name,) in triggers:  # some tables take no change: here it is as if so written at first
        connection.execute(f"drop trigger {name}")
    for table, columns in FREE_TEXT.items():
        for column in columns:
            connection.execute(
                f"update {table} set {column} = ? || {column} || id where {column} != ''",
                (HOSTILE,),
            )
    connection.commit()
    connection.close()
    app = create_app(SETTINGS, folder)
    app.test_client_class = Browser
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    """(name, text) of each part of a Word or Excel file; each must be sound XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                text = archive.read(name).decode()
                ElementTree.fromstring(text)
                yield name, text


@pytest.mark.parametrize(
    "name", ["vanphong", "chutich", "doan", "diachinh", "to3", "quantri", None]
)
def test_every_page_and_file_shows_it_as_text(hostile: Flask, name: str | None) -> None:
    walker = Walker(hostile)
    client = walker.sign_in(name)
    reach = walker.walk(client, STARTS)
    shown, kinds = 0, Counter[str]()
    for path, status in reach.read.items():
        assert status in (200, 302, 303), (path, status)
        asked = walker.name("GET", path)
        assert asked is not None
        kinds[asked.endpoint] += 1
        if kinds[asked.endpoint] > 2:
            continue
        answer = client.get(path)
        kind = answer.mimetype
        if kind in ("text/html", "text/calendar", "text/plain", "application/json"):
            body = answer.get_data(as_text=True)
            if kind == "text/html":
                assert not [raw for raw in RAW if raw in body], path
                shown += html.escape("><img src=xss onerror") in body
        elif "officedocument" in kind:
            for part, text in _texts(answer.data):
                assert "<img" not in text, (path, part)
                if "worksheets/" in part:
                    assert "<f>" not in text, (path, part)
                    assert "<f " not in text, (path, part)
                if part.endswith(".rels"):
                    assert "xss" not in text, (path, part)
                shown += "&lt;img src=xss" in text
        disposition = answer.headers.get("Content-Disposition", "")
        assert '\\"><img' in disposition or "<img" not in disposition, path  # quoted, a name
        assert "\n" not in disposition, path
    # The words were there to be seen: a test of pages without them would prove nothing.
    assert shown >= (1 if name is None else 10)


def test_what_a_form_takes_comes_out_as_text(ward: Flask) -> None:
    """Through the form itself: typed, refused and shown again, sent, read by the office."""
    client = Walker(ward).sign_in("to2")
    page = client.get("/opinions/new").text
    key = re.search(r'name="(client_key|submission_key)"[^>]*value="([^"]+)"', page)
    meeting = re.search(r'name="meeting"[^>]*value="(\d+)"', page)
    assert meeting
    typed = {"words": HOSTILE, "place": HOSTILE, "resident_name": HOSTILE, "meeting": meeting[1],
             "resident_address": HOSTILE, "people_count": "1", "area": ""}  # fmt: skip
    if key:
        typed[key[1]] = key[2]
    refused = client.post("/opinions", data={**typed, "resident_phone": HOSTILE, "meeting": "x"})
    assert refused.status_code == 422
    assert html.escape("<img src=xss onerror") in refused.text
    assert not [raw for raw in RAW if raw in refused.text]
    for query in ("/opinions", "/ket-qua?receipt=", "/triage", "/assignments"):
        asked = query.partition("?")[0]
        for asker in ("vanphong", None):
            answer = Walker(ward).sign_in(asker).get(asked, query_string={
                "q": HOSTILE, "receipt": HOSTILE, "next": HOSTILE, "show": "all"})  # fmt: skip
            assert not [raw for raw in RAW if raw in answer.text], asked


@pytest.mark.parametrize("target", ["/%5cxau.example", "/\t/xau.example", "http:xau.example",
                                    "///xau.example", "/ok\r\nSet-Cookie: a=b", "//%2fxau.example",
                                    "\x00//xau.example", "https:/xau.example"])  # fmt: skip
def test_after_sign_in_one_stays_here(ward: Flask, target: str) -> None:
    """Shapes that tests/accounts/test_signing.py does not try."""
    from dialogue.demo.people import PASSWORD

    client = ward.test_client()
    typed = {"login": "to3", "password": PASSWORD, "next": target}
    answer = client.post("/sign-in", data=typed)
    place = answer.headers["Location"].removeprefix("http://localhost")
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
    assert "Set-Cookie" not in place


def test_fields_that_no_form_has_do_nothing(ward: Flask) -> None:
    """Mass assignment: state, role, unit and the like sent along with one's own forms."""
    path = Path(ward.instance_path) / "dialogue.db"
    extra = {"state": "concluded", "role": "admin", "roles": "admin", "unit_id": "1", "unit": "1",
             "is_admin": "1", "author_id": "1", "receipt": "YK-2026-7777", "session_epoch": "9",
             "actor": "1", "actor_id": "1", "account_id": "1", "competence": "above", "id": "1",
             "office_note": "x", "agenda_place": "1", "must_change_password": "", "active": "1",
             "channel": "paper", "late": "", "merged_into_id": "1", "must": "1"}  # fmt: skip
    client = Walker(ward).sign_in("to2")
    page = client.get("/opinions/new").text
    meeting = re.search(r'name="meeting"[^>]*value="(\d+)"', page)
    assert meeting
    hidden = dict(re.findall(r'type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    hidden |= {name: value for value, name in re.findall(
        r'type="hidden"[^>]*value="([^"]*)"[^>]*name="([^"]+)"', page)}  # fmt: skip
    words = "Bóng đèn đầu hẻm bị cháy đã một tuần."
    sent = client.post(
        "/opinions", data={**extra, **hidden, "words": words, "meeting": meeting[1], "act": "send"}
    )
    assert sent.status_code in (302, 303), sent.text[:2000]
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "select o.state, u.code, o.channel, o.agenda_place, o.merged_into_id, o.office_note,"
        " a.username, o.receipt from opinion o join unit u on u.id = o.unit_id"
        " join account a on a.id = o.author_id where o.words = ?", (words,)).fetchall()  # fmt: skip
    (row,) = rows
    assert row[0] in ("draft", "sent")
    assert row[1:7] == ("to-2", row[2], None, None, "", "to2")
    assert row[2] != "paper"
    assert row[7] != "YK-2026-7777"
    roles = "select role from role_grant g join account a on a.id = g.account_id where username = ?"
    client.post("/me/password", data={**extra, "current": "x", "new": "y"})
    client.post("/me/mail", data={**extra, "address": "to2@xau.example"})
    assert connection.execute(roles, ("to2",)).fetchall() == [("group_leader",)]
    connection.close()
