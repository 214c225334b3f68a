"""Reminders of supporting parts, and of letters to ask about again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dialogue.core import clock
from dialogue.deadlines.hours import working_day_until, working_days_back, working_days_on
from dialogue.notifications.reminders import Reminder
from dialogue.progress.models import Referral, SupportPart
from dialogue.progress.queries import open_parts, waiting_referrals

DAYS_AHEAD = 2  # working days
WORTH = 3  # working days


def progress_reminders(now: datetime) -> Iterator[Reminder]:
    """Two working days before a part is due and on the day; a letter on the day named."""
    today = clock.local(now).date()
    for part in open_parts():
        if part.unit.is_valid(today):
            yield from _of_part(part)
    for referral in waiting_referrals():
        if referral.assignment.state != "answered":
            yield _of_referral(referral)


def _of_part(part: SupportPart) -> Iterator[Reminder]:
    due_on = part.due.due_on
    for step, on in (
        (f"before-{DAYS_AHEAD}", working_days_back(due_on, DAYS_AHEAD)),
        ("due", working_day_until(due_on)),
    ):
        yield Reminder(
            thing=f"part:{part.id}",
            step=step,
            due_on=due_on,
            on=on,
            until=working_days_on(due_on, WORTH),
            text=f"Phần việc phối hợp hạn {clock.show_date(due_on)}: {part.words}"[:400],
            url=f"/assignments/{part.assignment_id}#progress",
            whom=part.unit.name,
            unit_id=part.unit_id,
        )


def _of_referral(referral: Referral) -> Reminder:
    on = working_day_until(referral.ask_again_on)
    return Reminder(
        thing=f"referral:{referral.id}",
        step="ask",
        due_on=referral.ask_again_on,
        on=on,
        until=working_days_on(referral.ask_again_on, WORTH),
        text=f"Cần hỏi lại {referral.to_whom} về văn bản số {referral.letter}."[:400],
        url=f"/assignments/{referral.assignment_id}#progress",
        whom=referral.assignment.lead_unit.name,
        unit_id=referral.assignment.lead_unit_id,
    )
