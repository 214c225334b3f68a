"""Due dates in words."""

from __future__ import annotations

from datetime import date

import pytest

from dialogue.deadlines.calendar import WorkingCalendar
from dialogue.deadlines.facts import DueDateResult
from dialogue.deadlines.models import DueDate
from dialogue.deadlines.table import SHIPPED_ROWS
from dialogue.deadlines.words import due_text, due_tone

CALENDAR = WorkingCalendar(SHIPPED_ROWS)


def stored(result: DueDateResult) -> DueDate:
    return DueDate(due_on=result.due_on, is_confirmed=result.is_confirmed, facts=result.to_facts())


@pytest.mark.parametrize(
    ("today", "words", "tone"),
    [
        (date(2024, 6, 7), "còn 3 ngày làm việc (thứ Tư 12/06/2024)", "calm"),
        (date(2024, 6, 9), "còn 3 ngày làm việc (thứ Tư 12/06/2024)", "soon"),
        (date(2024, 6, 11), "còn 1 ngày làm việc (thứ Tư 12/06/2024)", "soon"),
        (date(2024, 6, 12), "hôm nay (thứ Tư 12/06/2024)", "today"),
        (date(2024, 6, 14), "quá hạn 2 ngày làm việc (thứ Tư 12/06/2024)", "late"),
    ],
)
def test_working_days(today: date, words: str, tone: str) -> None:
    due = stored(CALENDAR.add_working_days(date(2024, 5, 2), 30))
    assert due_text(due, today, CALENDAR) == words
    assert due_tone(due, today) == tone


def test_late_over_a_weekend_is_late() -> None:
    due = stored(CALENDAR.add_working_days(date(2024, 6, 13), 1))  # Friday
    assert due_text(due, date(2024, 6, 16), CALENDAR) == "quá hạn 2 ngày (thứ Sáu 14/06/2024)"


def test_calendar_rules_are_told_in_plain_days() -> None:
    due = stored(CALENDAR.days_before(date(2024, 4, 22), 10))
    assert due_text(due, date(2024, 4, 6), CALENDAR) == "còn 6 ngày (thứ Sáu 12/04/2024)"


def test_an_expected_day_says_so_stored_or_previewed() -> None:
    result = CALENDAR.add_working_days(date(2026, 12, 25), 10)
    words = "còn 10 ngày làm việc (thứ Hai 11/01/2027, dự kiến)"
    assert due_text(stored(result), date(2026, 12, 25), CALENDAR) == words
    assert due_text(result, date(2026, 12, 25), CALENDAR) == words


def test_no_due_date_is_no_words() -> None:
    assert (due_text(None), due_tone(None)) == ("", "")
