"""When the ward is at work, and working days counted back from a due date."""

from __future__ import annotations

from datetime import date, datetime, time

from dialogue.core import clock
from dialogue.deadlines.queries import load_calendar

# The usual office hours; nobody is reminded outside them.
HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))


def is_working_moment(moment: datetime) -> bool:
    """Whether the ward's clock shows office hours of a working day."""
    local = clock.local(moment)
    return load_calendar().is_working_day(local.date()) and any(
        begins <= local.time() < ends for begins, ends in HOURS
    )


def working_day_until(day: date) -> date:
    """``day``, or the last working day before it: a due date on a day off is done by then."""
    calendar = load_calendar()
    return day if calendar.is_working_day(day) else calendar.working_day_before(day)


def working_days_back(day: date, count: int) -> date:
    """The ``count``-th working day before ``day``."""
    calendar = load_calendar()
    for _ in range(count):
        day = calendar.working_day_before(day)
    return day


def working_days_on(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``."""
    return load_calendar().add_working_days(day, count).due_on
