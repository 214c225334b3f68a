"""What the desk looks for: an opinion of this meeting, by part of a name or of its words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from dialogue.accounts.models import Unit
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.hall.models import HallCommand, Turn
from dialogue.hall.queries.log import commands, undoable
from dialogue.hall.workflow import MICROPHONE, SPEAKABLE, WAITING
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Meeting

MOST = 12


@dataclass(frozen=True)
class Candidate:
    """An opinion whose speaker may get a number: no phone, no address, no note."""

    opinion_id: int
    receipt: str
    name: str
    unit_id: int
    unit: str
    topic: str
    words: str
    number: int | None  # already in the queue
    spoken: int | None = None  # the number with which it was said already


def candidates(meeting: Meeting, asked: str) -> list[Candidate]:
    """The opinions sent for ``meeting`` that fit ``asked``, written with marks or not.

    Those on the agenda come first; another is put on it when its sender gets a number.

    Merged ones are found by their own sender, since each may speak for his own.
    """
    words = fold(asked).split()
    if not words:
        return []
    root = aliased(Opinion)
    query = (
        select(
            Opinion.id,
            Opinion.receipt,
            Opinion.resident_name,
            Opinion.words,
            Opinion.folded,
            Unit.id.label("unit_id"),
            Unit.short_name,
            Unit.name.label("unit_name"),
            Field.name.label("field"),
        )
        .join(Unit, Unit.id == Opinion.unit_id)
        .outerjoin(Field, Field.id == Opinion.field_id)
        .outerjoin(root, root.id == Opinion.merged_into_id)
        .where(
            Opinion.meeting_id == meeting.id,
            or_(
                (Opinion.merged_into_id.is_(None)) & Opinion.state.in_(SPEAKABLE),
                root.state.in_(SPEAKABLE),
            ),
        )
        .order_by(Opinion.agenda_place.is_(None), Opinion.agenda_place, Opinion.id)
    )
    taken = _numbers(meeting, (*WAITING, *MICROPHONE))
    spoken = _numbers(meeting, ("done",))
    found: list[Candidate] = []
    for row in db.session.execute(query):
        text = " ".join(
            (fold(row.resident_name), row.folded, fold(row.receipt), fold(row.unit_name))
        )
        if all(word in text for word in words):
            found.append(
                Candidate(
                    opinion_id=row.id,
                    receipt=row.receipt or "",
                    name=row.resident_name,
                    unit_id=row.unit_id,
                    unit=row.short_name,
                    topic=row.field or "",
                    words=_short(row.words),
                    number=taken.get(row.id),
                    spoken=spoken.get(row.id),
                )
            )
    # Who is called by what was typed stands before whose words only contain it.
    found.sort(key=lambda one: not all(word in fold(one.name) for word in words))
    return found[:MOST]


def _numbers(meeting: Meeting, states: Collection[str]) -> dict[int, int]:
    """Opinion id → the number of its turn in one of ``states``."""
    query = select(Turn.opinion_id, Turn.number).where(
        Turn.meeting_id == meeting.id, Turn.state.in_(states)
    )
    return {row.opinion_id: row.number for row in db.session.execute(query)}


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 110 else line[:108].rsplit(" ", 1)[0] + "…"


def last_registrations(
    meeting_id: int, at_microphone: int | None
) -> list[tuple[HallCommand, bool]]:
    """The desk's last five acts, newest first, and whether each can still be undone."""
    log = commands(meeting_id)
    free = {c.id for c in undoable(log, at_microphone)}
    mine = [c for c in reversed(log) if c.verb in ("register", "withdraw", "undo")]
    return [(c, c.id in free) for c in mine[:5]]
