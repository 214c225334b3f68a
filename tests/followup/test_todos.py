"""What each role must do after the hall, step by step, and what it waits for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from dialogue.core.todo import Todo
from dialogue.followup import actions, queries
from tests.followup.support import (
    FINAL,
    approved_notice,
    approved_reply,
    assignment_of,
    compose,
    conclude,
    draft,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    moment,
    person,
)


@pytest.fixture(autouse=True)
def in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def verbs_of(username: str) -> list[str]:
    return [todo.verb for todo in queries.todos(person(username))]


def only(todos: list[Todo]) -> Todo:
    (todo,) = todos
    return todo


def test_a_matter_left_is_the_presider_s_and_the_office_s() -> None:
    meeting = make_meeting()
    make_opinion(meeting)
    make_opinion(meeting)
    todo = only(queries.todos(person("chutich")))
    assert (todo.verb, todo.count, todo.due_on) == ("Kết luận", 2, date(2024, 5, 2))
    assert todo.url == f"/meetings/{meeting.id}/conclusions"
    assert verbs_of("vanphong") == ["Kết luận"]
    for username in ("phochutich", "diachinh", "to3", "quantri"):
        assert verbs_of(username) == []


def test_a_delegated_meeting_is_the_delegate_s() -> None:
    meeting = make_meeting(presider="phochutich")
    make_opinion(meeting)
    assert verbs_of("phochutich") == ["Kết luận"]
    assert verbs_of("chutich") == []


def test_the_notice_passes_from_hand_to_hand() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    assert verbs_of("vanphong") == ["Soạn"]
    notice = compose(meeting)
    assert verbs_of("vanphong") == ["Trình duyệt"]
    assert [t.waiting_for for t in queries.waiting(person("chutich"))] == ["Văn phòng soạn"]
    actions.submit_notice(notice, actor=person("vanphong"))
    assert (verbs_of("vanphong"), verbs_of("chutich")) == ([], ["Duyệt"])
    assert [t.waiting_for for t in queries.waiting(person("vanphong"))] == ["chủ trì duyệt"]
    actions.return_notice(notice, reason="Thiếu hạn.", actor=person("chutich"))
    assert only(queries.todos(person("vanphong"))).detail == "Thiếu hạn."
    approved_notice(meeting)
    assert (verbs_of("vanphong"), verbs_of("chutich")) == (["Ban hành"], [])
    actions.issue_notice(notice, issued_on=date(2024, 5, 2), actor=person("vanphong"))
    assert (verbs_of("vanphong"), verbs_of("chutich")) == ([], [])
    assert verbs_of("diachinh") == ["Soạn trả lời"]


def test_the_reply_passes_from_hand_to_hand() -> None:
    assignment = make_assignment()
    todo = only(queries.todos(person("diachinh")))
    assert todo.due_on == date(2024, 5, 29)
    assert todo.url == f"/assignments/{assignment.id}/replies/new"
    assert verbs_of("taichinh") == []
    owed = only(queries.waiting(person("to3")))
    assert owed.waiting_for.startswith("Địa chính")
    reply = draft(assignment)
    assert only(queries.todos(person("diachinh"))).url == f"/replies/{reply.id}/edit"
    actions.submit_reply(reply, actor=person("diachinh"))
    assert (verbs_of("diachinh"), verbs_of("chutich")) == ([], ["Duyệt"])
    assert verbs_of("phochutich") == []  # nothing was delegated to him
    assert only(queries.waiting(person("diachinh"))).waiting_for == "Chủ tịch duyệt"
    actions.return_reply(reply, reason="Nêu rõ.", actor=person("chutich"))
    assert only(queries.todos(person("diachinh"))).detail == "Được trả lại: Nêu rõ."
    approved_reply_again(reply)
    assert (verbs_of("vanphong"), verbs_of("chutich")) == (["Phát hành"], [])
    assert only(queries.waiting(person("diachinh"))).waiting_for == "Văn phòng phát hành"
    actions.issue_reply(reply, issued_on=date(2024, 5, 2), actor=person("vanphong"))
    for username in ("diachinh", "vanphong", "chutich"):
        assert verbs_of(username) == []
    assert queries.waiting(person("to3")) == []


def approved_reply_again(reply: Any) -> None:
    actions.submit_reply(reply, actor=person("diachinh"))
    actions.approve_reply(reply, actor=person("chutich"))


def test_an_interim_reply_leaves_the_unit_its_work() -> None:
    assignment = make_assignment()
    issued_reply(assignment, interim(date(2024, 6, 10)))
    todo = only(queries.todos(person("diachinh")))
    assert (todo.verb, todo.due_on) == ("Soạn trả lời", date(2024, 6, 12))
    assert len(queries.waiting(person("to3"))) == 1


def test_what_is_late_is_the_office_s_to_chase(notice_day: time_machine.Traveller) -> None:
    make_assignment()
    notice_day.move_to(moment(date(2024, 5, 29)))
    assert verbs_of("vanphong") == []
    notice_day.move_to(moment(date(2024, 5, 30)))
    todo = only(queries.todos(person("vanphong")))
    assert (todo.verb, todo.count, todo.url) == ("Đôn đốc", 1, "/overdue")


def test_every_sender_of_a_merged_matter_waits_for_it() -> None:
    meeting = make_meeting()
    root = make_opinion(meeting, sender="to-3")
    make_opinion(meeting, sender="phu-nu", merged_into_id=root.id, state="sent")
    conclude(root)
    issued_notice(meeting)
    assert len(queries.waiting(person("to3"))) == 1
    assert len(queries.waiting(person("phunu"))) == 1
    assert queries.waiting(person("to4")) == []


def test_each_line_leads_to_a_page_that_opens(
    client_as: Callable[[str], FlaskClient], notice_day: time_machine.Traveller
) -> None:
    first, second, third = (make_meeting(ordinal=n) for n in (1, 2, 3))
    conclusions = [conclude(make_opinion(first)) for _ in range(3)]
    issued_notice(first)
    draft(assignment_of(conclusions[0]))
    approved_reply(assignment_of(conclusions[1]), FINAL)
    make_opinion(second)
    conclude(make_opinion(third))
    approved_notice(third)
    notice_day.move_to(moment(date(2024, 5, 30)))
    seen = set()
    for username in ("chutich", "vanphong", "diachinh", "to3"):
        user = person(username)
        for todo in (*queries.todos(user), *queries.waiting(user)):
            if todo.url.startswith("/opinions/"):
                continue
            seen.add(todo.verb)
            assert client_as(username).get(todo.url).status_code == 200, (username, todo)
    assert seen >= {"Kết luận", "Ban hành", "Phát hành", "Viết tiếp", "Soạn trả lời", "Đôn đốc"}


def test_the_first_page_asks_as_much_at_one_line_as_at_fifty(
    count_queries: Callable[[], Any],
) -> None:
    counts = []
    for ordinal, number in enumerate((1, 3, 46), start=1):
        meeting = make_meeting(ordinal=ordinal)
        for _ in range(number):
            conclude(make_opinion(meeting))
        issued_notice(meeting)
        for username in ("vanphong", "diachinh", "to3", "chutich"):
            person(username)
            with count_queries() as made:
                user = person(username)
                queries.todos(user)
                queries.waiting(user)
            counts.append((username, len(made)))
    assert len(set(counts)) == 4, counts
