"""From the meeting to day 45, what each person has to do on each day, over 30/4 and a Saturday
worked for it; the days on which nothing changes are left out."""

from __future__ import annotations

from datetime import date, timedelta

import time_machine

from dialogue.followup import actions
from dialogue.followup.actions.replies import Text
from dialogue.home import queries as home
from dialogue.notifications.actions import remind
from dialogue.publishing.actions import publish
from tests.followup.support import (
    approved_notice,
    assignment_of,
    conclude,
    draft,
    interim,
    make_meeting,
    make_opinion,
    moment,
    person,
)

HELD = date(2024, 4, 12)
PEOPLE = ("diachinh", "vanphong", "chutich", "to3")
Seen = dict[str, list[str]]


def seen() -> Seen:
    """Each one's things to do: the verb, with "!" once its due date has passed."""
    from dialogue.core import clock

    return {
        who: [
            todo.verb + ("!" if todo.due_on and todo.due_on < clock.today() else "")
            for todo in home.todos(person(who))
            if "/plans/" not in todo.url  # the plan of the year is not looked at here
        ]
        for who in PEOPLE
    }


def test_what_each_person_sees_each_day() -> None:
    told: list[tuple[date, Seen]] = []
    with time_machine.travel(moment(HELD), tick=False) as clock:
        meeting = make_meeting(held_on=HELD)
        conclusion = conclude(make_opinion(meeting))
        for number in range(64):
            day = HELD + timedelta(days=number)
            clock.move_to(moment(day))
            _act_of(day, meeting, conclusion)
            remind(moment(day))
            now = seen()
            if not told or told[-1][1] != now:
                told.append((day, now))
    assert told == [
        # The notice is the office's to write, by 02/05: ten working days, 30/4 off.
        (date(2024, 4, 12), _row(vanphong=["Soạn"])),
        (date(2024, 4, 26), _row(vanphong=["Ban hành"])),
        # Issued: the unit owes an answer by 29/05; the office publishes.
        (date(2024, 5, 2), _row(diachinh=["Soạn trả lời"], vanphong=["Công khai"])),
        (date(2024, 5, 3), _row(diachinh=["Soạn trả lời"])),
        # Late from 30/05, not on 29/05.
        (date(2024, 5, 30), _row(diachinh=["Soạn trả lời!"], vanphong=["Đôn đốc!"])),
        # An interim reply moves the date to 12/06; it waits to be published.
        (date(2024, 5, 31), _row(diachinh=["Soạn trả lời"], vanphong=["Công khai!"])),
        (date(2024, 6, 3), _row(diachinh=["Soạn trả lời"])),
        # Answered: the group leader says whether it holds.
        (date(2024, 6, 12), _row(vanphong=["Công khai!"], to3=["Xác nhận"])),
        (date(2024, 6, 13), _row(to3=["Xác nhận"])),
    ]


def _row(**todos: list[str]) -> Seen:
    return {who: todos.get(who, []) for who in PEOPLE}


def _act_of(day: date, meeting: object, conclusion: object) -> None:
    """What people did on that day."""
    office = person("vanphong")
    if day == date(2024, 4, 26):
        approved_notice(meeting)  # type: ignore[arg-type]
    notice = conclusion.notice  # type: ignore[attr-defined]
    if day == date(2024, 5, 2):
        actions.issue_notice(notice, issued_on=day, actor=office)
    if day == date(2024, 5, 31):
        _answer(conclusion, interim(date(2024, 6, 10)), day)
    if day == date(2024, 6, 12):
        _answer(conclusion, Text(words="Đã sửa.", settled=True), day)
    if day in (date(2024, 5, 3), date(2024, 6, 3), date(2024, 6, 13)):
        publish(notice, actor=office)


def _answer(conclusion: object, text: Text, day: date) -> None:
    reply = draft(assignment_of(conclusion), text)  # type: ignore[arg-type]
    actions.submit_reply(reply, actor=person("diachinh"))
    actions.approve_reply(reply, actor=person("chutich"))
    actions.issue_reply(reply, issued_on=day, actor=person("vanphong"))
