"""Assignments: a unit's own as lead or supporting; leaders and office see all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from dialogue.accounts.hooks import OpenWork
from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import sees_everything
from dialogue.core.errors import NotAllowed
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.followup.models import Assignment, Conclusion, ConclusionSupport
from dialogue.followup.queries import marks
from dialogue.followup.queries.overdue import Lateness, soon_until, tell_lateness
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
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
class Filed:
    """A page of a list: its rows, how many each filter has, whether more follow."""

    rows: list[Assignment]
    counts: dict[str, int]
    units: list[Unit]
    has_next: bool


def list_assignments(
    user: Account, state: str = "todo", unit_id: int | None = None, page: int = 1
) -> Filed:
    """What ``user`` may see, by filter and lead unit, soonest due first."""
    by_filter = _by_filter(user, unit_id)
    chosen = by_filter[state]
    first = (max(page, 1) - 1) * PAGE
    return Filed(
        rows=_load(user, chosen[first : first + PAGE]),
        counts={name: len(ids) for name, ids in by_filter.items()},
        units=_units_of(user),
        has_next=len(chosen) > first + PAGE,
    )


def all_assignments(user: Account, state: str, unit_id: int | None = None) -> list[Assignment]:
    """``list_assignments``, all its pages."""
    return _load(user, _by_filter(user, unit_id)[state])


def _by_filter(user: Account, unit_id: int | None) -> dict[str, list[int]]:
    until = soon_until()
    narrowed = visible_assignments(user).join(Assignment.due)
    if unit_id is not None:
        narrowed = narrowed.where(Assignment.lead_unit_id == unit_id)
    facts = db.session.execute(
        narrowed.with_only_columns(
            Assignment.id,
            Assignment.state,
            DueDate.due_on,
            marks.is_settled().label("settled"),
            marks.is_confirmed().label("confirmed"),
            marks.was_contested().label("contested"),
        ).order_by(DueDate.due_on, Assignment.id)
    ).all()
    by_filter: dict[str, list[int]] = {name: [] for name in FILTERS}
    for assignment_id, its_state, due_on, *said in facts:
        names = _filters_of(its_state, tell_lateness(its_state, due_on, until))
        names += [name for name, true in zip(SENDERS_SAY, said, strict=True) if true]
        for name in names:
            by_filter[name].append(assignment_id)
    return by_filter


def _filters_of(state: str, lateness: Lateness) -> list[str]:
    found = ["all"]
    if state != "answered":
        found.append("todo")
    if state in ("interim", "answered"):
        found.append(state)
    if lateness is Lateness.LATE:
        found.append("overdue")
    if lateness in (Lateness.TODAY, Lateness.SOON):
        found.append("soon")
    return found


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
