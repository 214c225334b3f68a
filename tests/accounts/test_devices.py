"""Where one is signed in: how long it lasts, seen and ended by its owner (ASVS 5.0, V7)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from dialogue import create_app
from dialogue.accounts import actions, queries
from dialogue.accounts import session as sessions
from dialogue.accounts.lifetimes import (
    OWN_IDLE,
    OWN_LONGEST,
    SEEN_EVERY,
    SHARED_IDLE,
    SHARED_LONGEST,
    device_of,
    ends_at,
    holds,
)
from dialogue.accounts.models import Account, SignIn
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.demo.people import PASSWORD
from dialogue.extensions import db
from dialogue.history.queries import timeline
from tests.conftest import SETTINGS
from tests.support.sessions import sign_in

Who = Callable[[str], Account]
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36"


def by_form(app: Flask, agent: str = WINDOWS, *, remember: bool = False) -> FlaskClient:
    client = app.test_client()
    data = {"login": "to3", "password": PASSWORD} | ({"remember": "y"} if remember else {})
    assert client.post("/sign-in", data=data, headers={"User-Agent": agent}).status_code == 303
    return client


@pytest.mark.parametrize(
    ("kept", "idle", "longest"),
    [(False, SHARED_IDLE, SHARED_LONGEST), (True, OWN_IDLE, OWN_LONGEST)],
)
def test_it_ends_unused_and_it_ends_at_last(
    kept: bool, idle: timedelta, longest: timedelta, app: Flask
) -> None:
    started = clock.now()
    with time_machine.travel(started, tick=False) as traveller:
        client = sign_in(app.test_client(), "to3", kept=kept)
        unused = sign_in(app.test_client(), "to3", kept=kept)
        step = idle - timedelta(minutes=1)
        gone = timedelta()
        while gone + step < longest:
            gone += step
            traveller.move_to(started + gone)
            assert client.get("/me").status_code == 200, gone
        traveller.move_to(started + idle)
        assert unused.get("/me").status_code == 303
        traveller.move_to(started + longest)
        assert client.get("/me").status_code == 303  # however busy


def test_what_a_page_asks_for_by_itself_keeps_nobody_signed_in(app: Flask) -> None:
    started = clock.now()
    with time_machine.travel(started, tick=False) as traveller:
        client = sign_in(app.test_client(), "to3")
        for hours in (2, 3.9):
            traveller.move_to(started + timedelta(hours=hours))
            answer = client.get("/me", headers={"HX-Request": "true"})
            assert answer.status_code == 200
        traveller.move_to(started + SHARED_IDLE)
        assert client.get("/me").status_code == 303


def test_seen_is_written_now_and_then_and_never_breaks_a_page(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = clock.now()
    with time_machine.travel(started, tick=False) as traveller:
        client = sign_in(app.test_client(), "to3")
        traveller.shift(SEEN_EVERY / 2)
        client.get("/me")
        (found,) = db.session.scalars(select(SignIn))
        assert found.seen_at == started
        traveller.shift(SEEN_EVERY)
        client.get("/me")
        db.session.expire_all()
        assert found.seen_at == clock.now()

        def full(_found: SignIn) -> None:
            raise OperationalError("update", {}, Exception("disk is full"))

        monkeypatch.setattr(sessions, "touch", full)
        traveller.shift(SEEN_EVERY * 2)
        assert client.get("/me").status_code == 200


def test_a_clock_set_back_asks_to_sign_in_again_and_no_more(app: Flask, account: Who) -> None:
    """The cookie's own date lies ahead then; the table is not confused by it."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        client = sign_in(app.test_client(), "to3")
        traveller.shift(-timedelta(days=1))
        assert client.get("/me").headers["Location"].startswith("/sign-in")
        assert by_form(app).get("/me").status_code == 200
        assert len(queries.sign_ins_of(account("to3"))) == 2


def test_each_device_is_listed_and_ended_alone(app: Flask, account: Who) -> None:
    here, phone = by_form(app), by_form(app, PHONE, remember=True)
    page = here.get("/me").text
    assert "Chrome, Windows" in page
    assert "Chrome, Android" in page
    assert page.count("Máy này") == 1
    other = next(one for one in queries.sign_ins_of(account("to3")) if one.kept)
    assert here.post(f"/me/sign-ins/{other.id}/end").status_code == 303
    assert here.post(f"/me/sign-ins/{other.id}/end").status_code == 404  # gone already
    assert phone.get("/me").status_code == 303
    assert here.get("/me").status_code == 200
    assert timeline(account("to3"))[-1].label == "Đăng xuất một thiết bị (Chrome, Android)"


