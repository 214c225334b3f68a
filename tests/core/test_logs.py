"""The log: a line of JSON with the request's number, and nothing of a person."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dialogue.core import logs
from dialogue.core.permissions import public
from dialogue.extensions import db

PRIVATE = ("Lê Thị Bông", "0905001203", "45/7 Bùi Thị Xuân", "L%C3%AA", "bí mật")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What stands in the log's file; the handlers are taken off again."""
    root, before, level = (
        logging.getLogger(),
        list(logging.getLogger().handlers),
        logging.root.level,
    )
    raising = logging.raiseExceptions
    logs.write_to(tmp_path)

    def lines() -> list[dict[str, Any]]:
        path = tmp_path / logs.FILE
        return [json.loads(row) for row in path.read_text().splitlines()] if path.exists() else []

    yield lines
    for handler in [one for one in root.handlers if one not in before]:
        handler.close()
        root.removeHandler(handler)
    root.setLevel(level)
    logging.raiseExceptions = raising


def crash(app: Flask, error: Callable[[], object]) -> None:
    app.config["PROPAGATE_CRASHES"] = False

    def view(**_values: object) -> str:
        error()
        return ""

    app.view_functions["accounts.me"] = public(view)


def test_a_fault_is_told_without_its_words(
    app: Flask, client: FlaskClient, written: Callable[[], list[dict[str, Any]]]
) -> None:
    def with_words() -> None:
        raise ValueError(f"bí mật của {PRIVATE[0]}, {PRIVATE[1]}")

    crash(app, with_words)
    page = client.get("/me?q=L%C3%AA+Th%E1%BB%8B").text
    code = re.search(r"\b[0-9a-f]{8}\b", page)
    assert code is not None
    fault, request_line = written()
    assert fault["request_id"] == request_line["request_id"] == code.group()
    assert fault["route"] == "/me"
    assert fault["fault"]["kinds"] == ["ValueError"]
    assert any("test_logs.py" in frame for frame in fault["fault"]["frames"])
    assert request_line["status"] == 500
    assert not any(word in json.dumps(written(), ensure_ascii=False) for word in PRIVATE)


def test_what_the_database_says_comes_without_what_was_typed(
    app: Flask, client: FlaskClient, written: Callable[[], list[dict[str, Any]]]
) -> None:
    def twice() -> None:
        for _ in range(2):
            db.session.execute(
                text("insert into ward (id, name, parent_body, place, hall, is_demo)"
                     " values (1, :name, '', '', '', 0)"), {"name": PRIVATE[0]},
            )  # fmt: skip

    crash(app, twice)
    client.get("/me")
    fault = written()[0]["fault"]
    assert fault["kinds"][0] == IntegrityError.__qualname__
    assert "UNIQUE" in fault["database"][1]
    assert PRIVATE[0] not in json.dumps(written(), ensure_ascii=False)


def test_addresses_with_codes_and_tokens_are_told_by_their_rule(
    app: Flask, client: FlaskClient, written: Callable[[], list[dict[str, Any]]]
) -> None:
    app.config["PROPAGATE_CRASHES"] = False
    for endpoint, address, rule in (
        ("hall.phone", "/hoi-truong/bi-mat-cua-toi", "/hoi-truong/<string:token>"),
        ("checkin.by_code", "/diem-danh/B3U8FMFBZK", "/diem-danh/<string:code>"),
    ):
        found = [r for r in app.url_map.iter_rules() if r.rule == rule]
        endpoint = found[0].endpoint if found else endpoint
        app.view_functions[endpoint] = public(lambda **_values: 1 / 0)
        client.get(address)
    told = json.dumps(written())
    assert "bi-mat-cua-toi" not in told
    assert "B3U8FMFBZK" not in told
    assert "/hoi-truong/<string:token>" in told


def test_slow_pages_and_acts_are_told_quick_reads_are_not(
    app: Flask, client_as: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch,
    written: Callable[[], list[dict[str, Any]]], caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    client = client_as("to3")
    with caplog.at_level(logging.INFO, logger="dialogue.requests"):
        client.get("/me")
        assert not [r for r in caplog.records if r.name == "dialogue.requests"]
        client.post("/me/end-sessions")
        (act,) = [r for r in caplog.records if r.name == "dialogue.requests"]
        assert (act.method, act.route, act.status) == ("POST", "/me/end-sessions", 303)  # type: ignore[attr-defined]
    assert written() == []
    monkeypatch.setattr(logs, "SLOW_SECONDS", 0.0)
    client.get("/sign-in")
    (slow,) = written()
    assert (slow["message"], slow["route"]) == ("slow", "/sign-in")


def test_a_disk_that_is_full_stops_nothing(
    app: Flask, client: FlaskClient, written: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("logging.handlers.RotatingFileHandler.shouldRollover", full)
    crash(app, lambda: 1 / 0)
    assert client.get("/me").status_code == 500
    assert client.get("/sign-in").status_code == 200
