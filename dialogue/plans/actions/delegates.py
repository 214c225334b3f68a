"""The task of sending a list of delegates, for a unit that was allotted places (III.5)."""

from __future__ import annotations

from dialogue.accounts.models import Account, Unit
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.plans.actions.dates import set_task_due
from dialogue.plans.models import Meeting, Task
from dialogue.plans.queries.tasks import task_of_kind

KIND = RULE = "delegates"
TITLE = "Gửi danh sách đại biểu tham dự về Văn phòng phường"


def ask_for_delegates(meeting: Meeting, unit: Unit, *, actor: Account) -> Task:
    """The unit's task of sending its list; the one that is there, or a new one (D−5)."""
    with unit_of_work() as session:
        there = task_of_kind(meeting, unit.id, KIND)
        if there is not None:
            return there
        task = Task(
            meeting_id=meeting.id,
            unit_id=unit.id,
            kind=KIND,
            title=TITLE,
            basis="Kế hoạch III.5",
            rule=RULE,
        )
        session.add(task)
        session.flush()
        if meeting.held_on is not None:
            set_task_due(task, meeting, meeting.held_on)
        record(actor, task, "create", "Giao nhiệm vụ")
        return task
