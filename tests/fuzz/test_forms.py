"""Whatever is sent to any form: an answer, never a crash, and a page that is still there."""

from __future__ import annotations

import io
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogue import create_app
from dialogue.extensions import db
from tests.conftest import SETTINGS
from tests.fuzz.forms import Form, gather
from tests.support.sessions import sign_in

ROLES = ("quantri", "chutich", "vanphong", "matran", "doan", "diachinh", "to1")
INPUTS = 200  # for each role
# They end the session that the others need, or make the machine slow on purpose (argon2).
LEFT_OUT = {
    "accounts.sign_in", "accounts.sign_out", "accounts.end_sessions", "accounts.end_session",
    "accounts.password", "accounts.reset_password", "accounts.lock", "accounts.end_role",
    "accounts.end_anothers_sessions", "accounts.two_step_off",
}  # fmt: skip
NASTY = (
    "", " ", "0", "-1", "99999999999999999999", "1e9", "NaN", "null", "None", "true", "\x00",
    "\ud83d", "\u202e\u0000\ufffe", "<script>alert(1)</script>", "'; drop table opinion; --",
    "{{ 7*7 }}", "%s%n%x", "../../etc/passwd", "=HYPERLINK(\"x\")", "31/02/2026", "2026-13-45",
    "99:99", "9999-12-31", "0001-01-01", "a" * 5000, "Ẵ" * 400, "[]", "{}",
    "\r\nSet-Cookie: a=b", "١٢٣",
)  # fmt: skip
FILES = (
    (b"", "empty.png"),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "broken.png"),
    (b"PK\x03\x04" + b"\xff" * 60, "../../broken.docx"),
    (b"PK\x03\x04" + b"\x00" * 60, "ten\r\nla.xlsx"),
    (b"%PDF-1.7\n%%EOF", "a" * 300 + ".pdf"),
    (b"\xff\xd8\xff\xe0" + b"\x00" * 100, "\u202egpj.exe"),
)


@dataclass
class Tried:
    """What was sent and what came of it."""

    inputs: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    endpoints: set[str] = field(default_factory=set)
    crashes: dict[str, str] = field(default_factory=dict)  # endpoint → the first input


@pytest.fixture
def ward(demo_folder: Path, tmp_path: Path) -> Iterator[Flask]:
    """A copy of the demo that answers a crash as the ward's server does."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_folder, folder)
    app = create_app({**SETTINGS, "PROPAGATE_CRASHES": False}, folder)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("username", ROLES)
def test_no_input_breaks_a_form(
    username: str, ward: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    client = sign_in(ward.test_client(), username)
    forms = [one for one in gather(client, ward) if one.endpoint not in LEFT_OUT]
    assert len(forms) > 5, "the walk found the forms"
    tried = Tried()

    @settings(
        max_examples=INPUTS, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.sampled_from(forms), st.data())
    def send(form: Form, data: st.DataObject) -> None:
        typed = fill(form, data.draw)
        status = ask(client, form, typed)
        tried.inputs += 1
        tried.answers[status] += 1
        tried.endpoints.add(form.endpoint)
        if status >= 500:
            tried.crashes.setdefault(form.endpoint, repr(typed))

    send()
    assert sign_in(ward.test_client(), username).get("/", buffered=True).status_code == 200
    with capsys.disabled():
        sys.stdout.write(
            f"\n{username}: {tried.inputs} inputs to {len(tried.endpoints)} views, "
            f"{len(tried.crashes)} crashes, answers {dict(sorted(tried.answers.items()))}\n"
        )
    assert not tried.crashes


def fill(form: Form, draw: Callable[[Any], Any]) -> dict[str, Any]:
    """Something for each field, or nothing: what belongs there, or what nobody expects."""
    typed: dict[str, Any] = {}
    for one in form.fields:
        way = draw(st.sampled_from(("own", "own", "nasty", "text", "number", "twice", "missing")))
        if way == "missing":
            continue
        if one.kind == "file":
            content, name = draw(st.sampled_from(FILES))
            typed[one.name] = (io.BytesIO(content), name)
        elif way == "own":
            typed[one.name] = draw(st.sampled_from(one.values or ("",)))
        elif way == "nasty":
            typed[one.name] = draw(st.sampled_from(NASTY))
        elif way == "number":
            typed[one.name] = str(draw(st.integers()))
        elif way == "twice":
            typed[one.name] = [draw(st.sampled_from(NASTY)), draw(st.text(max_size=20))]
        else:
            typed[one.name] = draw(st.text(max_size=60))
    return {name: sendable(value) for name, value in typed.items()}


def sendable(value: Any) -> Any:
    """Lone halves of characters cannot be sent as text: their nearest kin can."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [sendable(one) for one in value] if isinstance(value, list) else value


def ask(client: FlaskClient, form: Form, typed: dict[str, Any]) -> int:
    if form.method == "GET":
        return client.get(form.action, query_string=typed, buffered=True).status_code
    return client.post(form.action, data=typed, buffered=True).status_code