def test_nobody_ends_anothers(app: Flask, account: Who) -> None:
    mine = sign_in(app.test_client(), "to4")
    by_form(app)
    (found,) = queries.sign_ins_of(account("to3"))
    assert mine.post(f"/me/sign-ins/{found.id}/end").status_code == 404
    with pytest.raises(NotAllowed):
        actions.end_session(found, actor=account("to4"))


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask) -> None:
    client, thief = by_form(app), app.test_client()
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    thief.set_cookie(name, cookie.value)
    assert thief.get("/me").status_code == 200
    client.post("/sign-out")
    assert thief.get("/me").status_code == 303


def test_signing_in_gives_a_new_session_whatever_the_browser_brought(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "to4")
    with client.session_transaction() as session:
        before = dict(session)
    client.post("/sign-out")
    client.post("/sign-in", data={"login": "to3", "password": PASSWORD})
    with client.session_transaction() as session:
        assert session["sign_in"] != before["sign_in"]
        assert session["_user_id"] != before["_user_id"]


@pytest.mark.parametrize("brought", [None, "", "abc", 7])
def test_an_account_without_its_token_is_nobody(brought: object, app: Flask, account: Who) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = account("to3").get_id()
        if brought is not None:
            session["sign_in"] = brought
    assert client.get("/me").status_code == 303


def test_a_token_fits_its_own_account_only(app: Flask, account: Who) -> None:
    client = sign_in(app.test_client(), "to3")
    with client.session_transaction() as session:
        session["_user_id"] = account("quantri").get_id()
    assert client.get("/me").status_code == 303


def test_the_table_keeps_no_token(app: Flask) -> None:
    client = by_form(app)
    with client.session_transaction() as session:
        token = session["sign_in"]
    (found,) = db.session.scalars(select(SignIn))
    assert token not in (found.digest, found.device, found.address)
    assert found.digest == queries.digest(token)


def test_ended_ones_are_forgotten_after_a_while(app: Flask, account: Who) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        by_form(app).post("/sign-out")
        traveller.shift(timedelta(days=91))
        by_form(app)
        assert len(db.session.scalars(select(SignIn)).all()) == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [(WINDOWS, "Chrome, Windows"), (PHONE, "Chrome, Android"), ("curl/8", ""), ("", "")],
)
def test_a_device_in_words(agent: str, words: str) -> None:
    assert device_of(agent) == words


@given(
    st.booleans(), st.timedeltas(timedelta(), timedelta(days=100)),
    st.timedeltas(timedelta(), timedelta(days=100)),
)  # fmt: skip
def test_it_holds_exactly_until_it_ends(
    kept: bool, used_after: timedelta, asked_after: timedelta
) -> None:
    now = clock.now()
    found = SignIn(kept=kept, started_at=now, seen_at=now + used_after, ended_at=None)
    asked = now + asked_after
    assert holds(found, asked) is (asked < ends_at(found))
    assert ends_at(found) <= now + (OWN_LONGEST if kept else SHARED_LONGEST)
    found.ended_at = now
    assert not holds(found, asked)


def test_the_administrator_signs_another_out(
    app: Flask, account: Who, client_as: Callable[[str], FlaskClient]
) -> None:
    theirs = by_form(app)
    url = f"/accounts/{account('to3').id}/end-sessions"
    assert client_as("vanphong").post(url).status_code == 404
    with pytest.raises(NotAllowed):
        actions.end_sessions(account("to3"), actor=account("to4"))
    assert client_as("quantri").post(url).status_code == 303
    assert theirs.get("/me").status_code == 303
    assert queries.sign_ins_of(account("to3")) == []


def test_signing_in_and_its_refusal_are_in_the_log_without_a_name(
    app: Flask, account: Who, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="dialogue.sign_in"):
        by_form(app)
        app.test_client().post("/sign-in", data={"login": "to3", "password": "sai roi nhe"})
    done, refused = (r for r in caplog.records if r.name == "dialogue.sign_in")
    assert (done.message, done.account) == ("signed in", account("to3").id)  # type: ignore[attr-defined]
    assert (refused.message, refused.account) == ("sign-in refused", None)  # type: ignore[attr-defined]
    assert "to3" not in refused.getMessage()


def test_over_https_the_cookie_is_bound_to_this_host(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIALOGUE_HTTPS", "1")
    app = create_app(SETTINGS, folder)
    answer = app.test_client().post(
        "/sign-in", data={"login": "to3", "password": PASSWORD}, base_url="https://localhost"
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-doi_thoai=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
