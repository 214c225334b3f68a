"""What this feature adds elsewhere: sight, thread, outcomes, the hall's phones, the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from dialogue.core.errors import NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines import actions as deadlines
from dialogue.deadlines.actions import set_due
from dialogue.deadlines.queries import CalendarRow, dues_that_would_move, load_calendar
from dialogue.followup import queries
from dialogue.followup.actions.replies import Text
from dialogue.hall.hooks import conclusions_of
from dialogue.opinions import hooks
from dialogue.opinions import queries as opinions
from dialogue.plans import hooks as plan_hooks
from tests.followup.support import (
    NAME,
    PHONE,
    assignment_of,
    compose,
    conclude,
    events,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    person,
    told,
)


@pytest.fixture(autouse=True)
def in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_assigned_units_see_the_opinion_once_the_notice_is_issued() -> None:
    meeting = make_meeting()
    opinion = make_opinion(meeting)
    merged = make_opinion(meeting, sender="phu-nu", merged_into_id=opinion.id, state="sent")
    conclude(opinion, supporting=["tai-chinh"])
    for username in ("diachinh", "taichinh"):
        with pytest.raises(NotAllowed):
            opinions.get(person(username), opinion.id)
    issued_notice(meeting)
    for username in ("diachinh", "taichinh"):
        assert opinions.get(person(username), opinion.id).id == opinion.id
        assert opinions.get(person(username), merged.id).id == merged.id
        assert opinions.sees_contact(person(username), opinion)
    with pytest.raises(NotAllowed):
        opinions.get(person("congan"), opinion.id)


def labels(username: str, opinion: object) -> list[str]:
    return [
        part.label or part.template
        for part in queries.thread(person(username), opinion)  # type: ignore[arg-type]
    ]


def test_the_thread_grows_step_by_step() -> None:
    meeting = make_meeting()
    opinion = make_opinion(meeting)
    assert labels("vanphong", opinion) == []
    conclusion = conclude(opinion)
    compose(meeting)
    concluded = ["Kết luận: Tiếp thu, giao giải quyết"]
    assert labels("vanphong", opinion) == concluded
    assert labels("to3", opinion) == []
    issued_notice(meeting)
    assigned = [*concluded, "followup/_thread_notice.html", "followup/_thread_assignment.html"]
    assert labels("to3", opinion) == assigned
    assignment = assignment_of(conclusion)
    issued_reply(assignment, interim(date(2024, 6, 10)))
    issued_reply(assignment, Text(words="Xong.", settled=True))
    replies = ["followup/_thread_reply.html"] * 2
    assert labels("to3", opinion) == [*assigned, *replies]


def test_the_conclusion_stands_once_in_the_whole_thread() -> None:
    meeting = make_meeting()
    opinion = make_opinion(meeting)
    conclude(opinion)
    for username, said in (
        ("vanphong", ["Kết luận: Tiếp thu, giao giải quyết"]),
        ("to3", ["Kết luận"]),  # its words come with the notice
    ):
        parts = opinions.thread(person(username), opinions.get(person(username), opinion.id))
        assert [part.label for part in parts] == said


def test_a_merged_sender_does_not_read_another_s_name() -> None:
    meeting = make_meeting()
    root = make_opinion(meeting, resident_name=NAME)
    merged = make_opinion(
        meeting, sender="phu-nu", merged_into_id=root.id, state="sent",
        resident_name="Lê Văn Tám",
    )  # fmt: skip
    conclusion = conclude(root, words=f"Giao Địa chính gặp bà {NAME}, ông Lê Văn Tám.")
    issued_notice(meeting)
    reply = issued_reply(
        assignment_of(conclusion), Text(words=f"Đã gặp bà {NAME}, ông Lê Văn Tám.", settled=True)
    )

    def read(username: str) -> tuple[str, str]:
        parts = queries.thread(person(username), merged.root)
        return parts[0].lines[0], parts[-1].context["reply"].words

    assert read("phunu") == (
        "Giao Địa chính gặp bà N.T.S.B., ông Lê Văn Tám.",
        "Đã gặp bà N.T.S.B., ông Lê Văn Tám.",
    )
    assert NAME in read("to3")[1]
    assert "Lê Văn Tám" not in read("to3")[1]
    assert read("diachinh")[1] == reply.words


def test_only_who_may_see_the_assignment_gets_its_link() -> None:
    opinion = make_assignment().conclusion.opinion
    for username, linked in (("diachinh", True), ("vanphong", True), ("to3", False)):
        part = queries.thread(person(username), opinion)[2]
        assert bool(part.context["assignment_url"]) is linked


def test_next_steps_are_those_open_now() -> None:
    meeting = make_meeting()
    opinion = make_opinion(meeting)

    def steps(username: str) -> list[str]:
        return [step.label for step in queries.next_steps(person(username), opinion)]

    assert steps("chutich") == ["Ghi kết luận"]
    assert steps("to3") == []
    conclude(opinion)
    assert steps("chutich") == ["Sửa kết luận"]
    issued_notice(meeting)
    assert steps("chutich") == []
    assert steps("diachinh") == ["Soạn văn bản trả lời"]


def test_what_became_of_earlier_ones_in_a_few_words() -> None:
    meeting = make_meeting()
    first, second, third = (make_opinion(meeting) for _ in range(3))
    settled, _open = conclude(first), conclude(second)
    conclude(third, outcome="explained", lead=None)
    issued_notice(meeting)
    issued_reply(assignment_of(settled))
    assert queries.outcomes([first.id, second.id, third.id, 999]) == {
        first.id: "Tiếp thu, giao giải quyết; trả lời số 01/UBND-VP ngày 02/05/2024, "
        "đã giải quyết xong",
        second.id: "Tiếp thu, giao giải quyết; đang giải quyết",
        third.id: "Giải thích",
    }


def test_all_hooks_are_registered() -> None:
    assert queries.assigned_opinions in hooks.assigned_clauses
    assert queries.thread in hooks.parts_of
    assert queries.next_steps in hooks.steps_of
    assert queries.outcomes in hooks.outcomes_of


def test_phones_in_the_hall_read_conclusions_without_names() -> None:
    meeting = make_meeting(state="live")
    conclude(
        make_opinion(meeting, resident_name=NAME, resident_phone=f"+84{PHONE[1:]}"),
        words=f"Giao Địa chính gặp bà {NAME} ({PHONE}).",
    )
    (shown,) = conclusions_of(meeting)
    assert shown.words == "Giao Địa chính gặp bà N.T.S.B. ([số đã ẩn])."
    assert shown.outcome == "Tiếp thu, giao giải quyết"


def test_a_day_off_that_comes_later_moves_the_assignment_when_confirmed() -> None:
    assignment = make_assignment()
    office = person("vanphong")
    day = date(2024, 5, 20)
    deadlines.change_calendar_day(
        actor=office, day=day, is_working=False, name="Nghỉ tránh bão", source="Công điện 1"
    )
    assert assignment.due.due_on == date(2024, 5, 29)
    moves = {
        move.due.id: move.result.due_on
        for move in dues_that_would_move(load_calendar())
        if move.due.id == assignment.due_id
    }
    assert moves == {assignment.due_id: date(2024, 5, 30)}
    deadlines.confirm_moves(actor=office, expected=moves)
    assert assignment.due.due_on == date(2024, 5, 30)
    assert events(assignment)[-1].verb == "move_due"
    assert "dời từ 29/05/2024 sang 30/05/2024" in told(unit="dia-chinh")[-1]


def test_an_issued_notice_settles_its_due_date() -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    compose(meeting)
    assert not plan_hooks.is_settled(meeting, "notice_due")
    issued_notice(meeting)
    assert plan_hooks.is_settled(meeting, "notice_due")
    assert not plan_hooks.is_settled(meeting, "answers_due")


def test_the_calendar_no_longer_moves_the_date_of_a_notice_that_went_out() -> None:
    meeting = make_meeting()
    with unit_of_work():
        meeting.notice_due = set_due("notice", meeting.held_on)
    conclude(make_opinion(meeting))
    compose(meeting)
    day_off = CalendarRow(date(2024, 4, 15), False, "Nghỉ tránh bão", "Công điện 1")
    calendar = load_calendar().with_row(day_off)
    assert [move.due for move in dues_that_would_move(calendar)] == [meeting.notice_due]
    issued_notice(meeting)
    assert meeting.notice_due not in [move.due for move in dues_that_would_move(calendar)]
