"""Tasks: a unit's own; the chair, the vice chair and the office see all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.plans.models import Meeting, Task
from dialogue.plans.permissions import sees_all_tasks, takes_part

PAGE = 50
STATES = {
    "open": "Chưa xong",
    "late": "Quá hạn",
    "done": "Đã xong",
    "withdrawn": "Đã rút",
    "all": "Tất cả",
}


def visible_to(user: Account) -> Select[Task]:
    """The tasks that ``user`` may see: in a list, a count or alone."""
    query = select(Task)
    if sees_all_tasks(user):
        return query
    if not takes_part(user):
        return query.where(false())
    return query.where(Task.unit_id == user.unit_id)


@dataclass(frozen=True)
class TaskFilter:
    """What a list of tasks shows; None means any."""

    meeting_id: int | None = None
    unit_id: int | None = None
    state: str = "open"


def _late() -> ColumnElement[bool]:
    # Due today is not late (BLDS 2015, 148).
    return and_(Task.state == "open", DueDate.due_on < clock.today())


def _narrowed(query: Select[Task], wanted: TaskFilter) -> Select[Task]:
    if wanted.meeting_id is not None:
        query = query.where(Task.meeting_id == wanted.meeting_id)
    if wanted.unit_id is not None:
        query = query.where(Task.unit_id == wanted.unit_id)
    return query


def _in_state(query: Select[Task], state: str) -> Select[Task]:
    if state == "late":
        return query.where(_late())
    if state in ("open", "done", "withdrawn"):
        return query.where(Task.state == state)
    return query.where(Task.state != "withdrawn")


def list_tasks(user: Account, wanted: TaskFilter, page: int = 1) -> list[Task]:
    """One page (``PAGE`` rows, one more if there is a next page), soonest first.

    Tasks without a due date stand last.
    """
    query = _ordered(user, wanted).limit(PAGE + 1).offset((max(page, 1) - 1) * PAGE)
    return list(db.session.scalars(query))


def all_tasks(user: Account, wanted: TaskFilter) -> list[Task]:
    """``list_tasks``, all its pages."""
    return list(db.session.scalars(_ordered(user, wanted)))


def _ordered(user: Account, wanted: TaskFilter) -> Select[Task]:
    query = _in_state(_narrowed(visible_to(user), wanted), wanted.state)
    return (
        query.outerjoin(Task.due)
        .join(Task.unit)
        .options(
            joinedload(Task.due),
            joinedload(Task.unit),
            joinedload(Task.meeting).joinedload(Meeting.plan),
        )
        .order_by(DueDate.due_on.is_(None), DueDate.due_on, Task.meeting_id, Unit.position, Task.id)
    )


def count_tasks(user: Account, wanted: TaskFilter) -> dict[str, int]:
    """State (a code of ``STATES``) → how many, whatever ``wanted.state``."""
    rows = _narrowed(visible_to(user), wanted).outerjoin(Task.due)
    row = db.session.execute(
        rows.with_only_columns(
            func.count(case((Task.state == "open", 1))),
            func.count(case((_late(), 1))),
            func.count(case((Task.state == "done", 1))),
            func.count(case((Task.state == "withdrawn", 1))),
            func.count(case((Task.state != "withdrawn", 1))),
        )
    ).one()
    return dict(zip(STATES, row, strict=True))


def get_task(user: Account, task_id: int) -> Task:
    """The task; ``NotAllowed`` if there is none that ``user`` may see."""
    query = (
        visible_to(user)
        .where(Task.id == task_id)
        .options(
            joinedload(Task.due),
            joinedload(Task.unit),
            joinedload(Task.done_by),
            joinedload(Task.meeting).joinedload(Meeting.plan),
        )
    )
    task = db.session.scalar(query)
    if task is None:
        raise NotAllowed
    return task


def tasks_of_meeting(meeting: Meeting) -> list[Task]:
    """Every task of ``meeting`` but those withdrawn, by unit and the plan's order."""
    query = (
        select(Task)
        .where(Task.meeting_id == meeting.id, Task.state != "withdrawn")
        .join(Task.unit)
        .options(joinedload(Task.due), joinedload(Task.unit))
        .order_by(Unit.position, Task.id)
    )
    return list(db.session.scalars(query))


def task_of_kind(meeting: Meeting, unit_id: int, kind: str) -> Task | None:
    """The task of ``kind`` that one unit has for ``meeting`` ("opinions", "delegates" …)."""
    return db.session.scalar(
        select(Task)
        .where(
            Task.meeting_id == meeting.id,
            Task.unit_id == unit_id,
            Task.kind == kind,
            Task.state != "withdrawn",
        )
        .order_by(Task.id)
        .limit(1)
    )


def own_open(user: Account) -> list[Task]:
    """What ``user`` himself has to do by a day that is known, with all to show it."""
    if not takes_part(user):
        return []
    mine = or_(
        and_(
            Task.unit_id == user.unit_id,
            Task.account_id.is_(None),
            Meeting.state != "closed",
        ),
        and_(Task.account_id == user.id, Meeting.state.in_(("ended", "closed"))),
    )
    query = (
        select(Task)
        .join(Task.meeting)
        .join(Task.due)
        .where(Task.state == "open", mine)
        .options(joinedload(Task.due), joinedload(Task.meeting).joinedload(Meeting.plan))
        .order_by(DueDate.due_on, Task.id)
    )
    return list(db.session.scalars(query))
