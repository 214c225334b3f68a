"""The hall: one session a meeting, the speaking turns, every command as a record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Meeting


class HallSession(Base):
    """The hall of one meeting. ``version`` grows with every command of the queue."""

    __tablename__ = "hall_session"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    registration_open: Mapped[bool] = mapped_column(default=True)
    layout: Mapped[str] = mapped_column(String(16), default="opening")  # what the screen shows
    layout_since: Mapped[datetime | None] = mapped_column(default=None)
    default_seconds: Mapped[int] = mapped_column(default=180)
    return_after: Mapped[int] = mapped_column(default=2)  # an absent one returns after N turns
    answer_seconds: Mapped[int] = mapped_column(default=300)
    order_rule: Mapped[str] = mapped_column(String(16), default="registration")
    next_number: Mapped[int] = mapped_column(default=1)
    screen_token: Mapped[str] = mapped_column(String(64), unique=True)
    phone_token: Mapped[str] = mapped_column(String(64), unique=True)

    meeting: Mapped[Meeting] = relationship()


class Turn(Base):
    """One person's place in the queue and, later, the record of the speech.

    Nothing of a turn is ever deleted or nulled (hall.md 6): a return to the queue after an
    absence or an undo is a new act on the same row, its past stands in ``HallCommand``.
    """

    __tablename__ = "turn"
    __table_args__ = (
        CheckConstraint(
            "state in ('registered','called','speaking','answering','done','absent',"
            "'withdrawn','written')",
            name="state",
        ),
        CheckConstraint("allowance > 0", name="allowance"),
        UniqueConstraint("meeting_id", "number"),
        Index(
            "ix_turn_one_at_the_microphone",
            "meeting_id",
            unique=True,
            sqlite_where=text("state in ('called','speaking','answering')"),
            postgresql_where=text("state in ('called','speaking','answering')"),
        ),
        Index("ix_turn_meeting_rank", "meeting_id", "rank"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    number: Mapped[int]  # on the slip
    rank: Mapped[float]  # place in the queue
    state: Mapped[str] = mapped_column(String(16), default="registered")
    speaker_name: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    topic: Mapped[str] = mapped_column(String(200))
    group_topic: Mapped[str] = mapped_column(String(120), default="")  # said with others
    allowance: Mapped[int]  # seconds, extensions included
    registered_at: Mapped[datetime] = mapped_column(default=clock.now)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    called_at: Mapped[datetime | None] = mapped_column(default=None)
    started_at: Mapped[datetime | None] = mapped_column(default=None)  # the first word
    paused_at: Mapped[datetime | None] = mapped_column(default=None)  # in a pause since
    paused_seconds: Mapped[float] = mapped_column(default=0.0)  # pauses that are over
    ended_at: Mapped[datetime | None] = mapped_column(default=None)  # the last word
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    answer_started_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_ended_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_note: Mapped[str] = mapped_column(Text, default="")

    meeting: Mapped[Meeting] = relationship()
    opinion: Mapped[Opinion] = relationship()
    unit: Mapped[Unit | None] = relationship()
    answerer: Mapped[Account | None] = relationship(foreign_keys=[answerer_id])


class SpeakingRequest(Base, Versioned):
    """A resident in the hall asks from his phone to speak; the desk says yes or no (H2).

    ``device`` is a hash of what his browser keeps: it bounds how much one phone may ask.
    """

    __tablename__ = "speaking_request"
    __table_args__ = (
        CheckConstraint("state in ('waiting','accepted','refused','taken_back')", name="state"),
        CheckConstraint("state != 'accepted' or turn_id is not null", name="accepted_has_turn"),
        Index("ix_speaking_request_meeting", "meeting_id", "state"),
        Index("ix_speaking_request_device", "meeting_id", "device"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    device: Mapped[str] = mapped_column(String(64))
    client_key: Mapped[str] = mapped_column(String(64), unique=True)
    speaker_name: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    field_id: Mapped[int | None] = mapped_column(ForeignKey("field.id"), default=None)
    words: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id"), default=None)

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit | None] = relationship()
    field: Mapped[Field | None] = relationship()
    turn: Mapped[Turn | None] = relationship()


class HallCommand(Base):
    """Every command in the hall: the printable record, the idempotency key, the undo.

    ``before`` holds the turn's columns as they were, so that an undo can be a new act.
    """

    __tablename__ = "hall_command"
    __table_args__ = (Index("ix_hall_command_meeting", "meeting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    verb: Mapped[str] = mapped_column(String(24))
    label: Mapped[str] = mapped_column(String(200))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id"), default=None)
    version: Mapped[int]  # of the queue after this command
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    actor_name: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("hall_command.id"), default=None)

    turn: Mapped[Turn | None] = relationship()
