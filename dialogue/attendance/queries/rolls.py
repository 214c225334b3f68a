"""The lists of a meeting side by side: places, who has sent, how many in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import units
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.permissions import can_keep, can_see
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.deadlines.queries import preview_due
from dialogue.extensions import db
from dialogue.plans.models import Meeting, Task
from dialogue.plans.permissions import NAME_DELEGATES
from dialogue.plans.queries import task_of_kind

TASK_KIND = "delegates"
# How the room is usually shared, by who is spoken with; the office changes it.
SHARES = {
    "residents": {"residential_group": 12, "front": 4, "youth_union": 6, "department": 2},
    "youth": {"residential_group": 3, "front": 3, "youth_union": 60, "department": 2},
}
GUEST_SHARE = 10


def roll_units() -> list[Unit]:
    """The units that name delegates, in the ward's order."""
    return units(*NAME_DELEGATES)


def roll_of(meeting: Meeting, unit: Unit | None) -> DelegateList:
    """The list of ``unit`` (None: the guests); one that is not stored yet where there is none."""
    query = (
        select(DelegateList)
        .where(DelegateList.meeting_id == meeting.id)
        .where(DelegateList.unit_id.is_(None) if unit is None else DelegateList.unit_id == unit.id)
        .options(joinedload(DelegateList.unit), joinedload(DelegateList.sent_by))
    )
    return db.session.scalar(query) or empty_roll(meeting, unit)


def empty_roll(meeting: Meeting, unit: Unit | None) -> DelegateList:
    """A list that nobody has begun. The guests' needs no sending: the office keeps it."""
    return DelegateList(
        meeting=meeting,
        meeting_id=meeting.id,
        unit=unit,
        unit_id=None if unit is None else unit.id,
        state="draft" if unit else "sent",
        sent_at=None if unit else clock.now(),
        version=1,
        is_late=False,
        reason="",
    )


def get_roll(user: Account, meeting: Meeting, unit_id: int | None) -> DelegateList:
    """The list for its page; ``NotAllowed`` if ``user`` may not see it."""
    unit = None
    if unit_id is not None:
        unit = db.session.get(Unit, unit_id)
        if unit is None or unit.kind not in NAME_DELEGATES:
            raise NotAllowed
    roll = roll_of(meeting, unit)
    if not can_see(user, roll):
        raise NotAllowed
    if roll.id is None and unit is not None and not unit.is_valid() and not can_keep(user, roll):
        raise NotAllowed
    return roll


@dataclass(frozen=True)
class Line:
    """A list in the overview with its figures."""

    roll: DelegateList
    task: Task | None = None
    named: int = 0
    invited: int = 0
    confirmed: int = 0
    declined: int = 0
    late: int = 0

    @property
    def over(self) -> int:
        """How many more than there are places."""
        return 0 if self.roll.places is None else max(self.named - self.roll.places, 0)


def overview(meeting: Meeting) -> list[Line]:
    """Every list of ``meeting``, the guests first, then the units in the ward's order."""
    kept = {
        roll.unit_id: roll
        for roll in db.session.scalars(
            select(DelegateList)
            .where(DelegateList.meeting_id == meeting.id)
            .options(joinedload(DelegateList.unit))
        )
    }
    figures = {
        list_id: figure
        for list_id, *figure in db.session.execute(
            select(
                Delegate.list_id,
                func.count(),
                func.count(case((Delegate.number.is_not(None), 1))),
                func.count(case((Delegate.state == "confirmed", 1))),
                func.count(case((Delegate.state == "declined", 1))),
                func.count(case((Delegate.is_late, 1))),
            )
            .where(Delegate.meeting_id == meeting.id, Delegate.state != "removed")
            .group_by(Delegate.list_id)
        )
    }
    tasks = {
        task.unit_id: task
        for task in db.session.scalars(
            select(Task)
            .where(
                Task.meeting_id == meeting.id,
                Task.kind == TASK_KIND,
                Task.state != "withdrawn",
            )
            .options(joinedload(Task.due))
            .order_by(Task.id.desc())
        )
    }
    offered: list[Unit | None] = [None, *roll_units()]
    offered += [r.unit for r in kept.values() if r.unit and r.unit not in offered]  # ended since
    return [
        Line(roll, tasks.get(roll.unit_id or 0), *figures.get(roll.id, ()))
        for roll in (kept.get(u.id if u else None) or empty_roll(meeting, u) for u in offered)
    ]


@dataclass(frozen=True)
class Totals:
    """The sums of the overview; ``seats`` None while nobody has said how many there are."""

    places: int
    named: int
    people: int  # each counted once
    invited: int
    confirmed: int
    declined: int
    seats: int | None

    @property
    def too_many(self) -> int:
        """How many people more than places."""
        room = self.seats if self.seats is not None else self.places
        return max(self.people - room, 0) if room else 0


def totals(meeting: Meeting, lines: list[Line], people: int) -> Totals:
    """The sums of ``lines``; ``people`` as ``Twins.people`` counts them."""
    return Totals(
        places=sum(line.roll.places or 0 for line in lines),
        named=sum(line.named for line in lines),
        people=people,
        invited=sum(line.invited for line in lines),
        confirmed=sum(line.confirmed for line in lines),
        declined=sum(line.declined for line in lines),
        seats=meeting.expected,
    )


def suggested_places(meeting: Meeting, rolls: list[DelegateList]) -> dict[int | None, int]:
    """Unit id (None: guests) → places: what was allotted; else the usual share, fitted to the
    number that the plan expects."""
    if any(roll.places is not None for roll in rolls):
        return {roll.unit_id: roll.places or 0 for roll in rolls}
    shares = SHARES[meeting.audience]
    usual = {
        roll.unit_id: GUEST_SHARE if roll.unit is None else shares[roll.unit.kind] for roll in rolls
    }
    room, wanted = meeting.expected, sum(usual.values())
    if room is None or not wanted:
        return usual
    # Largest remainders, so that the sum is exactly the room.
    exact = {unit: share * room / wanted for unit, share in usual.items()}
    fitted = {unit: int(share) for unit, share in exact.items()}
    short = room - sum(fitted.values())
    for unit in sorted(exact, key=lambda u: fitted[u] - exact[u])[:short]:
        fitted[unit] += 1
    return fitted


def due_of(meeting: Meeting, unit: Unit | None) -> tuple[Task | None, date | None]:
    """(the unit's task with its stored due date, the day D−5); none without a date."""
    if unit is None:
        return None, None
    task = task_of_kind(meeting, unit.id, TASK_KIND)
    if task is not None and task.due is not None:
        return task, task.due.due_on
    if meeting.held_on is None:
        return task, None
    return task, preview_due(TASK_KIND, meeting.held_on, rule_set=meeting.plan.rule_set).due_on
