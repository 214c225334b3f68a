"""A meeting with tasks, as things that hold due dates."""

from __future__ import annotations

from datetime import date

from dialogue.accounts.models import Unit
from dialogue.core.clock import now
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines import actions
from dialogue.deadlines.models import DueDate
from dialogue.plans.models import Meeting, Plan, Task


def make_meeting(year: int = 2024) -> Meeting:
    """A planned meeting without a date."""
    with unit_of_work() as session:
        plan = Plan(year=year, title="Kế hoạch đối thoại", place="Hội trường")
        meeting = Meeting(
            plan=plan, ordinal=1, title="Đợt 1", audience="residents", place="Hội trường"
        )
        session.add_all([plan, meeting])
        session.flush()
        return meeting


def make_task(
    meeting: Meeting,
    unit: Unit,
    *,
    rule: str = "notice",
    start: date = date(2024, 4, 12),
    title: str = "Thông báo kết luận",
    done: bool = False,
    due: DueDate | None = None,
) -> Task:
    """A task of ``unit`` with a due date by ``rule`` (or the ``due`` given)."""
    with unit_of_work() as session:
        task = Task(
            meeting_id=meeting.id,
            unit_id=unit.id,
            title=title,
            rule=rule,
            due=due or actions.set_due(rule, start, label=title),
            state="done" if done else "open",
            done_at=now() if done else None,
        )
        session.add(task)
        session.flush()
        return task
