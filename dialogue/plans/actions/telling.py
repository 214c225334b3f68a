"""Telling everyone concerned, in the same transaction as the act."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from dialogue.accounts.queries import accounts_with_role
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.notifications.actions import tell_account, tell_unit, tell_units
from dialogue.plans.hooks import concerned_units
from dialogue.plans.models import Meeting, Task
from dialogue.plans.paths import meeting_path, task_path

LONGEST = 400


def tell_meeting(meeting: Meeting, text: str) -> None:
    """Tell ``text`` to all whom ``meeting`` concerns, each once.

    These are the units with a task or with answers to prepare, the leaders, and whoever
    serves there.
    """
    url = meeting_path(meeting)
    units = concerned_units(meeting)
    units |= set(
        db.session.scalars(
            select(Task.unit_id)
            .where(Task.meeting_id == meeting.id, Task.state != "withdrawn")
            .distinct()
        )
    )
    people = {a.id: a for a in accounts_with_role("chair", "vice_chair")}
    people |= {d.account_id: d.account for d in meeting.duties if d.until is None}
    tell_units(sorted(units), text, url=url)
    for account in people.values():
        if account.unit_id not in units:
            tell_account(account.id, text, url=url)


def tell_due_moved(task: Task, old: date, new: date, why: str) -> None:
    """Tell the task's unit that its due date moved."""
    tell_unit(
        task.unit_id,
        f"Hạn của nhiệm vụ “{task.title[:120]}” dời từ {clock.show_date(old)} sang "
        f"{clock.show_date(new)}. Lý do: {why}"[:LONGEST],
        url=task_path(task),
    )


def when_and_where(meeting: Meeting) -> str:
    """``07:30 thứ Sáu, 12/04/2024 tại Hội trường UBND phường``."""
    return (
        f"{clock.show_time(meeting.starts_at)} {clock.show_long_date(meeting.starts_at)} "
        f"tại {meeting.place}"
    )
