"""What the presider's console shows: who speaks, the next right step, the queue, the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account, RoleGrant, Unit
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.ordering import proposed
from dialogue.hall.permissions import may_operate, may_register
from dialogue.hall.queries.log import commands, moved_ids, undoable
from dialogue.hall.queries.queue import Queue, queue
from dialogue.hall.timing import Forecast, forecast
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import can_run

SHOWN_UNDOS = 6
FROM_PHONES = ("ask", "answer_request")  # the desk's business, not the presider's
ANSWERING_ROLES = ("vice_chair", "department", "office", "chair")


@dataclass(frozen=True)
class Console:
    """The state of one hall as its presider sees it."""

    meeting: Meeting
    hall: HallSession
    queue: Queue
    may_operate: bool
    may_register: bool
    may_run: bool
    forecast: Forecast | None
    last: HallCommand | None
    undo: HallCommand | None
    undos: tuple[HallCommand, ...]  # what besides can still be taken back, newest first
    out_of_order: bool  # the rule in force asks for another order
    to_conclude: Turn | None
    now: datetime
    user_id: int

    @property
    def step(self) -> str:
        """The next right step: open, start, finish, finish_answer, conclude, call or none."""
        current = self.queue.current
        if self.meeting.state == "announced":
            return "open"
        if current is not None:
            return {"called": "start", "speaking": "finish"}.get(current.state, "finish_answer")
        if self.meeting.state == "live" and self.group_next is not None:
            return "call"
        if self.to_conclude is not None:
            return "conclude"
        return "call" if self.queue.waiting and self.meeting.state == "live" else ""

    @property
    def group_next(self) -> Turn | None:
        """The next who speaks on the matter of the last speech, if he stands first."""
        last, waiting = self.queue.last, self.queue.waiting
        if last is None or not waiting or not last.group_topic:
            return None
        return waiting[0] if waiting[0].group_topic == last.group_topic else None

    def hidden(
        self, verb: str, turn: Turn | None = None, value: str | int = ""
    ) -> dict[str, str | int]:
        """What a button of the console carries (hall.md 1).

        The same button of the same person at the same state is the same command, so its
        key is made of just that.
        """
        what = f"{verb}-{turn.id if turn is not None else value}"
        carried: dict[str, str | int] = {
            "version": self.hall.version,
            "submission_key": f"{self.meeting.id}-{self.hall.version}-{what}-{self.user_id}",
            "value": value,
        }
        return carried if turn is None else carried | {"turn": turn.id}


def console(user: Account, meeting: Meeting, hall: HallSession) -> Console:
    """Everything for the console, in a fixed number of queries."""
    found = queue(meeting.id)
    current = found.current
    log = commands(meeting.id)
    free = undoable(
        log, current.id if current else None, live=meeting.state in ("announced", "live")
    )
    operates = may_operate(user, meeting)
    now = clock.now()
    return Console(
        meeting=meeting,
        hall=hall,
        queue=found,
        may_operate=operates,
        may_register=may_register(user, meeting),
        may_run=can_run(user, meeting),
        forecast=forecast(
            found.turns, ends_at=meeting.ends_at, now=now, default_seconds=hall.default_seconds
        )
        if meeting.state == "live"
        else None,
        last=next((c for c in reversed(log) if c.verb not in FROM_PHONES), None),
        undo=free[0] if free and operates else None,
        undos=tuple(free[1:SHOWN_UNDOS]) if operates else (),
        out_of_order=_out_of_order(found, hall, log),
        to_conclude=_to_conclude(found),
        now=now,
        user_id=user.id,
    )


def _out_of_order(found: Queue, hall: HallSession, log: list[HallCommand]) -> bool:
    wanted = proposed(found.waiting, hall.order_rule, moved_ids(log))
    return [t.id for t in wanted] != [t.id for t in found.waiting]


def _to_conclude(found: Queue) -> Turn | None:
    """The last speech, as long as its matter has no conclusion."""
    last = found.last
    return last if last is not None and last.opinion.root.state == "selected" else None


def answerers(opinion: Opinion) -> list[Account]:
    """Who may be asked to answer, those of the unit that prepared it first (H5)."""
    found = answering_people()
    preparation = opinion.root.preparation
    lead = preparation.lead_unit_id if preparation is not None else None
    return sorted(found, key=lambda account: account.unit_id != lead)


def answering_people() -> list[Account]:
    """Whoever may be asked to answer, in the order of the units."""
    query = (
        select(Account)
        .join(RoleGrant)
        .join(Unit, Unit.id == Account.unit_id)
        .where(RoleGrant.role.in_(ANSWERING_ROLES), Account.active)
        .options(joinedload(Account.unit))
        .order_by(Unit.position, Account.name_key)
        .distinct()
    )
    return [a for a in db.session.scalars(query).unique() if a.has(*ANSWERING_ROLES)]
