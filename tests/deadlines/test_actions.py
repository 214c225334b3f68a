"""Setting and moving due dates; changing the calendar and what moves with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Select, func, select

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines import actions, holders, queries
from dialogue.deadlines.models import CalendarDay, CalendarYear, DueDate
from dialogue.deadlines.rules import RULES
from dialogue.extensions import db
from dialogue.followup.models import Assignment
from dialogue.history.models import HistoryEvent
from dialogue.history.queries import timeline
from dialogue.plans.models import Meeting, Task
from tests.deadlines.support import make_meeting, make_task


def _calendar_events() -> Select[tuple[int]]:
    kinds = ("calendar_day", "calendar_year", "due_date")
    return select(func.count()).where(HistoryEvent.subject_type.in_(kinds))


pytestmark = pytest.mark.usefixtures("app")

MEETING = date(2024, 4, 12)
Find = Callable[[str], Account]


@pytest.fixture(autouse=True)
def own_holders(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers ends with it."""
    monkeypatch.setattr(holders, "_known", dict(holders._known))


@pytest.fixture(autouse=True)
def april_2024() -> Iterator[None]:
    with time_machine.travel("2024-04-12T03:00:00+00:00", tick=False):
        yield


def change(actor: Account, day: date = date(2024, 4, 15), **other: object) -> CalendarDay:
    values = {"is_working": False, "name": "Nghỉ tránh bão", "source": "Công điện 1", **other}
    return actions.change_calendar_day(actor=actor, day=day, **values)  # type: ignore[arg-type]


def test_set_due_stores_the_date_and_its_reasons() -> None:
    due = actions.set_due("notice", MEETING)
    db.session.expire_all()
    assert (due.due_on, due.start_on, due.rule) == (date(2024, 5, 2), MEETING, "notice")
    assert due.label == "Thông báo kết luận"
    assert due.is_confirmed
    result = queries.result_of(due)
    assert result is not None
    assert result.basis == "Kế hoạch II.4.3"
    assert [d.date.day for d in result.holidays_skipped] == [18, 29, 30, 1]


def test_set_due_with_the_offices_number_and_under_current_law() -> None:
    assert actions.set_due("notice", MEETING, count=5).due_on == date(2024, 4, 22)
    both = actions.set_due("notice", MEETING, rule_set="current_law", label="Kết luận đợt 1")
    assert (both.due_on, both.label) == (date(2024, 4, 22), "Kết luận đợt 1")
    assert queries.preview_due("notice", MEETING, rule_set="current_law") == queries.result_of(both)
    with pytest.raises(InvalidInput):
        actions.set_due("unknown", MEETING)
    assert db.session.scalar(select(func.count()).select_from(DueDate)) == 2


def test_a_named_day_is_kept_as_named() -> None:
    due = actions.set_due_on(date(2024, 4, 14), label="Treo băng rôn", basis="Kế hoạch III.4")
    assert due.due_on == date(2024, 4, 14)
    result = queries.result_of(due)
    assert result is not None
    assert "Chủ nhật" in result.warning


def test_due_today_is_not_overdue() -> None:
    due = actions.set_due("notice", MEETING)
    assert not due.is_overdue(date(2024, 5, 2))
    assert due.is_overdue(date(2024, 5, 3))
    with time_machine.travel("2024-05-02T16:59:00+00:00"):  # 23:59 in the ward
        assert not due.is_overdue()
    with time_machine.travel("2024-05-02T17:00:00+00:00"):  # 00:00 of the next day
        assert due.is_overdue()


def test_move_due_supersedes_on_record(account: Find) -> None:
    old = actions.set_due("notice", MEETING, count=5)
    new = actions.move_due(old, actor=account("vanphong"), why="Dời buổi", start=date(2024, 5, 10))
    assert old.due_on == date(2024, 4, 22)
    assert (new.replaces_id, new.why_moved) == (old.id, "Dời buổi")
    assert new.due_on == date(2024, 5, 17)  # the office's own five days are kept
    assert queries.superseded_by(old) == new
    assert queries.earlier_dues(new) == [old]
    (event,) = timeline(new)
    assert event.label == "Dời hạn từ 22/04/2024 sang 17/05/2024"
    assert (event.reason, event.actor_name) == ("Dời buổi", account("vanphong").full_name)


def test_move_due_to_a_day_or_another_rule(account: Find) -> None:
    office = account("vanphong")
    due = actions.set_due("assignment", date(2024, 5, 2))
    interim = actions.move_due(due, actor=office, why="Cần xác minh", rule="interim")
    assert (interim.rule, interim.due_on) == ("interim", date(2024, 6, 12))  # one clock
    named = actions.move_due(interim, actor=office, why="Gia hạn", on=date(2024, 6, 20))
    assert (named.rule, named.due_on) == ("on_date", date(2024, 6, 20))
    again = actions.move_due(named, actor=office, why="Dời", start=date(2024, 6, 1))
    assert again.due_on == date(2024, 6, 20)
    assert [d.id for d in queries.earlier_dues(again)] == [named.id, interim.id, due.id]


