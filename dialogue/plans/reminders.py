"""Reminders of a unit's own tasks: two working days before they are due, and on the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.core import clock
from dialogue.deadlines.hours import working_day_until, working_days_back, working_days_on
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.notifications.reminders import Reminder
from dialogue.plans.models import Meeting, Task
from dialogue.plans.paths import task_path

DAYS_AHEAD = 2  # working days
WORTH = 3  # working days after the due date that a step passed over is still told
LOOKED_AT = timedelta(days=30)  # no step lies farther from its due date
STATES = ("announced", "live", "ended")


def task_reminders(now: datetime) -> Iterator[Reminder]:
    """The steps of every open task; opinions are the sending units' own matter."""
    today = clock.local(now).date()
    for task in open_tasks(today):
        if task.kind != "opinions":
            yield from _steps(task, today)


def open_tasks(today: date, *kinds: str) -> list[Task]:
    """Open tasks with a due date near ``today``, of dated meetings and units of today."""
    query = (
        select(Task)
        .join(Task.meeting)
        .join(Task.due)
        .where(
            Task.state == "open",
            Meeting.state.in_(STATES),
            DueDate.due_on.between(today - LOOKED_AT, today + LOOKED_AT),
        )
        .options(
            joinedload(Task.due),
            joinedload(Task.unit),
            joinedload(Task.account),
            joinedload(Task.meeting).joinedload(Meeting.plan),
        )
        .order_by(DueDate.due_on, Task.id)
    )
    if kinds:
        query = query.where(Task.kind.in_(kinds))
    return [task for task in db.session.scalars(query) if task.unit.is_valid(today)]


def _steps(task: Task, today: date) -> Iterator[Reminder]:
    assert task.due is not None
    if task.kind == "presider_report" and task.meeting.state != "ended":
        return  # there is nothing to report yet
    due_on = task.due.due_on
    for step, on in (
        (f"before-{DAYS_AHEAD}", working_days_back(due_on, DAYS_AHEAD)),
        ("due", working_day_until(due_on)),
    ):
        yield Reminder(
            thing=f"task:{task.id}",
            step=step,
            due_on=due_on,
            on=on,
            until=working_days_on(due_on, WORTH),
            text=f"{_what(task)} {when_due(due_on, today)}",
            url=task_path(task),
            whom=task.account.full_name if task.account else task.unit.name,
            unit_id=None if task.account_id else task.unit_id,
            account_id=task.account_id,
            also=partial(note_reminder, task, step),
        )


def _what(task: Task) -> str:
    if task.kind == "delegates":
        return f"Danh sách đại biểu dự {task.meeting.name} chưa gửi về Văn phòng."
    return f"Việc chưa báo xong: “{task.title[:200]}” ({task.meeting.name})."


def when_due(due_on: date, today: date) -> str:
    """``Còn 2 ngày, hạn thứ Ba 02/04/2024.``"""
    day = clock.show_long_date(due_on).replace(",", "")
    left = (due_on - today).days
    if left > 0:
        return f"Còn {left} ngày, hạn {day}."
    return f"Hạn là hôm nay, {day}." if left == 0 else f"Đã quá hạn {-left} ngày ({day})."


def note_reminder(task: Task, step: str) -> None:
    """Put on the task's record that its unit was reminded."""
    record(None, task, "remind", "Nhắc việc", step=step)
