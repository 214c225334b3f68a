"""What is late and whose. Derived when read, never stored; due today is not overdue (A5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Unit
from dialogue.core import clock
from dialogue.deadlines.queries import load_calendar
from dialogue.extensions import db
from dialogue.followup.models import Assignment, Conclusion

SOON_WORKING_DAYS = 5


class Lateness(Enum):
    """Where an assignment stands to its due date (an interim one: to the moved date)."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    CALM = "calm"


def soon_until(today: date | None = None) -> date:
    """The last day that is "soon": the fifth working day from today."""
    return load_calendar().add_working_days(today or clock.today(), SOON_WORKING_DAYS).due_on


def tell_lateness(state: str, due_on: date, until: date, today: date | None = None) -> Lateness:
    """By the state, the due date and ``soon_until()``; an answered one is never late."""
    today = today or clock.today()
    if state == "answered":
        return Lateness.CALM
    if due_on < today:
        return Lateness.LATE
    if due_on == today:
        return Lateness.TODAY
    return Lateness.SOON if due_on <= until else Lateness.CALM


def lateness(assignment: Assignment) -> Lateness:
    """``tell_lateness`` of one assignment, today."""
    return tell_lateness(assignment.state, assignment.due.due_on, soon_until())


@dataclass
class UnitDues:
    """One unit's assignments that are late, due today or due soon, each soonest first."""

    unit: Unit
    late: list[Assignment] = field(default_factory=list)
    today: list[Assignment] = field(default_factory=list)
    soon: list[Assignment] = field(default_factory=list)

    @property
    def rows(self) -> list[Assignment]:
        return [*self.late, *self.today, *self.soon]


def by_unit() -> list[UnitDues]:
    """Every unit with something late or soon due, the most late first; for who sees all."""
    until = soon_until()
    query = (
        select(Assignment)
        .where(Assignment.state != "answered")
        .options(
            joinedload(Assignment.due),
            joinedload(Assignment.lead_unit),
            joinedload(Assignment.conclusion).joinedload(Conclusion.opinion),
        )
    )
    found: dict[int, UnitDues] = {}
    for assignment in sorted(db.session.scalars(query), key=lambda a: (a.due.due_on, a.id)):
        where = tell_lateness(assignment.state, assignment.due.due_on, until)
        if where is Lateness.CALM:
            continue
        dues = found.setdefault(assignment.lead_unit_id, UnitDues(assignment.lead_unit))
        getattr(dues, where.value).append(assignment)
    return sorted(
        found.values(), key=lambda d: (-len(d.late), -len(d.today), d.unit.position, d.unit.id)
    )