def test_move_due_guards(account: Find) -> None:
    office = account("vanphong")
    due = actions.set_due("notice", MEETING)
    with pytest.raises(InvalidInput) as error:
        actions.move_due(due, actor=office, why="  ", start=date(2024, 5, 10))
    assert error.value.field == "reason"
    with pytest.raises(ValueError, match="either"):
        actions.move_due(due, actor=office, why="x")
    with pytest.raises(ValueError, match="either"):
        actions.move_due(due, actor=office, why="x", on=MEETING, start=MEETING)
    actions.move_due(due, actor=office, why="Dời buổi", start=date(2024, 5, 10))
    with pytest.raises(Conflict):
        actions.move_due(due, actor=office, why="Dời nữa", start=date(2024, 5, 11))
    assert db.session.scalar(select(func.count()).select_from(DueDate)) == 2


def test_a_due_date_of_a_failed_act_is_not_kept() -> None:
    with pytest.raises(RuntimeError), unit_of_work():
        actions.set_due("notice", MEETING)
        raise RuntimeError
    assert db.session.scalar(select(func.count()).select_from(DueDate)) == 0


def test_the_first_change_fills_the_tables_with_what_is_shipped(account: Find) -> None:
    change(account("vanphong"))
    days = db.session.scalars(select(CalendarDay.day).order_by(CalendarDay.day)).all()
    assert days == [date(2024, 4, 15), date(2026, 1, 2), date(2026, 1, 10)]
    years = db.session.scalars(select(CalendarYear.year).where(CalendarYear.confirmed)).all()
    assert sorted(years) == [2024, 2025, 2026]
    actions.ship_calendar()
    assert db.session.scalar(select(func.count()).select_from(CalendarDay)) == 3


def test_change_day_is_on_record_and_read_at_once(account: Find) -> None:
    row = change(account("quantri"))
    assert not queries.load_calendar().is_working_day(date(2024, 4, 15))
    change(account("quantri"), is_working=True, name="Vẫn làm việc")
    assert queries.load_calendar().is_working_day(date(2024, 4, 15))
    first, second = timeline(row)
    assert first.label == "Ghi 15/04/2024 là ngày nghỉ"
    assert first.details["before"] is None
    assert second.details["before"] == first.details["after"]


def test_only_office_and_admin_keep_the_calendar(account: Find) -> None:
    for username in ("to1", "motcua", "matran", "doan", "chutich", "phochutich"):
        person = account(username)
        with pytest.raises(NotAllowed):
            change(person)
        with pytest.raises(NotAllowed):
            actions.remove_calendar_day(actor=person, day=date(2026, 1, 2), reason="x")
        with pytest.raises(NotAllowed):
            actions.confirm_year(actor=person, year=2027, confirmed=True, source="x")
        with pytest.raises(NotAllowed):
            actions.confirm_moves(actor=person, expected={})
    assert db.session.scalar(_calendar_events()) == 0


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("source", "")])
def test_a_change_needs_name_and_source(account: Find, field: str, value: str) -> None:
    with pytest.raises(InvalidInput) as error:
        change(account("vanphong"), **{field: value})
    assert error.value.field == field


def test_a_change_moves_only_what_is_confirmed(account: Find, unit: Callable[[str], Unit]) -> None:
    meeting = make_meeting()
    moved = make_task(meeting, unit("van-phong"), title="Thông báo kết luận")
    kept = make_task(meeting, unit("van-hoa"), title="Viết bài")
    make_task(meeting, unit("cong-an"), rule="opinions", title="Đếm ngược")  # never rolls
    done = make_task(meeting, unit("mot-cua"), title="Đã xong", done=True)
    holders.register_holder(
        Task.due_id, is_open=lambda: Task.state == "open", describe=lambda task: task.title
    )
    row = queries.CalendarRow(date(2024, 4, 15), False, "Nghỉ tránh bão", "Công điện 1")
    would = queries.dues_that_would_move(queries.load_calendar().with_row(row))
    assert [(m.things, m.result.due_on) for m in would] == [
        (["Thông báo kết luận"], date(2024, 5, 3)),
        (["Viết bài"], date(2024, 5, 3)),
    ]
    before = moved.due
    assert before is not None
    version = moved.version
    change(account("vanphong"), move={before.id: date(2024, 5, 3)})
    assert moved.due is not None
    assert (moved.due.due_on, moved.due.replaces_id) == (date(2024, 5, 3), before.id)
    assert moved.version == version + 1
    assert kept.due is not None
    assert kept.due.due_on == date(2024, 5, 2)
    assert done.due is not None
    assert done.due.due_on == date(2024, 5, 2)
    assert timeline(moved)[-1].label == "Dời hạn từ 02/05/2024 sang 03/05/2024"
    assert "Nghỉ tránh bão" in timeline(moved)[-1].reason
    assert [m.things for m in queries.dues_that_would_move()] == [["Viết bài"]]
    (again,) = actions.confirm_moves(
        actor=account("vanphong"), expected={kept.due.id: date(2024, 5, 3)}
    )
    assert kept.due_id == again.id
    assert queries.dues_that_would_move() == []


