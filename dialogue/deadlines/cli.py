"""``flask deadline``: the same answers at the command line."""

from __future__ import annotations

from datetime import date

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from dialogue.core.clock import show_date, show_long_date
from dialogue.core.errors import InvalidInput
from dialogue.deadlines.calendar import WorkingCalendar
from dialogue.deadlines.facts import BEFORE, WORKING, DueDateResult
from dialogue.deadlines.queries import load_calendar, shipped_calendar


def register(app: Flask) -> None:
    """Add the command to ``app``."""
    app.cli.add_command(deadline)


@click.command("deadline", help="Tính hạn từ một ngày; dòng cuối chỉ có ngày đến hạn.")
@click.option("--from", "start", metavar="YYYY-MM-DD", help="Ngày bắt đầu (không tính ngày này).")
@click.option("--working-days", metavar="N", help="Số ngày làm việc sau ngày bắt đầu.")
@click.option("--calendar-days", metavar="N", help="Số ngày (kể cả ngày nghỉ) sau ngày bắt đầu.")
@click.option("--calendar-days-before", metavar="N", help="Số ngày trước ngày bắt đầu.")
def deadline(
    start: str | None,
    working_days: str | None,
    calendar_days: str | None,
    calendar_days_before: str | None,
) -> None:
    """Print why, then the due date alone on the last line (ISO). Exit 2 on bad input."""
    given = [n for n in (working_days, calendar_days, calendar_days_before) if n is not None]
    if start is None:
        _refuse("Cần ghi ngày bắt đầu: --from YYYY-MM-DD.")
    elif len(given) != 1:
        _refuse("Cần ghi đúng một cách tính: số ngày làm việc, số ngày sau hoặc số ngày trước.")
    else:
        day, count = _day(start), _count(given[0])
        calendar = _calendar()
        try:
            if working_days is not None:
                result = calendar.add_working_days(day, count)
            elif calendar_days is not None:
                result = calendar.add_calendar_days(day, count)
            else:
                result = calendar.days_before(day, count)
        except InvalidInput as error:
            _refuse(error.message)
            return
        for line in explain(result):
            click.echo(line)
        click.echo(result.due_on.isoformat())


def explain(result: DueDateResult) -> list[str]:
    """Vietnamese lines: from which day, what was skipped and worked, what is not sure."""
    days = f"{result.count} ngày làm việc" if result.unit == WORKING else f"{result.count} ngày"
    way = "trước" if result.direction == BEFORE else "sau"
    lines = [f"{days} {way} {show_long_date(result.start)} (không tính ngày này)."]
    lines += [
        f"Bỏ qua {show_long_date(day.date)}: {day.reason}." for day in result.holidays_skipped
    ]
    weekends = len(result.weekends_skipped)
    if weekends:
        lines.append(f"Bỏ qua {weekends} ngày thứ Bảy, Chủ nhật.")
    lines += [f"Có làm việc {show_long_date(day.date)}: {day.reason}." for day in result.makeup]
    if result.warning:
        lines.append(f"Lưu ý: {result.warning}")
    lines += [f"Dự kiến: {doubt}" for doubt in result.doubts]
    lines.append(f"Đến hạn {show_long_date(result.due_on)}, hết ngày {show_date(result.due_on)}.")
    return lines


def _calendar() -> WorkingCalendar:
    try:
        return load_calendar()
    except OperationalError:  # no database yet: the calendar as it comes
        return shipped_calendar()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse(f"Ngày “{text}” chưa đúng. Ví dụ đúng: 2024-04-12.")
        raise


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        _refuse(f"Số ngày “{text}” chưa đúng. Ví dụ đúng: 10.")
    return int(text)


def _refuse(message: str) -> None:
    click.echo(message, err=True)
    raise SystemExit(2)
