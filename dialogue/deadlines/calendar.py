"""The working calendar: which days are worked, and due dates counted on it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from dialogue.core.clock import WEEKDAYS, show_date, show_long_date
from dialogue.core.errors import InvalidInput
from dialogue.deadlines.facts import (
    AFTER,
    BEFORE,
    FIXED,
    WORKING,
    CalendarRow,
    DayFact,
    DueDateResult,
    earlier_of,
)
from dialogue.deadlines.table import FIRST_YEAR, LAST_YEAR, year_table

WEEK_SOURCE = "Tuần làm việc từ thứ Hai đến thứ Sáu"
BASE_SOURCE = "Bảng ngày nghỉ lễ, tết chung"
LAST_DECREED_YEAR = 2026
MAX_COUNT = 1000
ONE_DAY = timedelta(days=1)


def needs_own_confirmation(day: date) -> bool:
    """24/11, Ngày Văn hóa Việt Nam from 2026: off only once the office has a document."""
    return (day.month, day.day) == (11, 24) and day.year >= 2026


class WorkingCalendar:
    """Monday to Friday less days off, plus make-up days; the ward's rows come first.

    ``confirmed_years`` says of each year whether its days off are decreed; a year it does
    not name is taken as decreed up to 2026 and as expected ("dự kiến") after.
    """

    def __init__(
        self, overrides: Sequence[CalendarRow] = (), confirmed_years: Mapping[int, bool] = {}
    ) -> None:
        self._rows = {row.day: row for row in overrides}
        self._confirmed = dict(confirmed_years)
        self._rows_by_year: dict[int, tuple[CalendarRow, ...]] = {}
        for row in sorted(overrides):
            self._rows_by_year[row.day.year] = (*self._rows_by_year.get(row.day.year, ()), row)

    @property
    def rows(self) -> tuple[CalendarRow, ...]:
        """The ward's own rows, by date."""
        return tuple(sorted(self._rows.values()))

    def with_row(self, row: CalendarRow) -> WorkingCalendar:
        """This calendar with ``row`` added or put in place of the day's old row."""
        return WorkingCalendar([*self._others(row.day), row], self._confirmed)

    def without_row(self, day: date) -> WorkingCalendar:
        """This calendar without the ward's row for ``day``."""
        return WorkingCalendar(self._others(day), self._confirmed)

    def with_year(self, year: int, confirmed: bool) -> WorkingCalendar:
        """This calendar with ``year`` decreed or only expected."""
        return WorkingCalendar(self.rows, {**self._confirmed, year: confirmed})

    def _others(self, day: date) -> list[CalendarRow]:
        return [row for row in self._rows.values() if row.day != day]

    def is_working_day(self, day: date) -> bool:
        """Whether the ward works on ``day``. ``InvalidInput`` outside 2000-2099."""
        off, worked = year_table(day.year, self._rows_by_year.get(day.year, ()))
        return day in worked if day.weekday() >= 5 else day not in off

    def is_year_confirmed(self, year: int) -> bool:
        """Whether the days off of ``year`` are decreed."""
        return self._confirmed.get(year, year <= LAST_DECREED_YEAR)

    def is_day_confirmed(self, day: date) -> bool:
        """Whether it is sure that ``day`` is off or worked."""
        if needs_own_confirmation(day) and day not in self._rows:
            return False
        return self.is_year_confirmed(day.year)

    def explain_day(self, day: date) -> DayFact:
        """Off or worked, why, and by which document."""
        working = self.is_working_day(day)
        row = self._rows.get(day)
        if row is not None:
            return DayFact(day, working, row.name, row.source)
        off, worked = year_table(day.year, self._rows_by_year.get(day.year, ()))
        if day in worked:
            return DayFact(day, True, f"Ngày làm bù{self._exchanged_for(day)}", BASE_SOURCE)
        if day in off:
            return DayFact(day, False, off[day], BASE_SOURCE)
        if day.weekday() >= 5:
            return DayFact(day, False, _sentence(WEEKDAYS[day.weekday()]), WEEK_SOURCE)
        return DayFact(day, True, "Ngày làm việc", WEEK_SOURCE)

    def _exchanged_for(self, worked_day: date) -> str:
        for year in (worked_day.year, worked_day.year + 1):
            if year > LAST_YEAR:
                continue
            off, _ = year_table(year, self._rows_by_year.get(year, ()))
            for day, name in off.items():
                if f"(thay cho ngày {show_date(worked_day)})" in name:
                    return f" cho ngày nghỉ {show_date(day)}"
        return ""

    def special_days(self, year: int) -> list[DayFact]:
        """The days of ``year`` that differ from a plain week, by date."""
        off, worked = year_table(year, self._rows_by_year.get(year, ()))
        days = {*off, *worked, *(d for d in self._rows if d.year == year)}
        return [self.explain_day(day) for day in sorted(days)]

    def add_working_days(self, start: date, count: int) -> DueDateResult:
        """The ``count``-th working day after ``start``; ``start`` itself is not counted."""
        _check_count(count, least=1)
        left, day = count, start
        skipped: list[DayFact] = []
        makeup: list[DayFact] = []
        while left:
            day = _next(day)
            if not self.is_working_day(day):
                skipped.append(self.explain_day(day))
                continue
            left -= 1
            if day.weekday() >= 5:
                makeup.append(self.explain_day(day))
        return self._result(start, day, AFTER, WORKING, count, skipped, makeup, start + ONE_DAY)

    def add_calendar_days(self, start: date, count: int) -> DueDateResult:
        """``count`` days after ``start``, on to the next working day if that one is off."""
        _check_count(count, least=0)
        end = day = _shift(start, count)
        skipped: list[DayFact] = []
        while not self.is_working_day(day):
            skipped.append(self.explain_day(day))
            day = _next(day)
        return self._result(start, day, AFTER, "calendar", count, skipped, [], end)

    def days_before(self, event: date, count: int) -> DueDateResult:
        """``count`` calendar days before ``event``; it never rolls (BLDS 2015, 147-148).

        If that day is off, the result warns and suggests the working day before it.
        """
        _check_count(count, least=0)
        day = _shift(event, -count)
        return self._warned(
            self._result(event, day, BEFORE, "calendar", count, [], [], first_looked_at=day)
        )

    def on_date(self, day: date) -> DueDateResult:
        """A due date that a person named; it never rolls."""
        return self._warned(self._result(day, day, FIXED, "calendar", 0, [], [], day))

    def recompute(self, result: DueDateResult) -> DueDateResult:
        """``result`` counted again from the same start on this calendar."""
        again = [self._again(one) for one in (result.without_others(), *result.others)]
        return earlier_of(*again)

    def _again(self, result: DueDateResult) -> DueDateResult:
        if result.direction == FIXED:
            counted = self.on_date(result.due_on)
        elif result.direction == BEFORE:
            counted = self.days_before(result.start, result.count)
        elif result.unit == WORKING:
            counted = self.add_working_days(result.start, result.count)
        else:
            counted = self.add_calendar_days(result.start, result.count)
        return counted.named(result.rule, result.rule_text, result.basis)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to ``end`` itself; negative when ``end`` is past."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(day) for day in _days(start + ONE_DAY, end))

    def working_day_before(self, day: date) -> date:
        """The last working day before ``day``."""
        day = _shift(day, -1)
        while not self.is_working_day(day):
            day = _shift(day, -1)
        return day

    def _warned(self, result: DueDateResult) -> DueDateResult:
        fact = self.explain_day(result.due_on)
        if fact.is_working:
            return result
        suggested = self.working_day_before(result.due_on)
        return result.warned(
            f"Ngày {show_date(result.due_on)} là ngày nghỉ ({fact.reason}). "
            f"Nên làm xong từ {show_long_date(suggested)}.",
            suggested,
        )

    def _result(
        self,
        start: date,
        due_on: date,
        direction: str,
        unit: str,
        count: int,
        skipped: Iterable[DayFact],
        makeup: Iterable[DayFact],
        first_looked_at: date,
    ) -> DueDateResult:
        doubts = self._doubts(first_looked_at, due_on)
        return DueDateResult(
            due_on=due_on,
            start=start,
            direction=direction,
            unit=unit,
            count=count,
            skipped=tuple(skipped),
            makeup=tuple(makeup),
            is_confirmed=not doubts,
            doubts=tuple(doubts),
        )

    def _doubts(self, first: date, last: date) -> list[str]:
        """Why the count from ``first`` to ``last`` may still change."""
        years = range(first.year, last.year + 1)
        doubts = [
            f"Lịch nghỉ năm {year} mới là dự kiến, chưa có văn bản công bố."
            for year in years
            if not self.is_year_confirmed(year)
        ]
        for year in years:
            day = date(year, 11, 24)
            if needs_own_confirmation(day) and first <= day <= last and day not in self._rows:
                doubts.append(
                    f"Ngày {show_date(day)} (Ngày Văn hóa Việt Nam) tạm tính là ngày nghỉ, "
                    "chờ Văn phòng xác nhận."
                )
        return doubts


def _check_count(count: int, least: int) -> None:
    if not least <= count <= MAX_COUNT:
        raise InvalidInput(f"Số ngày phải từ {least} đến {MAX_COUNT}.", field="count")


def _shift(day: date, days: int) -> date:
    moved = day + timedelta(days=days)
    if not FIRST_YEAR <= moved.year <= LAST_YEAR:
        raise InvalidInput(f"Lịch chỉ có từ năm {FIRST_YEAR} đến năm {LAST_YEAR}.", field="day")
    return moved


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _next(day: date) -> date:
    return _shift(day, 1)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY
