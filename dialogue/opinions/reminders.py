"""Reminders to who has sent no opinion, nor "Không có ý kiến": at D−15, D−12 and D−10."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from dialogue.core import clock
from dialogue.deadlines.hours import working_day_until
from dialogue.notifications.reminders import Reminder
from dialogue.opinions.queries.missing import Missing, missing
from dialogue.plans.paths import task_path
from dialogue.plans.reminders import note_reminder, open_tasks, when_due

# Before the due date, which is D−10 itself (Kế hoạch III.1): D−15, D−12, D−10.
DAYS_BEFORE_DUE = (5, 2, 0)


def opinion_reminders(now: datetime) -> Iterator[Reminder]:
    """The steps of every unit from which nothing has come for a meeting that is not yet held."""
    today = clock.local(now).date()
    tasks = [task for task in open_tasks(today, "opinions") if task.meeting.state == "announced"]
    for one in missing(tasks):
        yield from _steps(one, today)


def _steps(one: Missing, today: date) -> Iterator[Reminder]:
    task = one.task
    assert task.due is not None
    due_on = task.due.due_on
    for before in DAYS_BEFORE_DUE:
        yield Reminder(
            thing=f"opinions:{task.id}",
            step=f"before-{before}",
            due_on=due_on,
            on=working_day_until(due_on - timedelta(days=before)),
            until=task.meeting.held_on,
            text=_text(one, today),
            url=task_path(task),
            whom=task.unit.name,
            unit_id=task.unit_id,
            also=partial(note_reminder, task, f"before-{before}"),
        )


def _text(one: Missing, today: date) -> str:
    assert one.task.due is not None
    drafts = f" Đơn vị còn {one.drafts} ý kiến CHƯA GỬI." if one.drafts else ""
    return (
        f"Văn phòng chưa nhận được ý kiến cho {one.task.meeting.name}."
        f" {when_due(one.task.due.due_on, today)}{drafts}"
        " Nếu không có ý kiến, xin bấm “Không có ý kiến”."
    )
