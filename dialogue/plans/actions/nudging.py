"""The office reminds, with one tap, whoever has not done his tasks; once a day each."""

from __future__ import annotations

from dataclasses import dataclass, field

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.notifications.actions import tell_account, tell_unit
from dialogue.plans.models import Meeting, Task
from dialogue.plans.paths import task_path
from dialogue.plans.permissions import can_nudge
from dialogue.plans.queries.board import nudge_key
from dialogue.plans.queries.tasks import tasks_of_meeting


@dataclass
class Nudged:
    """Whom the office reminded now, and who had been reminded earlier today."""

    units: list[Unit] = field(default_factory=list)
    earlier: list[Unit] = field(default_factory=list)


def nudge(
    meeting: Meeting, *, actor: Account, unit_id: int | None = None, kind: str = ""
) -> Nudged:
    """Tell each unit (or one) how many tasks of ``meeting`` wait for it.

    Done and withdrawn tasks and units that have ended are passed over; a unit that was told
    today is not told again. ``Conflict`` when nobody is left to remind.
    """
    if not can_nudge(actor):
        raise NotAllowed
    with unit_of_work():
        waiting: dict[int, list[Task]] = {}
        for task in tasks_of_meeting(meeting):
            if (
                task.state == "open"
                and task.unit.is_valid()
                and unit_id in (None, task.unit_id)
                and kind in ("", task.kind)
                and not _not_yet(task)
            ):
                waiting.setdefault(task.unit_id, []).append(task)
        if not waiting:
            raise Conflict("Không còn ai phải nhắc: mọi nhiệm vụ đã xong hoặc đã rút.")
        done = Nudged()
        for tasks in waiting.values():
            told = _tell(meeting, tasks)
            (done.units if told else done.earlier).append(tasks[0].unit)
        if done.units:
            names = ", ".join(unit.short_name for unit in done.units)
            record(actor, meeting, "nudge", f"Nhắc nhiệm vụ: {names}")
        return done


def _not_yet(task: Task) -> bool:
    return task.kind == "presider_report" and task.meeting.state not in ("ended", "closed")


def _tell(meeting: Meeting, tasks: list[Task]) -> bool:
    key = nudge_key(meeting, tasks[0].unit_id)
    late = sum(task.is_late for task in tasks)
    first = min(tasks, key=lambda task: (task.due is None, task.due.due_on if task.due else None))
    text = (
        f"Văn phòng nhắc: {meeting.name} còn {len(tasks)} nhiệm vụ chưa báo xong"
        f"{f', {late} đã quá hạn' if late else ''}. Trước hết: “{first.title[:180]}”"
    )
    url = task_path(first) if len(tasks) == 1 else f"/tasks?meeting={meeting.id}"
    if all(task.account_id for task in tasks):
        assert first.account_id is not None
        return tell_account(first.account_id, text, url, key)
    return tell_unit(tasks[0].unit_id, text, url, key)
