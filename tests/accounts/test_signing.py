"""Signing in, the first password, and what was typed when a session ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from dialogue import create_app
from dialogue.accounts import actions, passwords
from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.demo.people import PASSWORD
from dialogue.extensions import db
from dialogue.history.queries import timeline
from tests.conftest import SETTINGS


@pytest.mark.parametrize("login", ["to3", " TO3 ", "0905001021", "+84 905 001 021"])
def test_by_user_name_or_phone_number(client: FlaskClient, login: str) -> None:
    answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 303
    assert client.get("/me").get_data(as_text=True).count("Lê Văn Chín")


def test_a_wrong_one_does_not_tell_which_half(client: FlaskClient) -> None:
    bodies = []
    for login in ("to3", "khong-co"):
        answer = client.post("/sign-in", data={"login": login, "password": "sai roi nhe"})
        assert answer.status_code == 422
        page = answer.get_data(as_text=True).split("Tài khoản mẫu")[0]
        page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
        bodies.append(page.replace(f'value="{login}"', ""))
    assert "chưa đúng" in bodies[0]
    assert bodies[0] == bodies[1]


def test_guessing_at_one_account_is_slowed_and_others_are_not(app: Flask) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _ in range(5):
            with pytest.raises(InvalidInput):
                actions.sign_in("to3", "sai roi nhe", address="10.0.0.9")
        with pytest.raises(InvalidInput, match="thử lại sau"):
            actions.sign_in("to3", PASSWORD, address="10.0.0.9")
        assert actions.sign_in("to4", PASSWORD, address="10.0.0.9").username == "to4"
        traveller.shift(timedelta(minutes=16))
        assert actions.sign_in("to3", PASSWORD, address="10.0.0.9").username == "to3"


def test_the_first_sign_in_forces_a_new_password(
    client_as: Callable[[str], FlaskClient], account: Callable[[str], Account]
) -> None:
    with unit_of_work():
        account("to3").must_change_password = True
    client = client_as("to3")
    assert client.get("/").headers["Location"].endswith("/me/password")
    form = {"current": PASSWORD, "new": "song-tra-hai-ben-7", "again": "song-tra-hai-ben-7"}
    assert client.post("/me/password", data=form).status_code == 303
    assert client.get("/me").status_code == 200
    (event,) = timeline(account("to3"))[-1:]
    assert event.label == "Đổi mật khẩu"


def test_a_new_password_ends_the_other_sessions(
    client_as: Callable[[str], FlaskClient],
) -> None:
    one, other = client_as("to3"), client_as("to3")
    form = {"current": PASSWORD, "new": "song-tra-hai-ben-7", "again": "song-tra-hai-ben-7"}
    one.post("/me/password", data=form)
    assert one.get("/me").status_code == 200
    assert other.get("/me").status_code == 303


def test_sign_out_everywhere(client_as: Callable[[str], FlaskClient]) -> None:
    one, other = client_as("to3"), client_as("to3")
    assert one.post("/me/end-sessions").status_code == 303
    assert other.get("/me").status_code == 303


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngan7", "ít nhất"),
        ("1234567890123", "dễ đoán"),
        ("matkhau123456", "dễ đoán"),
        ("Levanchin2024", "tên của mình"),
        ("aaaaaaaaaaaa", "dễ đoán"),
        ("ubndphuong2024", "dễ đoán"),
        ("AnhYeuEm1990!", "dễ đoán"),
        ("Nguyễn@19801980", "dễ đoán"),
        ("qwertyuiop1", "dễ đoán"),
        ("x12345678y", "dễ đoán"),
    ],
)
def test_easy_passwords_are_refused_with_why(password: str, why: str) -> None:
    assert why in (passwords.weakness(password, "to3", "Lê Văn Chín") or "")


def test_good_passwords_are_taken() -> None:
    for good in ("song-tra-hai-ben-7", "phuongtrabong2026", "cây cầu cũ 48"):
        assert passwords.weakness(good, "to3", "Lê Văn Chín") is None
    for _ in range(200):
        assert passwords.weakness(passwords.temporary(), "to3", "Lê Văn Chín") is None


def test_what_was_typed_survives_the_session(client: FlaskClient) -> None:
    typed = {"current": "bi mat", "words": "Cống bị nghẹt <ở> kiệt 45", "csrf_token": "x"}
    answer = client.post("/me/end-sessions?x=1", data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "vẫn còn" in page
    assert "bi mat" not in page
    carried = dict(re.findall(r'name="(carried\w*)" value="([^"]*)"', page))
    answer = client.post("/sign-in", data={"login": "to3", "password": PASSWORD, **carried})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'action="/me/end-sessions?x=1"' in page
    assert 'value="Cống bị nghẹt &lt;ở&gt; kiệt 45"' in page


def test_a_stream_without_a_session_gets_401(client: FlaskClient) -> None:
    assert client.get("/me", headers={"Accept": "text/event-stream"}).status_code == 401
    assert client.get("/me", headers={"HX-Request": "true"}).status_code == 401


ELSEWHERE = ["https://xau.example", "//xau.example", "/\\xau", "javascript:1"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_open_redirect(client: FlaskClient, target: str) -> None:
    answer = client.post("/sign-in", data={"login": "to3", "password": PASSWORD, "next": target})
    assert answer.headers["Location"] in ("/", "http://localhost/")


def test_demo_accounts_are_listed_only_in_a_demo(app: Flask, client: FlaskClient) -> None:
    from dialogue.accounts.queries import ward

    assert PASSWORD in client.get("/sign-in").get_data(as_text=True)
    with unit_of_work():
        found = ward()
        assert found is not None
        found.is_demo = False
    page = client.get("/sign-in").get_data(as_text=True)
    assert PASSWORD not in page
    assert "DỮ LIỆU MẪU" not in page


def test_one_address_may_not_try_without_end(folder: Path) -> None:
    app = create_app({**SETTINGS, "RATELIMIT_ENABLED": True}, folder)
    client = app.test_client()
    answers = [client.post("/sign-in", data={"login": "", "password": ""}) for _ in range(61)]
    assert {a.status_code for a in answers[:60]} == {422}
    assert answers[60].status_code == 429
    assert "quá nhanh" in answers[60].get_data(as_text=True)
    with app.app_context():
        db.engine.dispose()


def test_an_unknown_name_takes_as_long_as_a_wrong_password(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are weighed against a hash once: the time tells nobody which names exist."""
    weighed: list[str] = []
    verify = passwords.verify_password
    monkeypatch.setattr(
        passwords, "verify_password",
        lambda stored, typed: (weighed.append(stored), verify(stored, typed))[1],
    )  # fmt: skip
    for login in ("to3", "khong-co-ai"):
        with pytest.raises(InvalidInput):
            actions.sign_in(login, "sai roi nhe", address="10.0.0.9")
    own, dummy = weighed
    assert own != dummy
    assert own.split("$")[:4] == dummy.split("$")[:4]  # the same cost
