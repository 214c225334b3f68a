"""Plans and meetings: everyone who signs in sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from dialogue.accounts.models import UNIT_KINDS, Account
from dialogue.accounts.queries import accounts_with_role
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.plans.models import Meeting, MeetingDuty, Plan, ProgrammeItem, TaskTemplate
from dialogue.plans.permissions import delegation


def _with_all() -> tuple[ORMOption, ...]:
    return (
        joinedload(Meeting.plan),
        joinedload(Meeting.opinions_due),
        joinedload(Meeting.answers_due),
        joinedload(Meeting.notice_due),
        selectinload(Meeting.duties).joinedload(MeetingDuty.account),
    )


def plans() -> list[Plan]:
    """Every plan with its meetings, the newest year first."""
    query = (
        select(Plan)
        .options(
            selectinload(Plan.meetings).joinedload(Meeting.opinions_due),
            selectinload(Plan.meetings).joinedload(Meeting.notice_due),
        )
        .order_by(Plan.year.desc())
    )
    return list(db.session.scalars(query))


def get_plan(user: Account, plan_id: int) -> Plan:
    """The plan; ``NotAllowed`` if there is none."""
    query = select(Plan).where(Plan.id == plan_id).options(selectinload(Plan.meetings))
    plan = db.session.scalar(query)
    if plan is None:
        raise NotAllowed
    return plan


def current_plan() -> Plan | None:
    """The plan of the latest year, or None before there is one."""
    return db.session.scalar(select(Plan).order_by(Plan.year.desc()).limit(1))


def meetings() -> list[Meeting]:
    """Every meeting, the newest plan first, in the plan's order."""
    query = (
        select(Meeting).join(Plan).options(*_with_all()).order_by(Plan.year.desc(), Meeting.ordinal)
    )
    return list(db.session.scalars(query))


def get_meeting(user: Account, meeting_id: int) -> Meeting:
    """The meeting with its plan, duties and due dates; ``NotAllowed`` if there is none."""
    query = select(Meeting).where(Meeting.id == meeting_id).options(*_with_all())
    meeting = db.session.scalar(query)
    if meeting is None:
        raise NotAllowed
    return meeting


def current_meeting() -> Meeting | None:
    """The meeting people speak of today.

    The live one; else the next announced; else the last held that is still being settled;
    else the first without a date; else the last one closed.
    """
    found = meetings()

    def pick(state: str) -> list[Meeting]:
        here = [m for m in found if m.state == state]
        return sorted(here, key=lambda m: (m.starts_at is not None, m.starts_at))

    for state, place in (("live", 0), ("announced", 0), ("ended", -1)):
        if here := pick(state):
            return here[place]
    # `found` has the newest plan first, its meetings in order.
    if planned := [m for m in found if m.state == "planned"]:
        return planned[0]
    closed = pick("closed")
    return closed[-1] if closed else None


def presider_of(meeting: Meeting) -> Account | None:
    """Who presides: the delegate, else the chair; None while the ward has no chair."""
    row = delegation(meeting)
    if row is not None:
        return row.account
    return next(iter(accounts_with_role("chair")), None)


@dataclass(frozen=True)
class Addressee:
    """A unit (or every unit of a kind) with what part III of the plan gives it."""

    basis: str
    name: str
    templates: list[TaskTemplate]


def part_three(plan: Plan) -> list[Addressee]:
    """The plan's task lines by addressee, in the plan's order."""
    query = (
        select(TaskTemplate)
        .where(TaskTemplate.plan_id == plan.id, TaskTemplate.withdrawn_at.is_(None))
        .options(joinedload(TaskTemplate.unit))
        .order_by(TaskTemplate.position, TaskTemplate.id)
    )
    groups: dict[str, list[TaskTemplate]] = {}
    for line in db.session.scalars(query):
        name = line.unit.name if line.unit else UNIT_KINDS[line.unit_kind or ""]
        groups.setdefault(name, []).append(line)
    return [
        Addressee(", ".join(dict.fromkeys(line.basis for line in lines)), name, lines)
        for name, lines in groups.items()
    ]


def programme_times(meeting: Meeting) -> Iterable[tuple[datetime | None, ProgrammeItem]]:
    """(moment it begins or None while no date is known, item) for each line."""
    at, held_on = meeting.starts_at, meeting.held_on
    for item in meeting.programme:
        if item.starts is not None and held_on is not None:
            at = clock.at(held_on, item.starts)
        yield at, item
        if at is not None:
            at += timedelta(minutes=item.minutes)
