"""Change the ward's calendar; due dates move with it only when confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.clock import show_date
from dialogue.core.db import Versioned
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions.dues import supersede
from dialogue.deadlines.models import CalendarDay, CalendarYear, DueDate
from dialogue.deadlines.permissions import can_keep_calendar
from dialogue.deadlines.queries import Move, dues_that_would_move, forget_calendar
from dialogue.deadlines.table import FIRST_YEAR, LAST_YEAR, SHIPPED_ROWS, SHIPPED_YEARS
from dialogue.extensions import db
from dialogue.history.actions import record

CHANGED = "Các hạn bị ảnh hưởng vừa thay đổi. Xin xem lại danh sách trước khi xác nhận."
OFF_OR_WORKED = {True: "ngày làm việc", False: "ngày nghỉ"}


def change_calendar_day(
    *,
    actor: Account,
    day: date,
    is_working: bool,
    name: str,
    source: str,
    move: Mapping[int, date] | None = None,
) -> CalendarDay:
    """Write that ``day`` is off or worked, by document ``source``; one row a day.

    ``move``: the due dates (id → new day, as previewed) that move along. ``Conflict`` if
    they would no longer move so.
    """
    _guard(actor, day.year)
    name, source = clean_line(name), clean_line(source)
    if not name:
        raise InvalidInput("Cần ghi tên ngày.", field="name")
    if not source:
        raise InvalidInput("Cần ghi văn bản làm căn cứ.", field="source")
    with unit_of_work() as session:
        ship_calendar()
        row = session.get(CalendarDay, day)
        before = _told(row) if row else None
        if row is None:
            row = CalendarDay(day=day)
            session.add(row)
        row.is_working_day, row.name, row.source = is_working, name, source
        forget_calendar()
        label = f"Ghi {show_date(day)} là {OFF_OR_WORKED[is_working]}"
        record(actor, row, "change_day", label, before=before, after=_told(row))
        _move_along(actor, move, f"{label}: {name} ({source})")
        return row


def remove_calendar_day(
    *, actor: Account, day: date, reason: str, move: Mapping[int, date] | None = None
) -> None:
    """Take ``day`` out of the ward's table; the public table holds for it again."""
    _guard(actor, day.year)
    reason = clean_line(reason)
    if not reason:
        raise InvalidInput("Cần ghi rõ lý do.", field="reason")
    with unit_of_work() as session:
        ship_calendar()
        row = session.get(CalendarDay, day)
        if row is None:
            raise Conflict("Ngày này đã được bỏ khỏi bảng của phường trước đó.")
        label = f"Bỏ ngày {show_date(day)} khỏi bảng của phường"
        record(actor, row, "remove_day", label, reason=reason, before=_told(row))
        session.delete(row)
        session.flush()
        forget_calendar()
        _move_along(actor, move, f"{label}: {reason}")


def confirm_year(
    *,
    actor: Account,
    year: int,
    confirmed: bool,
    source: str,
    move: Mapping[int, date] | None = None,
) -> CalendarYear:
    """Mark the days off of ``year`` as decreed by ``source``, or as only expected."""
    _guard(actor, year)
    source = clean_line(source)
    if not source:
        message = "Cần ghi văn bản công bố lịch nghỉ." if confirmed else "Cần ghi rõ lý do."
        raise InvalidInput(message, field="source")
    with unit_of_work() as session:
        ship_calendar()
        row = session.get(CalendarYear, year)
        if row is None:
            row = CalendarYear(year=year)
            session.add(row)
        row.confirmed, row.source = confirmed, source
        forget_calendar()
        state = "đã công bố" if confirmed else "dự kiến"
        label = f"Ghi lịch nghỉ năm {year} là {state}"
        record(actor, row, "confirm_year", label, reason=source)
        _move_along(actor, move, f"{label} ({source})")
        return row


def confirm_moves(
    *, actor: Account, expected: Mapping[int, date], why: str = "Tính lại theo lịch nghỉ hiện hành"
) -> list[DueDate]:
    """Move the due dates named by ``expected`` (id → new day, as the person saw them).

    All or none: ``Conflict`` if one of them would no longer move to that day. Every thing
    that holds a moved due date is pointed to the new one and has it in its history.
    """
    if not can_keep_calendar(actor):
        raise NotAllowed
    with unit_of_work():
        moves = {move.due.id: move for move in dues_that_would_move()}
        for due_id, day in expected.items():
            if due_id not in moves or moves[due_id].result.due_on != day:
                raise Conflict(CHANGED)
        return [_carry_out(moves[due_id], actor, why) for due_id in expected]


def _carry_out(move: Move, actor: Account, why: str) -> DueDate:
    new = supersede(move.due, move.result, actor=actor, why=why)
    label = (
        f"Hạn {show_date(new.due_on)} được tính lại, không đổi ngày"
        if move.is_same_day
        else f"Dời hạn từ {show_date(move.due.due_on)} sang {show_date(new.due_on)}"
    )
    for holder, thing in move.held:
        holder.point(thing, new)
        if isinstance(thing, Versioned):
            thing.version += 1
        record(actor, thing, "move_due", label, reason=why, due_id=new.id)
        if holder.moved is not None:
            holder.moved(actor, thing, move.due, new)
    return new


def _move_along(actor: Account, move: Mapping[int, date] | None, why: str) -> None:
    if move:
        confirm_moves(actor=actor, expected=move, why=why)


def ship_calendar() -> None:
    """Fill the ward's tables with what is shipped, once; later calls change nothing."""
    with unit_of_work() as session:
        if session.scalar(select(CalendarYear.year).limit(1)) is not None:
            return
        session.add_all(
            CalendarYear(year=year, confirmed=True, source=source)
            for year, source in SHIPPED_YEARS.items()
        )
        known = set(_stored_days())
        session.add_all(
            CalendarDay(
                day=row.day, is_working_day=row.is_working_day, name=row.name, source=row.source
            )
            for row in SHIPPED_ROWS
            if row.day not in known
        )
        session.flush()
        forget_calendar()


def _stored_days() -> Iterable[date]:
    return db.session.scalars(select(CalendarDay.day))


def _told(row: CalendarDay) -> dict[str, object]:
    return {"is_working_day": row.is_working_day, "name": row.name, "source": row.source}


def _guard(actor: Account, year: int) -> None:
    if not can_keep_calendar(actor):
        raise NotAllowed
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(f"Lịch chỉ có từ năm {FIRST_YEAR} đến năm {LAST_YEAR}.", field="day")
