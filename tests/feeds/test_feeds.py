"""One's own due dates in one's own calendar, at an address that can be taken back."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select, text

from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.feeds import queries
from dialogue.feeds.models import CalendarFeed
from dialogue.history.models import HistoryEvent
from tests.followup.support import NOTICE_DAY, make_assignment, make_meeting, moment, person

PRIVATE = "Đèn trước nhà bà Lê Thị Sáu số 12 hỏng"


@pytest.fixture(autouse=True)
def notice_day(app: Flask) -> Any:
    with time_machine.travel(moment(NOTICE_DAY), tick=False) as traveller:
        yield traveller


def _open(client: Any) -> str:
    page = client.post("/me/calendar").text
    found = re.search(r"http://localhost(/lich/[\w-]+\.ics)", page)
    assert found is not None
    return found[1]


def _events(client: Any, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert "no-store" in answer.headers["Cache-Control"]
    calendar = Calendar.from_ical(answer.data)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_due_dates_and_meetings_without_a_residents_words(
    client: Any, client_as: Callable[[str], Any]
) -> None:
    assignment = make_assignment(words=PRIVATE)
    make_meeting(state="announced", held_on=date(2024, 9, 20), ordinal=2)
    address = _open(client_as("diachinh"))
    events = _events(client, address)
    (due,) = [event for name, event in events.items() if name.startswith("Hạn: Soạn trả lời")]
    assert due["DTSTART"].dt == assignment.due.due_on
    assert due["DTEND"].dt == assignment.due.due_on + timedelta(days=1)
    assert str(due["URL"]) == f"http://localhost/assignments/{assignment.id}/replies/new"
    (meeting,) = [event for name, event in events.items() if name.startswith("Đối thoại")]
    assert clock.local(meeting["DTSTART"].dt).date() == date(2024, 9, 20)
    assert meeting["DTSTART"].dt < meeting["DTEND"].dt
    whole = client.get(address).text.replace("\r\n ", "")
    for words in ("Lê Thị Sáu", "Đèn trước nhà", PRIVATE[:20]):
        assert words not in whole


def test_what_is_done_leaves_and_the_rest_keeps_its_name(
    client: Any, client_as: Callable[[str], Any]
) -> None:
    make_assignment()
    address = _open(client_as("diachinh"))
    first = {str(e["UID"]) for e in _events(client, address).values()}
    assert first == {str(e["UID"]) for e in _events(client, address).values()}
    with unit_of_work() as session:
        session.execute(text("UPDATE assignment SET state = 'answered'"))
    assert not any("Soạn trả lời" in name for name in _events(client, address))


def test_a_new_address_ends_the_old_one(client: Any, client_as: Callable[[str], Any]) -> None:
    user = client_as("to3")
    first, second = _open(user), _open(user)
    assert first != second
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert user.post("/me/calendar/removal").status_code == 303
    assert client.get(second).status_code == 404
    assert user.post("/me/calendar/removal").status_code == 303, "twice does no harm"
    verbs = db.session.scalars(
        select(HistoryEvent.verb).where(HistoryEvent.verb.in_(("open_feed", "end_feed")))
    ).all()
    assert verbs == ["open_feed", "open_feed", "end_feed"]


def test_the_address_is_shown_once_and_kept_as_a_hash(
    client: Any, client_as: Callable[[str], Any]
) -> None:
    user = client_as("to3")
    address = _open(user)
    token = address.split("/")[-1].removesuffix(".ics")
    assert "/lich/" not in user.get("/me/calendar").text
    row = db.session.scalars(select(CalendarFeed)).one()
    assert row.token_hash == queries.hash_of(token)
    assert token not in str(vars(row))
    for event in db.session.scalars(select(HistoryEvent)):
        assert token not in f"{event.label}{event.details}"


def test_an_ended_account_has_no_calendar(client: Any, client_as: Callable[[str], Any]) -> None:
    address = _open(client_as("to3"))
    with unit_of_work():
        person("to3").active = False
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "a" * 43, "..%2fadmin", "%00"])
def test_a_guess_finds_nothing(client: Any, token: str) -> None:
    assert client.get(f"/lich/{token}.ics").status_code == 404


def test_nobody_gets_one_without_signing_in(client: Any) -> None:
    assert client.get("/me/calendar").status_code == 303
    assert client.post("/me/calendar").status_code in (302, 401)
    assert db.session.scalars(select(CalendarFeed)).all() == []


def test_the_secret_is_not_in_the_log(
    app: Flask,
    client: Any,
    client_as: Callable[[str], Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    address = _open(client_as("to3"))
    app.config["PROPAGATE_CRASHES"] = app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(*_: object) -> bytes:
        raise ValueError("calendar")

    monkeypatch.setattr(queries, "calendar_of", broken)
    with caplog.at_level(logging.ERROR):
        assert client.get(address).status_code == 500
    assert "/lich/<token>.ics" in caplog.text
    assert address not in caplog.text
