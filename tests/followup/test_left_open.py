"""Closing a meeting lists what stays open; the next year starts from it (A9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from dialogue.core.errors import NotAllowed
from dialogue.followup import actions, queries
from dialogue.plans.actions import close_meeting
from dialogue.plans.hooks import left_open
from dialogue.plans.models import Meeting
from tests.followup.support import (
    compose,
    conclude,
    events,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    moment,
    person,
)

SignIn = Callable[[str], FlaskClient]


def words(app: Flask, meeting: Meeting) -> list[str]:
    with app.test_request_context():
        return [one.words for one in left_open(meeting)]


def test_what_stays_open_is_listed(app: Flask) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    make_opinion(meeting)
    compose(meeting)
    assert words(app, meeting) == [
        "1 nội dung chưa có kết luận", "Thông báo kết luận chưa ban hành",
    ]  # fmt: skip


def test_promises_and_contested_answers_are_listed(app: Flask) -> None:
    assignment = make_assignment()
    meeting = assignment.conclusion.meeting
    assert words(app, meeting) == ["1 việc chưa trả lời xong"]
    reply = issued_reply(assignment)
    assert words(app, meeting) == []
    actions.contest(reply, reason="Chưa xong.", actor=person("to3"))
    assert words(app, meeting) == [
        "1 việc chưa trả lời xong", "1 việc người dân chưa đồng ý, đang giải quyết lại",
    ]  # fmt: skip


def test_the_list_is_kept_with_the_act(app: Flask) -> None:
    meeting = make_assignment().conclusion.meeting
    with app.test_request_context():
        with pytest.raises(NotAllowed):
            close_meeting(meeting, actor=person("to3"))
        close_meeting(meeting, actor=person("vanphong"))
    event = events(meeting)[-1]
    assert (event.verb, event.details["carried"]) == ("close", ["1 việc chưa trả lời xong"])


def test_the_page_is_read_before_and_next_year_still_owes(client_as: SignIn) -> None:
    assignment = make_assignment()
    meeting_id = assignment.conclusion.meeting_id
    office = client_as("vanphong")
    url = f"/meetings/{meeting_id}/closing"
    page = office.get(url).text
    assert "1 việc chưa trả lời xong" in page
    assert f"/assignments?state=todo&amp;meeting={meeting_id}" in page
    assert client_as("diachinh").get(url).status_code == 404
    office.post(url, data={"version": assignment.conclusion.meeting.version})
    with time_machine.travel(moment(date(2025, 2, 3)), tick=False):
        later = make_meeting(held_on=date(2025, 4, 4))
        assert queries.owed_before(2025) == [(2024, 1)]
        office = client_as("vanphong")
        plan = office.get(f"/plans/{later.plan_id}").text
        assert "1 việc của năm 2024" in plan
        assert "1 việc của năm 2024" in office.get("/recurrences").text
        assert "1 việc của năm 2024" not in client_as("to3").get(f"/plans/{later.plan_id}").text
        listed = office.get("/assignments?state=todo&year=2024").text
        assert assignment.conclusion.opinion.receipt in listed


def test_a_meeting_with_nothing_open_says_so(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting), outcome="explained", lead=None)
    issued_notice(meeting)
    assert (
        "Mọi việc của đợt này đã xong."
        in client_as("vanphong").get(f"/meetings/{meeting.id}/closing").text
    )
