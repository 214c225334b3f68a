"""Due dates in words: "còn 3 ngày làm việc (thứ Tư 12/06/2024)"."""

from __future__ import annotations

from datetime import date

from flask import Flask

from dialogue.core import clock
from dialogue.deadlines.calendar import WorkingCalendar
from dialogue.deadlines.facts import WORKING, DueDateResult
from dialogue.deadlines.models import DueDate
from dialogue.deadlines.queries import load_calendar

SOON_DAYS = 3
Due = DueDate | DueDateResult  # stored, or only previewed


def due_text(
    due: Due | None, today: date | None = None, calendar: WorkingCalendar | None = None
) -> str:
    """How long is left or how late it is, with the day; empty for no due date.

    A rule in working days is told in working days, any other in plain days. Due today is
    not late (BLDS 2015, 148).
    """
    if due is None:
        return ""
    today = today or clock.today()
    return f"{due_left(due, today, calendar)} ({due_day(due)})"


def due_day(due: Due) -> str:
    """``thứ Tư 12/06/2024``, with "dự kiến" where the calendar may still change."""
    day = f"{clock.WEEKDAYS[due.due_on.weekday()]} {clock.show_date(due.due_on)}"
    return day if due.is_confirmed else f"{day}, dự kiến"


def due_left(due: Due, today: date | None = None, calendar: WorkingCalendar | None = None) -> str:
    """``còn 3 ngày làm việc``, ``hôm nay``, ``quá hạn 2 ngày``."""
    today = today or clock.today()
    days = (due.due_on - today).days
    if days == 0:
        return "hôm nay"
    unit = "ngày"
    counted_in = due.unit if isinstance(due, DueDateResult) else due.facts.get("unit")
    if counted_in == WORKING:
        working = (calendar or load_calendar()).working_days_between(today, due.due_on)
        # Late over a weekend only: no working day has passed, yet it is late.
        if working:
            days, unit = working, "ngày làm việc"
    return f"còn {days} {unit}" if days > 0 else f"quá hạn {-days} {unit}"


def due_tone(due: Due | None, today: date | None = None) -> str:
    """``late``, ``today``, ``soon`` (three days or less) or ``calm``; empty for none."""
    if due is None:
        return ""
    days = (due.due_on - (today or clock.today())).days
    if days < 0:
        return "late"
    if days == 0:
        return "today"
    return "soon" if days <= SOON_DAYS else "calm"


def register(app: Flask) -> None:
    """Give templates the filters ``due_text``, ``due_left``, ``due_day``, ``due_tone``."""
    app.jinja_env.filters.update(
        due_text=due_text, due_left=due_left, due_day=due_day, due_tone=due_tone
    )
