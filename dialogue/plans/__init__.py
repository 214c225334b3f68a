"""Plan, meetings, duties, tasks and programme."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from dialogue.accounts.models import Account


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``; say which due dates and files are its own."""
    from dialogue.notifications.reminders import register_reminders
    from dialogue.plans import reminders, views

    app.register_blueprint(views.bp)
    register_reminders(reminders.task_reminders)
    _name_due_dates()
    _open_files()


def _name_due_dates() -> None:
    from dialogue.deadlines.holders import register_holder
    from dialogue.deadlines.models import DueDate
    from dialogue.plans.actions.telling import tell_due_moved, tell_meeting
    from dialogue.plans.hooks import is_settled
    from dialogue.plans.models import Meeting, Task

    def task_moved(_actor: Account, task: Any, old: DueDate, new: DueDate) -> None:
        if old.due_on != new.due_on:
            tell_due_moved(task, old.due_on, new.due_on, new.why_moved)

    def meeting_moved(_actor: Account, meeting: Any, old: DueDate, new: DueDate) -> None:
        if old.due_on != new.due_on:
            tell_meeting(meeting, f"{old.label}: hạn dời {_from_to(old.due_on, new.due_on)}.")

    register_holder(
        Task.due_id,
        is_open=lambda: Task.state == "open",
        describe=lambda task: f"{task.title} ({task.unit.short_name})",
        moved=task_moved,
        may_see=lambda user, task: _sees_task(user, task.id),
    )
    before = ("announced",)
    for name, states in (
        ("opinions_due", before),
        ("answers_due", before),
        ("notice_due", (*before, "live", "ended")),
    ):
        register_holder(
            getattr(Meeting, f"{name}_id"),
            is_open=lambda states=states: Meeting.state.in_(states),  # type: ignore[misc]
            moved=meeting_moved,
            is_settled=partial(is_settled, column=name),
        )


def _from_to(old: date, new: date) -> str:
    from dialogue.core.clock import show_date

    return f"từ {show_date(old)} sang {show_date(new)}"


def _sees_task(user: Account, task_id: int) -> bool:
    from dialogue.core.errors import NotAllowed
    from dialogue.plans import queries

    try:
        queries.get_task(user, task_id)
    except NotAllowed:
        return False
    return True


def _open_files() -> None:
    from dialogue.core.errors import NotAllowed
    from dialogue.files.registry import register_owner
    from dialogue.plans import queries

    def may_see_file(user: Account, file_id: int) -> bool:
        try:
            queries.get_file(user, file_id)
        except NotAllowed:
            return False
        return True

    register_owner("task", _sees_task)
    register_owner("programme_file", may_see_file)
