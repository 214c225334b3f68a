"""Assignments: a unit's own as lead or supporting; leaders and office see all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from dialogue.accounts.hooks import OpenWork
from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import sees_everything
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.followup.models import Assignment, Conclusion, ConclusionNotice, ConclusionSupport
from dialogue.followup.queries import marks
from dialogue.followup.queries.overdue import Lateness, soon_until, tell_lateness
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting, Plan
from dialogue.plans.permissions import takes_part

PAGE = 30
FILTERS = {
    "todo": "Chưa trả lời xong",
    "overdue": "Quá hạn",
    "soon": "Sắp đến hạn",
    "interim": "Đã trả lời tạm thời",
    "answered": "Đã trả lời",
    "settled": "Đơn vị báo đã xong",
    "confirmed": "Người dân xác nhận xong",
    "contested": "Người dân chưa đồng ý",
    "all": "Tất cả",
}

# Shown when a figure leads there.
MORE_FILTERS = {
    "today": "Đến hạn hôm nay",
    "counted": "Đã trả lời hoặc đã quá hạn",
    "on_time": "Trả lời đúng hạn",
    "answered_late": "Trả lời muộn",
    "extended": "Đã dời hạn",
}

SENDERS_SAY = ("settled", "confirmed", "contested")  # three facts beside "answered" (A6)


def visible_assignments(user: Account) -> Select[Assignment]:
    """The assignments that ``user`` may see: in a list, a count or alone."""
    query = select(Assignment)
    if sees_everything(user):
        return query
    if not takes_part(user):
        return query.where(false())
    supported = select(ConclusionSupport.conclusion_id).where(
        ConclusionSupport.unit_id == user.unit_id
    )
    return query.where(
        or_(Assignment.lead_unit_id == user.unit_id, Assignment.conclusion_id.in_(supported))
    )


@dataclass(frozen=True)
class Narrow:
    """What narrows a list or the figures; None means any."""

    unit_id: int | None = None
    meeting_id: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class Filed:
    """A page of a list: its rows, how many each filter has, whether more follow."""

    rows: list[Assignment]
    counts: dict[str, int]
    units: list[Unit]
    has_next: bool


def list_assignments(
    user: Account, state: str = "todo", narrow: Narrow | None = None, page: int = 1
) -> Filed:
    """What ``user`` may see, by filter and lead unit, soonest due first."""
    by_filter = _by_filter(user, narrow)
    chosen = by_filter[state]
    first = (max(page, 1) - 1) * PAGE
    return Filed(
        rows=_load(user, chosen[first : first + PAGE]),
        counts={name: len(ids) for name, ids in by_filter.items()},
        units=_units_of(user),
        has_next=len(chosen) > first + PAGE,
    )


def all_assignments(user: Account, state: str, narrow: Narrow | None = None) -> list[Assignment]:
    """``list_assignments``, all its pages."""
    return _load(user, _by_filter(user, narrow)[state])


def _by_filter(user: Account, narrow: Narrow | None) -> dict[str, list[int]]:
    by_filter: dict[str, list[int]] = {name: [] for name in (*FILTERS, *MORE_FILTERS)}
    for fact in facts(user, narrow):
        for name in fact.filters:
            by_filter[name].append(fact.id)
    return by_filter


@dataclass(frozen=True)
class Fact:
    """What a list and the figures tell of one assignment, and which filters it falls under."""

    id: int
    unit_id: int
    due_on: date
    answered_on: date | None  # of the round that it is in
    noticed_on: date | None
    filters: frozenset[str]


def facts(user: Account, narrow: Narrow | None = None) -> list[Fact]:
    """One line for each that ``user`` may see, soonest due first, in one query."""
    narrow = narrow or Narrow()
    query = (
        visible_assignments(user)
        .join(Assignment.due)
        .join(Assignment.conclusion)
        .join(Conclusion.meeting)
        .join(Meeting.plan)
        .outerjoin(ConclusionNotice, ConclusionNotice.meeting_id == Conclusion.meeting_id)
    )
    if narrow.unit_id is not None:
        query = query.where(Assignment.lead_unit_id == narrow.unit_id)
    if narrow.meeting_id is not None:
        query = query.where(Conclusion.meeting_id == narrow.meeting_id)
    if narrow.year is not None:
        query = query.where(Plan.year == narrow.year)
    found = db.session.execute(
        query.with_only_columns(
            Assignment.id,
            Assignment.lead_unit_id,
            Assignment.state,
            Assignment.answered_at,
            DueDate.due_on,
            ConclusionNotice.issued_on,
            marks.is_settled().label("settled"),
            marks.is_confirmed().label("confirmed"),
            marks.was_contested().label("contested"),
            marks.is_extended().label("extended"),
        ).order_by(DueDate.due_on, Assignment.id)
    )
    until, today = soon_until(), clock.today()
    return [_fact(row, until, today) for row in found]


def _fact(row: Any, until: date, today: date) -> Fact:
    lateness = tell_lateness(row.state, row.due_on, until, today)
    names = {"all"}
    answered_on = None
    if row.state == "answered" and row.answered_at is not None:
        answered_on = clock.local(row.answered_at).date()
        names |= {"answered", "counted"}
        names.add("on_time" if answered_on <= row.due_on else "answered_late")
    else:
        names.add("todo")
    if row.state == "interim":
        names.add("interim")
    if lateness is Lateness.LATE:
        names |= {"overdue", "counted"}
    if lateness in (Lateness.TODAY, Lateness.SOON):
        names.add("soon")
    if lateness is Lateness.TODAY:
        names.add("today")
    names |= {name for name in SENDERS_SAY if getattr(row, name)}
    if row.extended:
        names.add("extended")
    return Fact(row.id, row.lead_unit_id, row.due_on, answered_on, row.issued_on, frozenset(names))


def _load(user: Account, ids: Sequence[int]) -> list[Assignment]:
    rows = db.session.scalars(
        visible_assignments(user).where(Assignment.id.in_(ids)).options(*_what_a_row_shows())
    )
    by_id = {row.id: row for row in rows}
    return [by_id[i] for i in ids if i in by_id]


def _what_a_row_shows() -> tuple[ORMOption, ...]:
    conclusion = joinedload(Assignment.conclusion)
    return (
        joinedload(Assignment.due),
        joinedload(Assignment.lead_unit),
        conclusion.joinedload(Conclusion.opinion).joinedload(Opinion.area),
        conclusion.joinedload(Conclusion.opinion).joinedload(Opinion.unit),
        conclusion.joinedload(Conclusion.opinion).selectinload(Opinion.merged),
        conclusion.joinedload(Conclusion.notice),
        conclusion.joinedload(Conclusion.meeting).joinedload(Meeting.plan),
        conclusion.selectinload(Conclusion.supporting).joinedload(ConclusionSupport.unit),
        selectinload(Assignment.replies),
        selectinload(Assignment.requests),
    )


def _units_of(user: Account) -> list[Unit]:
    leads = visible_assignments(user).with_only_columns(Assignment.lead_unit_id)
    query = select(Unit).where(Unit.id.in_(leads)).order_by(Unit.position, Unit.id)
    return list(db.session.scalars(query))


def get_assignment(user: Account, assignment_id: int) -> Assignment:
    """The assignment; ``NotAllowed`` if there is none that ``user`` may see."""
    assignment = db.session.scalar(
        visible_assignments(user)
        .where(Assignment.id == assignment_id)
        .options(*_what_a_row_shows())
    )
    if assignment is None:
        raise NotAllowed
    return assignment


def open_of_unit(unit_id: int) -> list[Assignment]:
    """What the unit leads and has not answered, soonest due first; for who gives out work."""
    query = (
        select(Assignment)
        .join(Assignment.due)
        .where(Assignment.lead_unit_id == unit_id, Assignment.state != "answered")
        .options(*_what_a_row_shows())
        .order_by(DueDate.due_on, Assignment.id)
    )
    return list(db.session.scalars(query))


def open_work(unit: Unit) -> OpenWork | None:
    """Keeps a unit from ending while it leads something unanswered."""
    number = db.session.scalar(
        select(func.count()).where(
            Assignment.lead_unit_id == unit.id, Assignment.state != "answered"
        )
    )
    if not number:
        return None
    return OpenWork(f"{number} việc chưa trả lời", f"/units/{unit.id}/work")


def sees_assignment(user: Account, assignment_id: int) -> bool:
    """Whether ``user`` may see the assignment."""
    query = visible_assignments(user).where(Assignment.id == assignment_id)
    return db.session.scalar(query.with_only_columns(Assignment.id)) is not None
