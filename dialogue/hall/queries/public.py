"""The allow-listed projection: all that screens and phones ever get (hall.md 10, H8, H9).

Only the columns named here are read: a phone number, an address, a note or a resident's
words cannot reach a public page because they are never loaded for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core.text import initials
from dialogue.extensions import db
from dialogue.hall.hooks import conclusions_of
from dialogue.hall.models import HallSession, Turn
from dialogue.hall.workflow import MICROPHONE, ORDER_RULES, TURN, WAITING
from dialogue.plans.queries import programme_times


@dataclass(frozen=True)
class PublicClock:
    """What a client needs to derive a clock by itself (hall.md 3)."""

    started_at: datetime | None
    allowance: int
    paused_seconds: int = 0
    paused_at: datetime | None = None


@dataclass(frozen=True)
class PublicTurn:
    """A turn as everyone may see it."""

    number: int
    name: str
    unit: str
    topic: str
    state: str
    label: str


@dataclass(frozen=True)
class PublicConclusionLine:
    """A conclusion as everyone may read it."""

    outcome: str
    words: str
    unit: str


@dataclass(frozen=True)
class PublicState:
    """One meeting's hall as everyone may see it."""

    version: int
    meeting: str
    title: str
    place: str
    starts_at: datetime | None
    state: str
    layout: str
    layout_since: datetime | None
    house_rules: tuple[str, ...]
    registration_open: bool
    rule: str
    return_after: int
    current: PublicTurn | None
    clock: PublicClock | None
    answerer: str
    answerer_unit: str
    waiting: tuple[PublicTurn, ...]
    spoken: int
    programme: tuple[tuple[datetime | None, str], ...]
    conclusions: tuple[PublicConclusionLine, ...]

    @property
    def next(self) -> tuple[PublicTurn, ...]:
        """The next five."""
        return self.waiting[:5]

    @property
    def stage(self) -> str:
        """What the screen shows: its layout, and the answer once somebody gives one."""
        if self.layout == "speaker" and self.current and self.current.state == "answering":
            return "answer"
        return self.layout


def public_projection(hall: HallSession, *, full_names: bool) -> PublicState:
    """The state of ``hall``; with ``full_names`` for the screen in the hall, else initials."""
    query = (
        select(
            Turn.number,
            Turn.speaker_name,
            Unit.short_name.label("unit"),
            Turn.topic,
            Turn.state,
            Turn.allowance,
            Turn.started_at,
            Turn.paused_at,
            Turn.paused_seconds,
            Turn.answer_started_at,
            Turn.answerer_id,
        )
        .outerjoin(Unit, Unit.id == Turn.unit_id)
        .where(Turn.meeting_id == hall.meeting_id)
        .order_by(Turn.rank, Turn.number)
    )
    rows = db.session.execute(query).all()
    at_microphone = next((row for row in rows if row.state in MICROPHONE), None)

    def shown(row: Any) -> PublicTurn:
        name: str = row.speaker_name
        return PublicTurn(
            number=row.number,
            name=name if full_names else initials(name),
            unit=row.unit or "",
            topic=row.topic,
            state=row.state,
            label=TURN.label(row.state),
        )

    meeting = hall.meeting
    answerer, answerer_unit = _answerer(at_microphone)
    return PublicState(
        version=hall.version,
        meeting=meeting.name,
        title=meeting.title,
        place=meeting.place,
        starts_at=meeting.starts_at,
        state=meeting.state,
        layout=hall.layout,
        layout_since=hall.layout_since,
        house_rules=tuple(meeting.house_rules),
        registration_open=hall.registration_open and meeting.state in ("announced", "live"),
        rule=ORDER_RULES[hall.order_rule],
        return_after=hall.return_after,
        current=shown(at_microphone) if at_microphone is not None else None,
        clock=_clock(at_microphone, hall.answer_seconds),
        answerer=answerer,
        answerer_unit=answerer_unit,
        waiting=tuple(shown(row) for row in rows if row.state in WAITING),
        spoken=sum(row.state == "done" for row in rows),
        programme=tuple((at, item.title) for at, item in programme_times(meeting)),
        conclusions=tuple(
            PublicConclusionLine(c.outcome, c.words, c.lead_unit) for c in conclusions_of(meeting)
        ),
    )


def _clock(row: Any, answer_allowance: int) -> PublicClock | None:
    if row is None:
        return None
    if row.state == "answering":
        return PublicClock(row.answer_started_at, answer_allowance)
    return PublicClock(
        started_at=row.started_at,
        allowance=row.allowance,
        paused_seconds=round(row.paused_seconds),
        paused_at=row.paused_at,
    )


def _answerer(row: Any) -> tuple[str, str]:
    if row is None or row.state != "answering":
        return "", ""
    found = db.session.execute(
        select(Account.full_name, Account.title).where(Account.id == row.answerer_id)
    ).one_or_none()
    return (found.full_name, found.title) if found is not None else ("", "")
