"""The plan's rules and, where it is switched on, later law's."""

from __future__ import annotations

from datetime import date

import pytest

from dialogue.core.errors import InvalidInput
from dialogue.deadlines.calendar import WorkingCalendar
from dialogue.deadlines.facts import CalendarRow, DueDateResult, earlier_of
from dialogue.deadlines.rules import RULES, compute, compute_under, get_rule
from dialogue.deadlines.table import SHIPPED_ROWS

CALENDAR = WorkingCalendar(SHIPPED_ROWS)
MEETING = date(2024, 4, 12)
NOTICE = date(2024, 5, 2)


@pytest.mark.parametrize(
    ("code", "anchor", "due"),
    [
        ("opinions", MEETING, date(2024, 4, 2)),
        ("delegates", MEETING, date(2024, 4, 7)),  # a Sunday: never rolled
        ("prepared_answers", MEETING, date(2024, 4, 9)),
        ("notice", MEETING, date(2024, 5, 2)),
        ("assignment", NOTICE, date(2024, 5, 29)),
        ("interim", NOTICE, date(2024, 6, 12)),
        ("media_notice", MEETING, date(2024, 4, 5)),
        ("youth_programme", MEETING, date(2024, 3, 13)),
        ("results_public", MEETING, date(2024, 4, 22)),
        ("meeting_minus_1", MEETING, date(2024, 4, 11)),
        ("meeting_plus_5", MEETING, date(2024, 4, 17)),
        ("meeting_plus_5_working", MEETING, date(2024, 4, 22)),
    ],
)
def test_each_rule(code: str, anchor: date, due: date) -> None:
    rule = get_rule(code)
    result = compute(rule, anchor, CALENDAR)
    assert (result.due_on, result.rule, result.basis) == (due, code, rule.basis)
    assert DueDateResult.from_facts(result.to_facts()) == result


def test_interim_is_one_clock_from_the_notice() -> None:
    twenty = compute(RULES["assignment"], NOTICE, CALENDAR).due_on
    interim = compute(RULES["interim"], NOTICE, CALENDAR).due_on
    assert interim == CALENDAR.add_working_days(twenty, 10).due_on
    assert interim < CALENDAR.add_working_days(twenty, 30).due_on


def test_rules_in_words() -> None:
    assert RULES["notice"].text == "Chậm nhất 10 ngày làm việc sau ngày đối thoại"
    assert RULES["opinions"].text == "Trước ngày đối thoại 10 ngày"
    assert (
        RULES["assignment"].with_count(15).text
        == "Chậm nhất 15 ngày làm việc sau ngày có thông báo kết luận"
    )


@pytest.mark.parametrize("code", ["", "nothing", "meeting_minus_5_working", "meeting_minus_"])
def test_an_unknown_rule_is_refused(code: str) -> None:
    with pytest.raises(InvalidInput, match="quy tắc"):
        get_rule(code)


def test_under_current_law_the_earlier_date_holds_and_both_are_kept() -> None:
    by_plan = compute_under("plan_2024", RULES["notice"], MEETING, CALENDAR)
    assert (by_plan.due_on, by_plan.others) == (date(2024, 5, 2), ())
    both = compute_under("current_law", RULES["notice"], MEETING, CALENDAR)
    assert (both.due_on, both.rule) == (date(2024, 4, 22), "results_public")
    assert [(o.rule, o.due_on) for o in both.others] == [("notice", date(2024, 5, 2))]
    assert DueDateResult.from_facts(both.to_facts()) == both


def test_recomputing_looks_at_every_rule_again() -> None:
    both = compute_under("current_law", RULES["notice"], MEETING, CALENDAR)
    calendar = CALENDAR
    for day in range(22, 27):  # the law's day becomes a day off and rolls
        calendar = calendar.with_row(CalendarRow(date(2024, 4, day), False, "Nghỉ", "CV"))
    again = calendar.recompute(both)
    assert {again.rule, *(o.rule for o in again.others)} == {"notice", "results_public"}
    assert again.due_on == min(again.due_on, *(o.due_on for o in again.others))
    assert again.due_on == date(2024, 5, 2)


def test_earlier_of_keeps_the_first_among_equals() -> None:
    one = CALENDAR.days_before(MEETING, 3).named("a", "", "")
    other = CALENDAR.days_before(MEETING, 3).named("b", "", "")
    assert earlier_of(one, other).rule == "a"
