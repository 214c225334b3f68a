"""Announcing a date and moving it: every due date follows, everyone concerned is told (B2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.core.clock import local
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import move_due, set_due
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Task
from tests.plans.conftest import HELD, at

Find = Callable[[str], Account]
LATER = date(2024, 4, 19)


def dues(meeting: Meeting) -> dict[str, date]:
    return {t.rule: t.due.due_on for t in queries.tasks_of_meeting(meeting) if t.due}


def test_announcing_sets_every_due_date(announced: Meeting) -> None:
    assert announced.state == "announced"
    assert announced.held_on == HELD
    assert announced.opinions_due is not None
    assert announced.answers_due is not None
    assert announced.notice_due is not None
    assert announced.opinions_due.due_on == date(2024, 4, 2)
    assert announced.answers_due.due_on == date(2024, 4, 9)
    assert announced.notice_due.due_on == date(2024, 5, 2)
    assert all(task.due for task in queries.tasks_of_meeting(announced))
    assert dues(announced) == {
        "opinions": date(2024, 4, 2),
        "meeting_minus_10": date(2024, 4, 2),
        "meeting_minus_7": date(2024, 4, 5),
        "meeting_minus_5": date(2024, 4, 7),
        "prepared_answers": date(2024, 4, 9),
        "meeting_minus_3": date(2024, 4, 9),
        "meeting_minus_1": date(2024, 4, 11),
        "meeting_plus_3_working": date(2024, 4, 17),
        "meeting_plus_30_working": date(2024, 5, 29),
    }


def test_the_other_meeting_keeps_waiting(announced: Meeting) -> None:
    other = announced.plan.meetings[1]
    assert other.state == "planned"
    assert dues(other) == {}


def test_the_preview_is_what_is_then_stored(meeting: Meeting, account: Find) -> None:
    shown = queries.preview_date(meeting, HELD)
    assert db.session.scalar(select(func.count()).select_from(DueDate)) == 0
    actions.announce_date(meeting, starts_at=at(HELD), actor=account("vanphong"))
    for day in (HELD, LATER):
        if day != HELD:
            shown = queries.preview_date(meeting, day)
            actions.move_date(
                meeting, starts_at=at(day), reason="Bão số 2", actor=account("vanphong")
            )
        stored = queries.preview_date(meeting, day)
        expected = [(line.what, line.who, line.result) for line in shown.lines]
        assert sorted(expected, key=str) == sorted(
            ((line.what, line.who, line.result) for line in stored.lines), key=str
        )
        assert all(line.old and line.old.due_on == line.result.due_on for line in stored.lines)
        assert not any(line.is_moved for line in stored.lines)


def test_the_preview_groups_units_and_warns_of_days_off(meeting: Meeting) -> None:
    change = queries.preview_date(meeting, HELD)
    groups = next(line for line in change.lines if line.what.startswith("Mời đại biểu của tổ"))
    assert groups.who == tuple(f"Tổ {n}" for n in range(1, 9))
    assert groups.result.due_on == date(2024, 4, 7)  # a Sunday: never rolled, only warned of
    assert groups.result.suggested_on == date(2024, 4, 5)
    assert change.warnings == ()
    days = [line.result.due_on for line in change.lines]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 3, 24), "Chỉ còn 6 ngày"),
        (date(2024, 4, 30), "ngày nghỉ"),
        (date(2025, 4, 11), "không thuộc năm 2024"),
    ],
)
def test_the_preview_warns(meeting: Meeting, day: date, words: str) -> None:
    assert any(words in warning for warning in queries.preview_date(meeting, day).warnings)


def test_the_preview_tells_of_another_meeting_on_that_day(announced: Meeting) -> None:
    warnings = queries.preview_date(announced.plan.meetings[1], HELD).warnings
    assert "Đợt 1 năm 2024 cũng họp ngày này, lúc 07:30." in warnings


def test_a_short_time_shows_which_due_dates_have_passed(meeting: Meeting) -> None:
    lines = queries.preview_date(meeting, date(2024, 3, 24)).lines
    assert {line.result.due_on for line in lines if line.is_passed} == {
        date(2024, 3, 14),
        date(2024, 3, 17),
    }


def test_an_unconfirmed_year_says_so(meeting: Meeting) -> None:
    late = queries.preview_date(meeting, date(2027, 2, 1)).lines
    assert not all(line.result.is_confirmed for line in late)


@pytest.mark.parametrize("username", ["chutich", "phochutich", "quantri", "matran", "to3"])
def test_only_the_office_announces(meeting: Meeting, account: Find, username: str) -> None:
    with pytest.raises(NotAllowed):
        actions.announce_date(meeting, starts_at=at(HELD), actor=account(username))
    assert meeting.state == "planned"


def test_a_day_that_has_passed_is_refused(meeting: Meeting, account: Find) -> None:
    with pytest.raises(InvalidInput, match="đã qua") as refusal:
        actions.announce_date(meeting, starts_at=at(date(2024, 3, 17)), actor=account("vanphong"))
    assert refusal.value.field == "day"
    assert meeting.starts_at is None
    today = date(2024, 3, 18)
    actions.announce_date(meeting, starts_at=at(today), actor=account("vanphong"))
    assert meeting.held_on == today


def test_an_end_before_the_start_is_refused(meeting: Meeting, account: Find) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.announce_date(
            meeting, starts_at=at(HELD), ends_at=at(HELD, 7, 0), actor=account("vanphong")
        )
    assert refusal.value.field == "ends"


def test_twice_and_stale_are_conflicts(announced: Meeting, account: Find) -> None:
    with pytest.raises(Conflict, match="đã được công bố"):
        actions.announce_date(announced, starts_at=at(LATER), actor=account("vanphong"))
    with pytest.raises(Conflict):
        actions.move_date(
            announced, starts_at=at(LATER), reason="Bão", actor=account("vanphong"), version=1
        )
    assert announced.held_on == HELD


def test_everyone_concerned_is_told(announced: Meeting, account: Find) -> None:
    told = {n.unit_id for n in db.session.scalars(select(Notification)) if n.unit_id}
    assert told == {t.unit_id for t in queries.tasks_of_meeting(announced)}
    people = {n.account_id for n in db.session.scalars(select(Notification)) if n.account_id}
    assert people == {account("chutich").id, account("phochutich").id}
    texts = set(db.session.scalars(select(Notification.text)))
    assert texts == {
        "Đợt 1 năm 2024 được tổ chức lúc 07:30 thứ Sáu, 12/04/2024 tại Hội trường UBND phường "
        "Chánh Lộ. Hạn của các nhiệm vụ đã được tính."
    }


def test_announcing_is_on_record(announced: Meeting, account: Find) -> None:
    event = timeline(announced)[-1]
    assert event.verb == "announce"
    assert event.label == "Công bố ngày đối thoại: 07:30 thứ Sáu, 12/04/2024"
    assert (event.from_state, event.to_state) == ("planned", "announced")
    assert event.actor_id == account("vanphong").id


def test_moving_supersedes_every_due_date(announced: Meeting, account: Find) -> None:
    before = dues(announced)
    old_id = announced.opinions_due_id
    actions.move_date(
        announced,
        starts_at=at(LATER, 14, 0),
        ends_at=at(LATER, 16, 30),
        reason="Trùng lịch họp của thành phố",
        actor=account("vanphong"),
    )
    assert announced.state == "announced"
    assert announced.starts_at is not None
    assert local(announced.starts_at).hour == 14
    assert announced.opinions_due is not None
    assert announced.opinions_due.due_on == date(2024, 4, 9)
    assert announced.opinions_due.replaces_id == old_id
    after = dues(announced)
    assert after["meeting_plus_3_working"] == date(2024, 4, 24)
    assert after["meeting_plus_30_working"] == date(2024, 6, 4)
    assert {rule for rule in after if after[rule] == before[rule]} == set()
    event = timeline(announced)[-1]
    assert event.reason == "Trùng lịch họp của thành phố"
    assert "từ 07:30 thứ Sáu, 12/04/2024 sang 14:00 thứ Sáu, 19/04/2024" in event.label
    task = queries.tasks_of_meeting(announced)[0]
    assert timeline(task)[-1].label.startswith("Dời hạn từ")


def test_moving_only_the_hour_leaves_the_due_dates(announced: Meeting, account: Find) -> None:
    before = {t.id: t.due_id for t in queries.tasks_of_meeting(announced)}
    actions.move_date(
        announced, starts_at=at(HELD, 14, 0), reason="Mất điện buổi sáng", actor=account("vanphong")
    )
    assert {t.id: t.due_id for t in queries.tasks_of_meeting(announced)} == before


def test_moving_needs_a_reason_and_tells_it(announced: Meeting, account: Find) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.move_date(announced, starts_at=at(LATER), reason="  ", actor=account("vanphong"))
    assert refusal.value.field == "reason"
    count = db.session.scalar(select(func.count()).select_from(Notification))
    actions.move_date(announced, starts_at=at(LATER), reason="Bão số 2", actor=account("vanphong"))
    lines = list(db.session.scalars(select(Notification).order_by(Notification.id)))[count:]
    assert lines
    assert all("Bão số 2" in line.text and "19/04/2024" in line.text for line in lines)


def test_a_date_cannot_be_moved_once_it_began(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=account("chutich"))
    with pytest.raises(Conflict, match="Không dời được"):
        actions.move_date(announced, starts_at=at(LATER), reason="Bão", actor=account("vanphong"))


def test_a_due_date_fixed_by_hand_stays_when_the_meeting_moves(
    announced: Meeting, account: Find
) -> None:
    task = queries.tasks_of_meeting(announced)[0]
    with unit_of_work():
        assert task.due is not None
        task.due = move_due(
            task.due, actor=account("vanphong"), why="Gia hạn", on=date(2024, 4, 10)
        )
    actions.move_date(announced, starts_at=at(LATER), reason="Bão", actor=account("vanphong"))
    assert task.due is not None
    assert task.due.due_on == date(2024, 4, 10)


def test_a_due_date_of_somebody_else_stays(announced: Meeting, account: Find) -> None:
    with unit_of_work():
        other = set_due("notice", HELD)
    actions.move_date(announced, starts_at=at(LATER), reason="Bão", actor=account("vanphong"))
    assert db.session.scalar(select(DueDate.id).where(DueDate.replaces_id == other.id)) is None


@pytest.mark.parametrize(
    ("ordinal", "rule", "due"),
    [(0, "media_notice", date(2024, 4, 5)), (1, "youth_programme", date(2024, 3, 13))],
)
def test_current_law_adds_its_own_and_acts_on_the_earlier(
    meeting: Meeting, account: Find, ordinal: int, rule: str, due: date
) -> None:
    with unit_of_work():
        meeting.plan.rule_set = "current_law"
    meeting = meeting.plan.meetings[ordinal]
    shown = [line.result.rule for line in queries.preview_date(meeting, HELD).lines]
    assert rule in shown
    actions.announce_date(meeting, starts_at=at(HELD), actor=account("vanphong"))
    task = db.session.scalars(
        select(Task).where(Task.meeting_id == meeting.id, Task.rule == rule)
    ).one()
    assert task.due is not None
    assert task.due.due_on == due
    assert task.unit.kind == "office"
    notice = meeting.notice_due
    assert notice is not None
    assert notice.due_on == date(2024, 4, 22)  # 10 calendar days: earlier than 10 working days
    assert notice.facts["others"][0]["due_on"] == "2024-05-02"
    actions.move_date(meeting, starts_at=at(LATER), reason="Bão", actor=account("vanphong"))
    assert len(list(db.session.scalars(
        select(Task).where(Task.meeting_id == meeting.id, Task.rule == rule)
    ))) == 1  # fmt: skip
