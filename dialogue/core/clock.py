"""The only clock: UTC inside, the ward's own time outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


_shift = timedelta()


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC) + _shift


@contextmanager
def acting_at(moment: datetime) -> Iterator[None]:
    """Have this process live at ``moment`` for a while; the clock goes on from there.

    Only the demo's past and the rehearsals of a whole year use it.
    """
    global _shift
    before = _shift
    _shift = moment - datetime.now(UTC)
    try:
        yield
    finally:
        _shift = before


def today() -> date:
    """Today's date in the ward (Asia/Ho_Chi_Minh)."""
    return now().astimezone(ZONE).date()


def local(moment: datetime) -> datetime:
    """``moment`` on the ward's clock."""
    return moment.astimezone(ZONE)


def at(day: date, clock_time: time) -> datetime:
    """The moment when the ward's clock shows ``clock_time`` on ``day``, in UTC."""
    return datetime.combine(day, clock_time, tzinfo=ZONE).astimezone(UTC)


def show_date(day: date | datetime | None) -> str:
    """``12/04/2024``; an empty string for ``None``."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = local(day).date()
    return f"{day:%d/%m/%Y}"


def show_long_date(day: date | datetime | None) -> str:
    """``thứ Sáu, 12/04/2024``."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = local(day).date()
    return f"{WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def show_time(moment: datetime | None) -> str:
    """``09:41``."""
    return "" if moment is None else f"{local(moment):%H:%M}"


def show_moment(moment: datetime | None) -> str:
    """``09:41 12/04/2024``."""
    return "" if moment is None else f"{local(moment):%H:%M %d/%m/%Y}"
