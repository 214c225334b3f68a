"""The figures of one hall, by unit and never by person: nobody is ranked (H3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import func, select

from dialogue.accounts.models import Account, Unit
from dialogue.extensions import db
from dialogue.followup.models import OUTCOMES, Conclusion
from dialogue.hall import queries as hall
from dialogue.hall.models import HallCommand, Turn
from dialogue.hall.queries.log import effective
from dialogue.hall.timing import spoken_seconds
from dialogue.hall.workflow import TURN
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

NOT_CONCLUDED = "Chưa kết luận"
NO_UNIT = "Không thuộc đơn vị"


@dataclass(frozen=True)
class Times:
    """How often and how long: of one unit, or of all."""

    name: str
    seconds: tuple[float, ...]

    @property
    def count(self) -> int:
        return len(self.seconds)

    @property
    def total(self) -> float:
        return sum(self.seconds)

    @property
    def middle(self) -> float:
        """The median; 0 where there is nothing."""
        return median(self.seconds) if self.seconds else 0.0

    @property
    def longest(self) -> float:
        return max(self.seconds, default=0.0)


@dataclass(frozen=True)
class Figures:
    """Everything the page of one meeting shows."""

    states: tuple[tuple[str, str, int], ...]  # state, label, how many turns
    speaking: tuple[Times, ...]  # by the speakers' units, the longest first
    answering: tuple[Times, ...]  # by the answerers' units
    waiting: Times
    over: Times  # speech beyond what was allowed in the end
    extensions: int
    departures: int  # from the order of the rule, each with its reason on record
    outcomes: tuple[tuple[str, int], ...]  # matters on the agenda; without a conclusion: last
    raised: int  # opinions raised in the hall
    asked_by_phone: int

    @property
    def spoken(self) -> Times:
        return Times("", tuple(s for unit in self.speaking for s in unit.seconds))


def figures(meeting: Meeting, now: datetime) -> Figures:
    """Counted from the turns and the record as they stand at ``now``; a fixed number of
    queries."""
    found, log = hall.queue(meeting.id), hall.commands(meeting.id)
    turns, holding = found.turns, effective(log)
    spoken = [t for t in turns if t.started_at is not None]
    return Figures(
        states=_states(turns),
        speaking=_by_unit((_unit_of(t), spoken_seconds(t, now)) for t in spoken),
        answering=_answering(turns, log, now),
        waiting=Times("", tuple(_waited(meeting, turns))),
        over=Times("", tuple(o for t in spoken if (o := spoken_seconds(t, now) - t.allowance) > 0)),
        extensions=sum(c.verb == "extend" for c in holding),
        departures=sum(c.verb == "move" or (c.verb == "call" and bool(c.reason)) for c in holding),
        outcomes=_outcomes(meeting),
        raised=_raised(meeting),
        asked_by_phone=sum(c.verb == "ask" for c in log),
    )


def _states(turns: Sequence[Turn]) -> tuple[tuple[str, str, int], ...]:
    return tuple(
        (state, label, sum(t.state == state for t in turns)) for state, label in TURN.states.items()
    )


def _unit_of(turn: Turn) -> str:
    return turn.unit.short_name if turn.unit is not None else NO_UNIT


def _by_unit(spans: Iterable[tuple[str, float]]) -> tuple[Times, ...]:
    found: dict[str, list[float]] = defaultdict(list)
    for name, seconds in spans:
        found[name].append(seconds)
    units = [Times(name, tuple(seconds)) for name, seconds in found.items()]
    return tuple(sorted(units, key=lambda one: (-one.total, one.name)))


def _waited(meeting: Meeting, turns: Iterable[Turn]) -> list[float]:
    """Seconds from the registration, or from the opening if that was later, to the call."""
    opened = meeting.opened_at
    return [
        max(0.0, (t.called_at - max(t.registered_at, opened or t.registered_at)).total_seconds())
        for t in turns
        if t.called_at is not None and t.started_at is not None
    ]


def _answering(
    turns: Sequence[Turn], log: Sequence[HallCommand], now: datetime
) -> tuple[Times, ...]:
    answers = [one for given in hall.answers_of(turns, log).values() for one in given]
    units = _units_of({one.answerer_id for one in answers})
    return _by_unit((units.get(one.answerer_id, NO_UNIT), one.seconds(now)) for one in answers)


def _units_of(accounts: set[int]) -> Mapping[int, str]:
    if not accounts:
        return {}
    query = (
        select(Account.id, Unit.short_name)
        .join(Unit, Unit.id == Account.unit_id)
        .where(Account.id.in_(accounts))
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _outcomes(meeting: Meeting) -> tuple[tuple[str, int], ...]:
    query = (
        select(Conclusion.outcome, func.count())
        .where(Conclusion.meeting_id == meeting.id)
        .group_by(Conclusion.outcome)
    )
    counted = {row[0]: row[1] for row in db.session.execute(query)}
    reached = [
        (label, counted[outcome]) for outcome, label in OUTCOMES.items() if counted.get(outcome)
    ]
    open_ones = select(func.count()).where(
        Opinion.meeting_id == meeting.id,
        Opinion.merged_into_id.is_(None),
        Opinion.state == "selected",
    )
    left = db.session.scalar(open_ones) or 0
    return (*reached, (NOT_CONCLUDED, left)) if left else tuple(reached)


def _raised(meeting: Meeting) -> int:
    query = select(func.count()).where(Opinion.meeting_id == meeting.id, Opinion.channel == "hall")
    return db.session.scalar(query) or 0
