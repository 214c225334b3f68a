"""What goes wrong leads on: a code that is in the log, nothing of the inside shown."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dialogue import create_app
from dialogue.core.errors import Conflict
from dialogue.core.permissions import public
from dialogue.extensions import db
from tests.conftest import SETTINGS


def test_a_crash_shows_a_code_that_is_in_the_log(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    def crash() -> str:
        raise ZeroDivisionError("secret detail")

    app.config["PROPAGATE_CRASHES"] = False
    app.view_functions["accounts.me"] = public(crash)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/me")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "secret detail" not in page
    code = re.search(r"\b[0-9a-f]{8}\b", page)
    assert code is not None
    assert any(code.group() in record.getMessage() for record in caplog.records)


def test_the_unknown_and_the_forbidden_look_the_same(
    client_as: Callable[[str], FlaskClient],
) -> None:
    leader = client_as("to3")
    pages = [leader.get(path) for path in ("/khong-co", "/accounts", "/triage")]
    assert {p.status_code for p in pages} == {404}
    assert all("Không tìm thấy" in p.get_data(as_text=True) for p in pages)


def test_a_conflict_says_what_happened(app: Flask, client: FlaskClient) -> None:
    def stale() -> str:
        raise Conflict("Đã có người xử lý trước.")

    app.view_functions["accounts.me"] = public(stale)
    answer = client.get("/me")
    assert answer.status_code == 409
    assert "Đã có người xử lý trước." in answer.get_data(as_text=True)


def test_a_wrong_method_is_not_found(client_as: Callable[[str], FlaskClient]) -> None:
    answer = client_as("to3").post("/")
    assert answer.status_code in (404, 405)


def test_too_large_an_upload_is_said(app: Flask, client_as: Callable[[str], FlaskClient]) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = client_as("to3").post("/opinions", data={"words": "x" * 5000})
    assert answer.status_code == 413
    assert "quá lớn" in answer.get_data(as_text=True)


def test_headers_on_every_page(client_as: Callable[[str], FlaskClient]) -> None:
    headers = client_as("to3").get("/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_form_of_a_lost_session_keeps_what_was_typed(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/opinions", data={"words": "Cống nghẹt ở kiệt 45"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "C%E1%BB%91ng" in page
    assert 'name="carried_to" value="/opinions"' in page


def test_a_form_of_an_older_session_is_offered_again(
    app: Flask, client_as: Callable[[str], FlaskClient]
) -> None:
    leader = client_as("to3")
    app.config["WTF_CSRF_ENABLED"] = True
    answer = leader.post("/opinions", data={"words": "Cống nghẹt", "csrf_token": "cũ"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'value="Cống nghẹt"' in page


def test_a_broken_database_still_gives_a_page(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "dialogue.db").write_bytes(b"no database at all" * 500)
    app = create_app({**SETTINGS, "PROPAGATE_CRASHES": False, "TESTING": False}, folder)
    with caplog.at_level(logging.ERROR):
        answer = app.test_client().get("/sign-in")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    code = re.search(r"\b[0-9a-f]{8}\b", page)
    assert code is not None
    assert any(code.group() in record.getMessage() for record in caplog.records)
    with app.app_context():
        db.engine.dispose()
