"""Which units have sent no opinion for a meeting, nor said that they have none (B4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from dialogue.extensions import db
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Task

NEVER_CAME = ("draft", "withdrawn")


@dataclass(frozen=True)
class Missing:
    """An open task of sending opinions, and how many drafts wait at the unit."""

    task: Task
    drafts: int = 0


def missing(tasks: Sequence[Task]) -> list[Missing]:
    """Of open tasks of kind "opinions" those whose unit has sent nothing for that meeting."""
    rows = db.session.execute(
        select(Opinion.meeting_id, Opinion.unit_id, Opinion.state, func.count())
        .where(
            Opinion.meeting_id.in_({task.meeting_id for task in tasks}), Opinion.channel != "hall"
        )
        .group_by(Opinion.meeting_id, Opinion.unit_id, Opinion.state)
    )
    came: set[tuple[int, int]] = set()
    drafts: dict[tuple[int, int], int] = {}
    for meeting_id, unit_id, state, count in rows:
        if state == "draft":
            drafts[meeting_id, unit_id] = count
        if state not in NEVER_CAME:
            came.add((meeting_id, unit_id))
    return [
        Missing(task, drafts.get((task.meeting_id, task.unit_id), 0))
        for task in tasks
        if (task.meeting_id, task.unit_id) not in came
    ]
