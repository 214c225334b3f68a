"""The queue of a meeting: one query whatever its length."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.hall.models import Turn
from dialogue.hall.permissions import answers, may_look, may_register
from dialogue.hall.workflow import MICROPHONE, WAITING
from dialogue.opinions.models import Opinion


@dataclass(frozen=True)
class Queue:
    """Every turn of a meeting, sorted by what it is now."""

    turns: list[Turn]

    @property
    def current(self) -> Turn | None:
        """Who is at the microphone, or on the way to it."""
        return next((t for t in self.turns if t.state in MICROPHONE), None)

    @property
    def waiting(self) -> list[Turn]:
        """Those still to come, in the order of the queue; who was absent among them."""
        return [t for t in self.turns if t.state in WAITING]

    @property
    def done(self) -> list[Turn]:
        """Those who have spoken, in the order they were called."""
        spoken = [t for t in self.turns if t.state == "done"]
        return sorted(spoken, key=lambda t: (t.called_at is None, t.called_at, t.id))

    @property
    def last(self) -> Turn | None:
        """Who spoke last."""
        return self.done[-1] if self.done else None

    @property
    def apart(self) -> list[Turn]:
        """Who withdrew, or will be answered in writing."""
        return [t for t in self.turns if t.state in ("withdrawn", "written")]

    @property
    def on_paper(self) -> list[Turn]:
        """Whose speech may stand on the printed queue: at the microphone, waiting, spoken."""
        now = [self.current] if self.current is not None else []
        return [*now, *self.waiting, *self.done, *(t for t in self.apart if t.state == "written")]

    def group_of(self, turn: Turn) -> list[Turn]:
        """The others who speak on the same matter as ``turn``, in the order of the queue."""
        return [
            t
            for t in self.turns
            if turn.group_topic
            and t.group_topic == turn.group_topic
            and t.id != turn.id
            and t.state not in ("withdrawn", "written")
        ]

    def ahead_of(self, turn: Turn) -> int:
        """How many are called before ``turn``."""
        return next((n for n, one in enumerate(self.waiting) if one.id == turn.id), 0)

    def times(self, turn: Turn) -> int:
        """How often this person has spoken already today."""
        who = (turn.speaker_name.casefold(), turn.unit_id)
        return sum(
            (t.speaker_name.casefold(), t.unit_id) == who for t in self.done if t.id != turn.id
        )


def queue(meeting_id: int) -> Queue:
    """The turns of a meeting with all that the hall shows of them."""
    query = (
        select(Turn)
        .where(Turn.meeting_id == meeting_id)
        .options(
            joinedload(Turn.meeting),
            joinedload(Turn.unit),
            joinedload(Turn.answerer),
            joinedload(Turn.opinion).options(
                joinedload(Opinion.field),
                joinedload(Opinion.preparation),
                selectinload(Opinion.merged),
                joinedload(Opinion.merged_into).options(
                    joinedload(Opinion.preparation), selectinload(Opinion.merged)
                ),
            ),
        )
        .order_by(Turn.rank, Turn.number)
    )
    return Queue(list(db.session.scalars(query)))


def same_matter(opinion: Opinion) -> list[Turn]:
    """The turns grouped with one of ``opinion``'s own whose matters have no conclusion yet, one
    for each matter."""
    turns = queue(opinion.meeting_id).turns
    topics = {t.group_topic for t in turns if t.opinion.root.id == opinion.id and t.group_topic}
    found = {
        t.opinion.root.id: t
        for t in turns
        if t.group_topic in topics
        and t.state not in ("withdrawn", "written")
        and t.opinion.root.state == "selected"
        and t.opinion.root.id != opinion.id
    }
    return list(found.values())


def turn(user: Account, turn_id: int) -> Turn:
    """One turn; ``NotAllowed`` unless ``user`` may look at its hall or answers it."""
    query = (
        select(Turn)
        .where(Turn.id == turn_id)
        .options(joinedload(Turn.meeting), joinedload(Turn.unit), joinedload(Turn.opinion))
    )
    found = db.session.scalar(query)
    if found is None or not (
        may_look(user, found.meeting) or may_register(user, found.meeting) or answers(user, found)
    ):
        raise NotAllowed
    return found
