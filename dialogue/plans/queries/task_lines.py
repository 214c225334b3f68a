"""Part III of a plan as the office edits it, and the words of a task's rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import units
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.deadlines.rules import get_rule
from dialogue.extensions import db
from dialogue.plans.models import ON_DATE, Meeting, Plan, Task, TaskTemplate

EDITABLE = ("planned", "announced")  # meetings whose tasks follow their plan's lines


@dataclass(frozen=True)
class TaskLine:
    """A line of part III with how many tasks of meetings to come hang on it."""

    template: TaskTemplate
    open: int
    done: int


def task_lines(plan: Plan) -> list[TaskLine]:
    """The plan's lines, withdrawn ones too, in their order."""
    counts = {
        template_id: (still_open, done)
        for template_id, still_open, done in db.session.execute(
            select(
                Task.template_id,
                func.count(case((Task.state == "open", 1))),
                func.count(case((Task.state == "done", 1))),
            )
            .join(Task.meeting)
            .where(Meeting.plan_id == plan.id, Meeting.state.in_(EDITABLE))
            .group_by(Task.template_id)
        )
    }
    query = (
        select(TaskTemplate)
        .where(TaskTemplate.plan_id == plan.id)
        .options(joinedload(TaskTemplate.unit))
        .order_by(TaskTemplate.position, TaskTemplate.id)
    )
    return [TaskLine(line, *counts.get(line.id, (0, 0))) for line in db.session.scalars(query)]


def get_line(plan: Plan, line_id: int) -> TaskTemplate:
    """The line of ``plan``; ``NotAllowed`` if it has none such."""
    line = db.session.scalar(
        select(TaskTemplate)
        .where(TaskTemplate.id == line_id, TaskTemplate.plan_id == plan.id)
        .options(joinedload(TaskTemplate.unit))
    )
    if line is None:
        raise NotAllowed
    return line


def units_without_tasks(plan: Plan) -> list[Unit]:
    """Units of today that a line of ``plan`` names by kind but that have no task yet.

    A unit made after the plan is one of these.
    """
    kinds = set(
        db.session.scalars(
            select(TaskTemplate.unit_kind).where(
                TaskTemplate.plan_id == plan.id, TaskTemplate.withdrawn_at.is_(None)
            )
        )
    )
    having = set(
        db.session.scalars(
            select(Task.unit_id).join(Task.meeting).where(Meeting.plan_id == plan.id).distinct()
        )
    )
    if not any(meeting.state in EDITABLE for meeting in plan.meetings):
        return []
    return [unit for unit in units() if unit.kind in kinds and unit.id not in having]


def rule_words(rule: str, due_on: date | None = None) -> str:
    """``Trước ngày đối thoại 10 ngày``, ``Ngày 05/04/2024``."""
    if rule == ON_DATE:
        return f"Ngày {clock.show_date(due_on)}" if due_on else "Chưa ấn định ngày"
    return get_rule(rule).text
