"""The ladder, what is open, and who heads a unit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.chasing.models import ChasingStep
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.followup.models import Assignment, Conclusion
from dialogue.notifications.queries import told_at
from dialogue.notifications.reminders import Reminder, due_now

HEADS = (
    "truong", "chi huy truong", "chu tich", "chu nhiem", "bi thu", "to truong", "giam doc",
    "chanh van phong",
)  # fmt: skip


def ladder() -> list[ChasingStep]:
    """All steps, the earliest first."""
    query = select(ChasingStep).order_by(ChasingStep.days, ChasingStep.id)
    return list(db.session.scalars(query))


def get_step(step_id: int) -> ChasingStep:
    """One; ``NotAllowed`` if there is none."""
    step = db.session.get(ChasingStep, step_id)
    if step is None:
        raise NotAllowed
    return step


def open_assignments() -> list[Assignment]:
    """Every one not answered, over all meetings and years, soonest due first."""
    query = (
        select(Assignment)
        .where(Assignment.state != "answered")
        .options(
            joinedload(Assignment.due),
            joinedload(Assignment.lead_unit),
            joinedload(Assignment.conclusion).joinedload(Conclusion.opinion),
        )
        .order_by(Assignment.id)
    )
    return sorted(db.session.scalars(query), key=lambda one: (one.due.due_on, one.id))


def heads_by_unit() -> dict[int, list[Account]]:
    """Who heads each unit, by title; a unit's only account heads it."""
    found: dict[int, list[Account]] = {}
    for account in db.session.scalars(
        select(Account).where(Account.active).order_by(Account.id)
    ).unique():
        found.setdefault(account.unit_id, []).append(account)
    return {
        unit_id: [one for one in people if _is_head(one)] or people[: 1 if len(people) == 1 else 0]
        for unit_id, people in found.items()
    }


def _is_head(account: Account) -> bool:
    return fold(account.title).startswith(HEADS)


def coming(found: list[Reminder], now: datetime) -> list[Reminder]:
    """Of all steps those that the next run would tell."""
    due = due_now(found, clock.local(now).date())
    known = told_at(one.key for one in due)
    return [one for one in due if one.key not in known]


def told_today(found: list[Reminder], now: datetime) -> list[tuple[Reminder, datetime]]:
    """Of all steps those told on this day, with the moment."""
    today = clock.local(now).date()
    at = told_at(one.key for one in found)
    return [
        (one, at[one.key])
        for one in found
        if one.key in at and clock.local(at[one.key]).date() == today
    ]