def test_one_due_date_of_two_things_moves_for_both(
    account: Find, unit: Callable[[str], Unit]
) -> None:
    meeting = make_meeting()
    first = make_task(meeting, unit("van-phong"))
    second = make_task(meeting, unit("van-hoa"), due=first.due)
    assert first.due_id is not None
    change(account("vanphong"), move={first.due_id: date(2024, 5, 3)})
    assert first.due_id == second.due_id
    assert first.due is not None
    assert first.due.due_on == date(2024, 5, 3)


def test_a_move_that_is_no_longer_so_changes_nothing(
    account: Find, unit: Callable[[str], Unit]
) -> None:
    task = make_task(make_meeting(), unit("van-phong"))
    assert task.due_id is not None
    with pytest.raises(Conflict, match="vừa thay đổi"):
        change(account("vanphong"), move={task.due_id: date(2024, 5, 9)})
    assert queries.load_calendar().is_working_day(date(2024, 4, 15))
    assert db.session.get(CalendarDay, date(2024, 4, 15)) is None
    with pytest.raises(Conflict):
        actions.confirm_moves(actor=account("vanphong"), expected={999: date(2024, 5, 9)})


def test_the_holder_is_told(account: Find, unit: Callable[[str], Unit]) -> None:
    told: list[tuple[str, date, date]] = []
    holders.register_holder(
        Task.due_id,
        is_open=lambda: Task.state == "open",
        moved=lambda _actor, task, old, new: told.append((task.title, old.due_on, new.due_on)),
    )
    task = make_task(make_meeting(), unit("van-phong"))
    assert task.due_id is not None
    change(account("vanphong"), move={task.due_id: date(2024, 5, 3)})
    assert told == [("Thông báo kết luận", date(2024, 5, 2), date(2024, 5, 3))]


def test_confirming_a_year_makes_its_due_dates_sure(
    account: Find, unit: Callable[[str], Unit]
) -> None:
    task = make_task(make_meeting(), unit("van-phong"), start=date(2026, 12, 25))
    assert task.due is not None
    assert not task.due.is_confirmed
    (move,) = queries.dues_that_would_move(queries.load_calendar().with_year(2027, True))
    assert move.is_same_day
    actions.confirm_year(
        actor=account("vanphong"),
        year=2027,
        confirmed=True,
        source="Thông báo số 1",
        move={task.due.id: task.due.due_on},
    )
    assert task.due.is_confirmed
    assert timeline(task)[-1].label == "Hạn 11/01/2027 được tính lại, không đổi ngày"
    assert queries.year_sources()[2027] == "Thông báo số 1"


def test_removing_a_day_brings_the_public_table_back(account: Find) -> None:
    office = account("vanphong")
    with pytest.raises(InvalidInput):
        actions.remove_calendar_day(actor=office, day=date(2026, 1, 2), reason=" ")
    actions.remove_calendar_day(actor=office, day=date(2026, 1, 2), reason="Ghi nhầm")
    assert queries.load_calendar().is_working_day(date(2026, 1, 2))
    with pytest.raises(Conflict):
        actions.remove_calendar_day(actor=office, day=date(2026, 1, 2), reason="Ghi nhầm")
    event = db.session.scalars(select(HistoryEvent).order_by(HistoryEvent.id.desc())).first()
    assert event is not None
    assert (event.subject_type, event.subject_id) == ("calendar_day", 20260102)


def test_every_column_that_names_a_due_date_is_found() -> None:
    found = {str(holder.column) for holder in holders.all_holders()}
    expected = (Task.due_id, Assignment.due_id, Meeting.notice_due_id)
    assert {str(column) for column in expected} <= found
    assert not any(name.startswith("DueDate.") for name in found)


def test_the_calendar_is_read_once_in_a_request(
    app: Flask, count_queries: Callable[[], object]
) -> None:
    with count_queries() as counted:  # type: ignore[attr-defined]
        for _ in range(50):
            queries.load_calendar()
    assert len(counted) == 2


def test_rules_of_the_plan_are_all_storable() -> None:
    for code in RULES:
        assert actions.set_due(code, MEETING).rule == code
