"""A meeting's programme with its hours, and whether it fits before the planned end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.plans.models import Meeting, ProgrammeItem
from dialogue.plans.queries.meetings import programme_times


@dataclass(frozen=True)
class ProgrammeLine:
    """An item, when it begins (None while no date is known) and how far the one before runs
    into it."""

    at: datetime | None
    item: ProgrammeItem
    overlap: int = 0


@dataclass(frozen=True)
class Programme:
    """All lines, how long they take, when the last one ends, minutes past the planned end."""

    lines: tuple[ProgrammeLine, ...]
    minutes: int
    ends_at: datetime | None
    over: int | None

    @property
    def length(self) -> str:
        """``2 giờ 30 phút``."""
        hours, minutes = divmod(self.minutes, 60)
        parts = [f"{hours} giờ" if hours else "", f"{minutes} phút" if minutes else ""]
        return " ".join(part for part in parts if part) or "0 phút"


def programme(meeting: Meeting) -> Programme:
    """The programme of ``meeting`` as it stands."""
    lines: list[ProgrammeLine] = []
    until: datetime | None = None
    for at, item in programme_times(meeting):
        overlap = _minutes(until - at) if at and until and until > at else 0
        lines.append(ProgrammeLine(at, item, overlap))
        until = at + timedelta(minutes=item.minutes) if at else None
    over = _minutes(until - meeting.ends_at) if until and meeting.ends_at else None
    return Programme(tuple(lines), sum(line.item.minutes for line in lines), until, over)


def get_item(meeting: Meeting, item_id: int) -> ProgrammeItem:
    """The line of ``meeting``; ``NotAllowed`` if it has none such."""
    item = db.session.scalar(
        select(ProgrammeItem)
        .where(ProgrammeItem.id == item_id, ProgrammeItem.meeting_id == meeting.id)
        .options(joinedload(ProgrammeItem.meeting))
    )
    if item is None:
        raise NotAllowed
    return item


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
