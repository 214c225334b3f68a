"""A task that is no longer asked for: taken off its unit's list, never deleted."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.history.actions import record
from dialogue.notifications.actions import tell_account, tell_unit
from dialogue.plans.actions.telling import LONGEST
from dialogue.plans.models import Task
from dialogue.plans.paths import task_path
from dialogue.plans.workflow import TASK


def withdraw_open(task: Task, *, actor: Account, why: str) -> None:
    """Withdraw an open task as a consequence of another act, and tell its unit.

    Inside that act's unit of work; the caller has checked who may do it.
    """
    task.state = "withdrawn"
    task.version += 1
    moved = ("open", "withdrawn", TASK.label("open"), TASK.label("withdrawn"))
    record(actor, task, "withdraw", "Rút nhiệm vụ", reason=why, moved=moved)
    tell_withdrawn(task, why)


def tell_withdrawn(task: Task, why: str) -> None:
    """Tell the task's unit, or the person who owes it, that it need not be done."""
    text = f"Đã rút nhiệm vụ “{task.title[:150]}” của {task.meeting.name}. Lý do: {why}"
    if task.account_id is not None:
        tell_account(task.account_id, text[:LONGEST], url=task_path(task))
    else:
        tell_unit(task.unit_id, text[:LONGEST], url=task_path(task))
