"""Reads: the calendar as it stands, a due date with its chain, what a change would move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from dialogue.accounts.models import Account
from dialogue.deadlines.calendar import WorkingCalendar
from dialogue.deadlines.facts import FIXED, CalendarRow, DueDateResult
from dialogue.deadlines.holders import Holder, all_holders
from dialogue.deadlines.models import CalendarDay, CalendarYear, DueDate
from dialogue.deadlines.rules import PLAN_ONLY, compute_under, get_rule
from dialogue.deadlines.table import SHIPPED_ROWS, SHIPPED_YEARS
from dialogue.extensions import db
from dialogue.history.models import HistoryEvent

_CACHE = "working_calendar"


def load_calendar() -> WorkingCalendar:
    """The calendar from the ward's tables; read once in a transaction.

    Until the tables are filled (the first change does it) the shipped rows stand in.
    """
    session = db.session()
    transaction, calendar = session.info.get(_CACHE, (None, None))
    if calendar is not None and transaction is session.get_transaction():
        return calendar  # type: ignore[no-any-return]
    years = {row.year: row.confirmed for row in session.scalars(select(CalendarYear))}
    days = session.execute(
        select(CalendarDay.day, CalendarDay.is_working_day, CalendarDay.name, CalendarDay.source)
    )
    if years:
        calendar = WorkingCalendar([CalendarRow(*row) for row in days], years)
    else:
        calendar = shipped_calendar()
    session.info[_CACHE] = (session.get_transaction(), calendar)
    return calendar


def forget_calendar() -> None:
    """Have the next ``load_calendar`` read the tables again (after a change to them)."""
    db.session().info.pop(_CACHE, None)


def shipped_calendar() -> WorkingCalendar:
    """The calendar as it comes, before the ward has touched it."""
    return WorkingCalendar(SHIPPED_ROWS, dict.fromkeys(SHIPPED_YEARS, True))


def year_sources() -> dict[int, str]:
    """Year → the document that decrees its days off, where one is named."""
    stored = {row.year: row.source for row in db.session.scalars(select(CalendarYear))}
    return stored or dict(SHIPPED_YEARS)


def calendar_history(year: int) -> list[HistoryEvent]:
    """What was done to the calendar of ``year``, oldest first; removed days too."""
    days = and_(
        HistoryEvent.subject_type == CalendarDay.__tablename__,
        HistoryEvent.subject_id.between(year * 10000, year * 10000 + 9999),
    )
    this_year = and_(
        HistoryEvent.subject_type == CalendarYear.__tablename__, HistoryEvent.subject_id == year
    )
    query = select(HistoryEvent).where(or_(days, this_year)).order_by(HistoryEvent.id)
    return list(db.session.scalars(query))


def get_due(due_id: int) -> DueDate | None:
    """The due date, or None; whether a reader may see it says ``sees_due``."""
    return db.session.get(DueDate, due_id)


def sees_due(user: Account, due: DueDate) -> bool:
    """Whoever may see a thing whose due date it is, or was before it moved (why it moved is told
    in words about that thing); anybody one that is no single unit's, as those of a meeting."""
    chain, ids = {due.id}, [due.id]
    while ids:
        newer = select(DueDate.id).where(DueDate.replaces_id.in_(ids))
        ids = [one for one in db.session.scalars(newer) if one not in chain]
        chain.update(ids)
    asked = [(holder.may_see, thing) for holder in all_holders() if holder.may_see
             for thing in holder.of(chain)]  # fmt: skip
    return not asked or any(may_see(user, thing) for may_see, thing in asked)


def result_of(due: DueDate) -> DueDateResult | None:
    """The facts behind ``due``; None for one stored without them."""
    return DueDateResult.from_facts(due.facts) if due.facts else None


def earlier_dues(due: DueDate) -> list[DueDate]:
    """The due dates that ``due`` superseded, newest first."""
    chain: list[DueDate] = []
    while due.replaces_id is not None:
        earlier = db.session.get(DueDate, due.replaces_id)
        if earlier is None:
            break
        chain.append(earlier)
        due = earlier
    return chain


def superseded_by(due: DueDate) -> DueDate | None:
    """The newer due date that took the place of ``due``, if any."""
    return db.session.scalar(
        select(DueDate).where(DueDate.replaces_id == due.id).order_by(DueDate.id.desc()).limit(1)
    )


def preview_due(
    rule: str, start: date, *, rule_set: str = PLAN_ONLY, count: int | None = None
) -> DueDateResult:
    """What ``actions.set_due`` would store, without storing it."""
    found = get_rule(rule) if count is None else get_rule(rule).with_count(count)
    return compute_under(rule_set, found, start, load_calendar())


def recount_under(due: DueDate, rule: str, rule_set: str) -> DueDateResult:
    """``due`` counted again by ``rule`` from its own start under ``rule_set``.

    The office's own number of days stays, and so does a day that a person named.
    """
    stored = result_of(due)
    own: DueDateResult | None = None
    if stored is not None:
        if stored.direction == FIXED:
            return stored
        every = (stored.without_others(), *stored.others)
        own = next((one for one in every if one.rule == rule), None)
    return preview_due(rule, due.start_on, rule_set=rule_set, count=own.count if own else None)


@dataclass
class Move:
    """An open due date that the calendar would move, or make sure or unsure."""

    due: DueDate
    result: DueDateResult
    held: list[tuple[Holder, Any]] = field(default_factory=list)

    @property
    def things(self) -> list[str]:
        """What is due, in words."""
        return list(dict.fromkeys(holder.words(thing, self.due) for holder, thing in self.held))

    @property
    def is_same_day(self) -> bool:
        return self.due.due_on == self.result.due_on

    @property
    def key(self) -> str:
        """``12:2026-01-12``: the move as the person saw it."""
        return f"{self.due.id}:{self.result.due_on.isoformat()}"


def dues_that_would_move(calendar: WorkingCalendar | None = None) -> list[Move]:
    """Open due dates that differ on ``calendar`` (default: as it stands), soonest first."""
    calendar = calendar or load_calendar()
    moves: dict[int, Move] = {}
    unmoved: set[int] = set()
    for holder in all_holders():
        for thing, due in holder.open_rows():
            if due.id in unmoved:
                continue
            if due.id not in moves:
                move = _move(due, calendar)
                if move is None:
                    unmoved.add(due.id)
                    continue
                moves[due.id] = move
            moves[due.id].held.append((holder, thing))
    return sorted(moves.values(), key=lambda move: (move.result.due_on, move.due.id))


def _move(due: DueDate, calendar: WorkingCalendar) -> Move | None:
    stored = result_of(due)
    if stored is None:
        return None
    result = calendar.recompute(stored)
    same = (result.due_on, result.is_confirmed) == (due.due_on, due.is_confirmed)
    return None if same else Move(due, result)


def read_keys(keys: Iterable[str]) -> dict[int, date]:
    """``Move.key`` strings → due date id and the new day. ``ValueError`` for other text."""
    seen: dict[int, date] = {}
    for key in keys:
        number, _, day = key.partition(":")
        seen[int(number)] = date.fromisoformat(day)
    return seen
