"""Each open assignment's steps by the ladder: unit, its head, office, chair (A5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from dialogue.accounts.models import Account
from dialogue.accounts.queries import accounts_with_role
from dialogue.chasing.models import ChasingStep
from dialogue.chasing.queries import heads_by_unit, ladder, open_assignments
from dialogue.core import clock
from dialogue.deadlines.hours import working_day_until, working_days_back, working_days_on
from dialogue.followup.models import Assignment
from dialogue.history.actions import record
from dialogue.notifications.reminders import Reminder


def assignment_reminders(now: datetime) -> Iterator[Reminder]:
    """The steps of everything unanswered.

    What was answered, or merged into another matter, has no step; what was lawfully extended
    or opened anew has another due date, and steps of its own.
    """
    steps = ladder()
    today = clock.local(now).date()
    heads = heads_by_unit()
    people = {role: accounts_with_role(role) for role in ("office", "chair")}
    for assignment in open_assignments():
        heads_of_it = heads.get(assignment.lead_unit_id, [])
        for step in steps:
            on = day_of(step.days, assignment.due.due_on)
            if step.whom == "unit":
                if assignment.lead_unit.is_valid(today):
                    yield _reminder(assignment, step, on, today, unit=True)
                continue
            for person in heads_of_it if step.whom == "head" else people[step.whom]:
                yield _reminder(assignment, step, on, today, account=person)


def day_of(days: int, due_on: date) -> date:
    """The working day so many working days before or after ``due_on``."""
    if days < 0:
        return working_days_back(due_on, -days)
    return working_days_on(due_on, days) if days else working_day_until(due_on)


def _reminder(
    assignment: Assignment,
    step: ChasingStep,
    on: date,
    today: date,
    *,
    unit: bool = False,
    account: Account | None = None,
) -> Reminder:
    due_on = assignment.due.due_on
    return Reminder(
        thing=f"assignment:{assignment.id}",
        step=f"{step.days:+d}",
        due_on=due_on,
        on=on,
        # A step before the due date says nothing any more once that has passed.
        until=due_on if step.days < 0 else None,
        text=_words(assignment, today, whole=not unit),
        url=f"/assignments/{assignment.id}",
        whom=account.full_name if account else assignment.lead_unit.name,
        unit_id=assignment.lead_unit_id if unit else None,
        account_id=account.id if account else None,
        also=partial(_note, assignment, step) if unit else None,
    )


def _words(assignment: Assignment, today: date, *, whole: bool) -> str:
    """``Còn 2 ngày, …`` to the unit; with the unit's name to who is above it."""
    due_on = assignment.due.due_on
    day = clock.show_long_date(due_on).replace(",", "")
    late = (today - due_on).days
    if late > 0:
        when = f"quá hạn {late} ngày (hạn {day})"
    else:
        when = f"hạn hôm nay, {day}" if late == 0 else f"còn {-late} ngày, hạn {day}"
    what = f"“{assignment.conclusion.opinion.short}”"
    if whole:
        return f"{assignment.lead_unit.name} chưa trả lời {what}: {when}."[:400]
    return f"Cần trả lời {what}: {when}."[:400]


def _note(assignment: Assignment, step: ChasingStep) -> None:
    record(None, assignment, "remind", f"Nhắc: {step.when.lower()}", step=step.days)
