"""The year's days off and make-up days: the public table under the ward's own rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from holidays.countries.vietnam import Vietnam

from dialogue.core.errors import InvalidInput
from dialogue.deadlines.facts import CalendarRow

FIRST_YEAR = 2000
LAST_YEAR = 2099

NOTICE_2026 = "Thông báo ngày 25/12/2025 về hoán đổi ngày làm việc dịp Tết Dương lịch 2026"

# What the public table lacks.
SHIPPED_ROWS: tuple[CalendarRow, ...] = (
    CalendarRow(date(2026, 1, 2), False, "Nghỉ Tết Dương lịch (hoán đổi)", NOTICE_2026),
    CalendarRow(date(2026, 1, 10), True, "Làm bù cho ngày nghỉ 02/01/2026", NOTICE_2026),
)
SHIPPED_YEARS: Mapping[int, str] = MappingProxyType(
    {
        2024: "Lịch nghỉ lễ, tết đã công bố cho năm 2024",
        2025: "Lịch nghỉ lễ, tết đã công bố cho năm 2025",
        2026: "Lịch nghỉ lễ, tết đã công bố cho năm 2026; riêng ngày 24/11 chờ xác nhận",
    }
)


class _WardHolidays(Vietnam):
    def __init__(self, rows: tuple[CalendarRow, ...], **kwargs: Any) -> None:
        self._ward_rows = rows
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]

    def _populate(self, year: int) -> None:
        super()._populate(year)
        for row in self._ward_rows:
            if row.day.year != year:
                continue
            if row.day in self:
                self.pop(row.day)
            self.weekend_workdays.discard(row.day)
            if not row.is_working_day:
                self[row.day] = row.name
            elif row.day.weekday() >= 5:
                self.weekend_workdays.add(row.day)


@lru_cache(maxsize=256)
def year_table(
    year: int, rows: tuple[CalendarRow, ...]
) -> tuple[Mapping[date, str], frozenset[date]]:
    """Days off (with names) and worked weekend days of ``year``; ``rows`` are that year's.

    Neighbouring years are read too: a Saturday may be worked for a day off in the next
    year. ``InvalidInput`` for a year without a table.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(f"Lịch chỉ có từ năm {FIRST_YEAR} đến năm {LAST_YEAR}.", field="day")
    # Neighbours first, so that the ward's rows of this year have the last word.
    table = _WardHolidays(rows, years=year + 1, language="vi", expand=False)
    worked = set(table.weekend_workdays)
    table = _WardHolidays(rows, years=year, language="vi", expand=False)
    worked |= table.weekend_workdays
    off = {day: str(name) for day, name in table.items() if day.year == year}
    closed = {row.day for row in rows if not row.is_working_day}
    days = frozenset(day for day in worked if day.year == year and day not in closed)
    return MappingProxyType(off), days
