"""Late, today, soon: derived when read, by the ward's own day and calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import inspect

from dialogue.extensions import db
from dialogue.followup import queries
from dialogue.followup.models import Assignment
from dialogue.followup.queries import Lateness
from tests.followup.support import (
    assignment_of,
    conclude,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    moment,
    person,
)

DUE = date(2024, 5, 29)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 5, 21), Lateness.CALM),  # six working days before
        (date(2024, 5, 22), Lateness.SOON),  # five
        (date(2024, 5, 28), Lateness.SOON),
        (DUE, Lateness.TODAY),
        (date(2024, 5, 30), Lateness.LATE),
    ],
)
def test_lateness_by_day(day: date, expected: Lateness, notice_day: time_machine.Traveller) -> None:
    assignment = make_assignment()
    notice_day.move_to(moment(day))
    assert queries.lateness(assignment) is expected


def test_due_today_is_not_overdue_until_the_ward_s_midnight(
    notice_day: time_machine.Traveller,
) -> None:
    assignment = make_assignment()
    last_minute = datetime(2024, 5, 29, 16, 59, tzinfo=UTC)  # 23:59 in the ward
    notice_day.move_to(last_minute)
    assert queries.lateness(assignment) is Lateness.TODAY
    notice_day.move_to(last_minute + timedelta(minutes=1))
    assert queries.lateness(assignment) is Lateness.LATE


def test_no_column_holds_lateness() -> None:
    columns = {column.key for column in inspect(Assignment).columns}
    assert not {c for c in columns if "late" in c or "overdue" in c}


def test_an_extended_one_is_judged_by_the_new_date(notice_day: time_machine.Traveller) -> None:
    assignment = make_assignment()
    issued_reply(assignment, interim(date(2024, 6, 10)))
    notice_day.move_to(moment(date(2024, 5, 30)))
    assert queries.lateness(assignment) is Lateness.CALM
    notice_day.move_to(moment(date(2024, 6, 13)))
    assert queries.lateness(assignment) is Lateness.LATE


def test_an_answered_one_is_never_late(notice_day: time_machine.Traveller) -> None:
    assignment = make_assignment()
    issued_reply(assignment)
    notice_day.move_to(moment(date(2024, 7, 1)))
    assert queries.lateness(assignment) is Lateness.CALM
    assert queries.by_unit() == []


def test_units_stand_by_how_much_is_late(notice_day: time_machine.Traveller) -> None:
    first, second = make_meeting(), make_meeting(ordinal=2, held_on=date(2024, 4, 26))
    early = [conclude(make_opinion(first), lead=u) for u in ("cong-an", "cong-an", "mot-cua")]
    late = conclude(make_opinion(second), lead="mot-cua")
    issued_notice(first)
    notice_day.move_to(moment(date(2024, 5, 9)))
    issued_notice(second)
    assert assignment_of(late).due.due_on == date(2024, 6, 6)
    notice_day.move_to(moment(date(2024, 5, 30)))
    units = queries.by_unit()
    assert [unit.unit.code for unit in units] == ["cong-an", "mot-cua"]
    assert [len(unit.late) for unit in units] == [2, 1]
    assert [a.id for a in units[1].soon] == [assignment_of(late).id]
    assert {a.id for a in units[0].late} == {assignment_of(c).id for c in early[:2]}
    db.session.rollback()


def test_filters_agree_with_their_counts(notice_day: time_machine.Traveller) -> None:
    meeting = make_meeting()
    conclusions = [conclude(make_opinion(meeting)) for _ in range(4)]
    issued_notice(meeting)
    issued_reply(assignment_of(conclusions[0]))
    issued_reply(assignment_of(conclusions[1]), interim(date(2024, 6, 10)))
    notice_day.move_to(moment(date(2024, 5, 30)))
    office = person("vanphong")
    expected = {"all": 4, "todo": 3, "answered": 1, "interim": 1, "overdue": 2, "soon": 0}
    expected |= {"settled": 1, "confirmed": 0, "contested": 0}
    expected |= {"counted": 3, "on_time": 1, "answered_late": 0, "extended": 1, "today": 0}
    for state, count in expected.items():
        filed = queries.list_assignments(office, state)
        assert len(filed.rows) == count, state
        assert filed.counts == expected
    assert queries.list_assignments(person("congan"), "all").rows == []
    assert len(queries.list_assignments(person("diachinh"), "all").rows) == 4
    assert queries.list_assignments(person("quantri"), "all").counts["all"] == 0
