"""What was typed when a session ended comes through every way back in (case 8)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from dialogue.accounts import actions
from dialogue.accounts.models import Account
from dialogue.demo.people import PASSWORD
from dialogue.extensions import db
from dialogue.opinions.models import Opinion

WORDS = "Cống ở kiệt 45 bị nghẹt <đã lâu>, mưa là ngập."
TYPED = {"words": WORDS, "csrf_token": "cũ"}
NEW_PASSWORD = "song-tra-hai-ben-7"


def _brought(page: str) -> dict[str, str]:
    fields = re.findall(r'name="(carried\w*)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in fields}


def _resumed(page: str) -> tuple[str, dict[str, str]]:
    """(where it goes, its fields) of the page that offers to send on."""
    form = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', page, re.S)
    assert form is not None
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.group(2))
    return html.unescape(form.group(1)), {n: html.unescape(v) for n, v in fields}


def _interrupted(client: FlaskClient, path: str = "/opinions") -> dict[str, str]:
    answer = client.post(path, data=TYPED)
    assert answer.status_code == 401
    brought = _brought(answer.get_data(as_text=True))
    assert set(brought) == {"carried", "carried_to"}
    return brought


def test_a_wrong_password_on_the_way_loses_nothing(client: FlaskClient) -> None:
    brought = _interrupted(client)
    answer = client.post("/sign-in", data={"login": "to3", "password": "sai", **brought})
    assert answer.status_code == 422
    assert _brought(answer.get_data(as_text=True)) == brought
    answer = client.post("/sign-in", data={"login": "to3", "password": PASSWORD, **brought})
    page = answer.get_data(as_text=True)
    assert "<blockquote>" in page
    target, fields = _resumed(page)
    assert (target, fields["words"]) == ("/opinions", WORDS)


def test_a_forced_new_password_on_the_way_loses_nothing(
    client: FlaskClient, account: Callable[[str], Account]
) -> None:
    temporary = actions.reset_password(account("to3"), actor=account("quantri"))
    brought = _interrupted(client)
    answer = client.post("/sign-in", data={"login": "to3", "password": temporary, **brought})
    page = answer.get_data(as_text=True)
    assert "Đây là lần đăng nhập đầu" in page
    assert _brought(page) == brought
    wrong = {"current": temporary, "new": "ngắn", "again": "ngắn"}
    answer = client.post("/me/password", data={**wrong, **brought})
    assert answer.status_code == 422
    assert _brought(answer.get_data(as_text=True)) == brought
    right = {"current": temporary, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    answer = client.post("/me/password", data={**right, **brought})
    page = answer.get_data(as_text=True)
    target, fields = _resumed(page)
    assert (target, fields["words"]) == ("/opinions", WORDS)
    assert temporary not in page
    assert NEW_PASSWORD not in page


def test_what_is_sent_on_arrives(
    app: Flask, client: FlaskClient, client_as: Callable[[str], FlaskClient]
) -> None:
    form = client_as("vanphong").get("/units/new")
    assert form.status_code == 200
    typed = {"name": "Đội Quy tắc đô thị", "short_name": "Quy tắc", "kind": "department"}
    page = client.post("/units/new", data=typed).get_data(as_text=True)
    signing_in = {"login": "vanphong", "password": PASSWORD, **_brought(page)}
    page = client.post("/sign-in", data=signing_in).get_data(as_text=True)
    target, fields = _resumed(page)
    assert client.post(target, data=fields).status_code == 303
    assert "Đội Quy tắc đô thị" in client.get("/units").get_data(as_text=True)


def _token(page: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return {"csrf_token": found.group(1)}


def test_each_page_on_the_way_has_a_token_that_fits(
    app: Flask, client: FlaskClient, account: Callable[[str], Account]
) -> None:
    temporary = actions.reset_password(account("vanphong"), actor=account("quantri"))
    app.config["WTF_CSRF_ENABLED"] = True
    typed = {"name": "Đội Quy tắc đô thị", "short_name": "", "kind": "department"}
    page = client.post("/units/new", data=typed).text
    signing_in = {"login": "vanphong", "password": temporary}
    page = client.post("/sign-in", data={**signing_in, **_brought(page), **_token(page)}).text
    own = {"current": temporary, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    page = client.post("/me/password", data={**own, **_brought(page), **_token(page)}).text
    target, fields = _resumed(page)
    assert client.post(target, data=fields).status_code == 303


def test_a_tab_left_open_over_night(app: Flask, client_as: Callable[[str], FlaskClient]) -> None:
    leader = client_as("to3")
    app.config["WTF_CSRF_ENABLED"] = True
    answer = leader.post("/opinions", data=TYPED)
    assert answer.status_code == 409
    assert _resumed(answer.get_data(as_text=True))[1]["words"] == WORDS
    # Nothing typed: back to the page whose button was pressed, with a line.
    stale = {"csrf_token": "cũ"}
    back = {"Referer": "http://localhost/me"}
    answer = leader.post("/me/end-sessions", data=stale, headers=back)
    assert answer.headers["Location"] == "/me"
    assert "Xin bấm lại" in leader.get("/me").get_data(as_text=True)


def test_an_old_sign_in_page(app: Flask, client_as: Callable[[str], FlaskClient]) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    signing_in = {"login": "to3", "password": PASSWORD, "csrf_token": "cũ"}
    page = app.test_client().post("/sign-in", data=signing_in)
    assert page.status_code == 422
    assert "mở quá lâu" in page.get_data(as_text=True)
    inside = client_as("to3")
    assert inside.post("/sign-in", data=signing_in).headers["Location"] == "/"
    assert "đang đăng nhập với tên" in inside.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://xau.example"}],
)
def test_what_another_site_sends_is_never_offered(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = client.post("/opinions", data=TYPED, headers=headers)
    assert answer.status_code == 401
    assert "carried" not in answer.get_data(as_text=True)


def test_nothing_is_done_before_the_person_presses(
    client: FlaskClient, account: Callable[[str], Account]
) -> None:
    signing_in = {"login": "to3", "password": PASSWORD, **_interrupted(client)}
    assert client.post("/sign-in", data=signing_in).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Opinion)) == 0


@pytest.mark.parametrize("away", ["https://xau.example/x", "//xau.example", "\\\\xau"])
def test_it_is_carried_to_this_site_only(client: FlaskClient, away: str) -> None:
    brought = {"carried": "words=x", "carried_to": away}
    answer = client.post("/sign-in", data={"login": "to3", "password": PASSWORD, **brought})
    assert answer.status_code == 303
