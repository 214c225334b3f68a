"""Announce a meeting's date, or move it; every due date follows (B2)."""

from __future__ import annotations

from datetime import date, datetime

from dialogue.accounts.models import Account
from dialogue.accounts.queries import units
from dialogue.core import clock
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import move_due, set_due
from dialogue.deadlines.models import DueDate
from dialogue.deadlines.queries import result_of
from dialogue.deadlines.rules import RULES
from dialogue.extensions import db
from dialogue.history.actions import perform, record
from dialogue.plans import hooks
from dialogue.plans.actions.telling import tell_meeting, when_and_where
from dialogue.plans.models import ON_DATE, Meeting, Task
from dialogue.plans.queries.preview import (
    COMMON,
    check_times,
    law_rule,
    law_task,
    result_for,
)
from dialogue.plans.queries.tasks import tasks_of_meeting
from dialogue.plans.workflow import MEETING


def announce_date(
    meeting: Meeting,
    *,
    starts_at: datetime,
    ends_at: datetime | None = None,
    actor: Account,
    version: int | None = None,
) -> Meeting:
    """Give ``meeting`` its date; every due date is set and everyone concerned told.

    ``starts_at`` and ``ends_at`` are aware. ``InvalidInput`` for a day that has passed or an
    end before the start, ``Conflict`` if the meeting has a date already.
    """
    with unit_of_work():
        MEETING.permit(actor, meeting, "announce", version=version)
        check_times(starts_at, ends_at)
        meeting.starts_at, meeting.ends_at = starts_at, ends_at
        perform(
            MEETING,
            meeting,
            "announce",
            actor=actor,
            version=version,
            label=f"Công bố ngày đối thoại: {_moment(starts_at)}",
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat() if ends_at else None,
        )
        add_law_task(meeting, actor)
        _set_dues(meeting, clock.local(starts_at).date())
        tell_meeting(
            meeting,
            f"{meeting.name} được tổ chức lúc {when_and_where(meeting)}. "
            "Hạn của các nhiệm vụ đã được tính.",
        )
        return meeting


def move_date(
    meeting: Meeting,
    *,
    starts_at: datetime,
    ends_at: datetime | None = None,
    reason: str,
    actor: Account,
    version: int | None = None,
) -> Meeting:
    """Hold an announced meeting at another time; due dates move along, on record.

    ``InvalidInput`` as ``announce_date``, and without a reason. ``Conflict`` once it began.
    """
    with unit_of_work():
        MEETING.permit(actor, meeting, "move_date", version=version, reason=reason)
        check_times(starts_at, ends_at)
        before = meeting.starts_at
        assert before is not None
        meeting.starts_at, meeting.ends_at = starts_at, ends_at
        perform(
            MEETING,
            meeting,
            "move_date",
            actor=actor,
            version=version,
            reason=reason,
            label=f"Dời ngày đối thoại từ {_moment(before)} sang {_moment(starts_at)}",
            starts_from=before.isoformat(),
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat() if ends_at else None,
        )
        why = f"Dời ngày đối thoại: {clean(reason)}"
        add_law_task(meeting, actor)
        _move_dues(meeting, clock.local(starts_at).date(), actor, why)
        _set_dues(meeting, clock.local(starts_at).date())
        tell_meeting(
            meeting,
            f"{meeting.name} dời từ {_moment(before)} sang {when_and_where(meeting)}. "
            f"Lý do: {clean(reason)}. Hạn của các nhiệm vụ đã được tính lại.",
        )
        return meeting


def _moment(moment: datetime) -> str:
    return f"{clock.show_time(moment)} {clock.show_long_date(moment)}"


def set_task_due(task: Task, meeting: Meeting, held_on: date) -> None:
    """Give ``task`` its first due date, counted from the day of the meeting.

    A task with a day of its own gets it from the office, not from here.
    """
    if task.rule == ON_DATE:
        return
    task.due = set_due(task.rule, held_on, label=task.title[:200], rule_set=meeting.plan.rule_set)


def _set_dues(meeting: Meeting, held_on: date) -> None:
    for column, rule, what in COMMON:
        if getattr(meeting, column) is None:
            label = f"{what} ({meeting.name})"
            due = set_due(rule, held_on, label=label, rule_set=meeting.plan.rule_set)
            setattr(meeting, column, due)
    for task in tasks_of_meeting(meeting):
        if task.due is None:
            set_task_due(task, meeting, held_on)
    db.session.flush()


def _move_dues(meeting: Meeting, held_on: date, actor: Account, why: str) -> None:
    for column, rule, _what in COMMON:
        old: DueDate | None = getattr(meeting, column)
        if old is None or hooks.is_settled(meeting, column):
            continue
        if _would_change(meeting, rule, old, held_on):
            setattr(meeting, column, move_due(old, actor=actor, why=why, start=held_on))
    for task in tasks_of_meeting(meeting):
        old = task.due
        if old is None or not _would_change(meeting, task.rule, old, held_on):
            continue
        task.due = move_due(old, actor=actor, why=why, start=held_on)
        _note(task, old, task.due, actor, why)


def _would_change(meeting: Meeting, rule: str, old: DueDate, held_on: date) -> bool:
    return result_for(meeting, rule, old, held_on) != result_of(old)


def _note(task: Task, old: DueDate, new: DueDate, actor: Account, why: str) -> None:
    words = f"Dời hạn từ {clock.show_date(old.due_on)} sang {clock.show_date(new.due_on)}"
    record(actor, task, "move_due", words, reason=why, due_id=new.id)


def add_law_task(meeting: Meeting, actor: Account) -> Task | None:
    """Give the office what only current law asks for, where the plan follows it; else None."""
    rule = law_rule(meeting)
    if rule is None or law_task(meeting) is not None:
        return None
    office = next(iter(units("office")), None)
    if office is None:
        return None
    task = Task(
        meeting=meeting, unit=office, title=RULES[rule].label, basis=RULES[rule].basis, rule=rule
    )
    db.session.add(task)
    record(actor, task, "create", "Giao nhiệm vụ")
    return task
