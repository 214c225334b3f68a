"""The append-only record of every act. Triggers in the database refuse any change to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.db import Base


class HistoryEvent(Base):
    """Who did what to which thing, when, from which state to which, and why.

    Names are kept as they were that day: an act stays readable after people change.
    """

    __tablename__ = "history_event"
    __table_args__ = (Index("ix_history_event_subject", "subject_type", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    actor_name: Mapped[str] = mapped_column(String(120))
    unit_name: Mapped[str] = mapped_column(String(160), default="")
    subject_type: Mapped[str] = mapped_column(String(40))  # table name
    subject_id: Mapped[int]
    verb: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200))  # Vietnamese, as shown
    from_state: Mapped[str | None] = mapped_column(String(40), default=None)
    to_state: Mapped[str | None] = mapped_column(String(40), default=None)
    from_label: Mapped[str] = mapped_column(String(80), default="")
    to_label: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content_digest: Mapped[str] = mapped_column(String(64))  # see chain.py
    digest: Mapped[str] = mapped_column(String(64))
    redaction_id: Mapped[int | None] = mapped_column(ForeignKey("redaction.id"), default=None)


class Redaction(Base):
    """That words about a person were taken out: when, by whom, on what ground, how many.

    While ``finished_at`` is empty the triggers let words, never facts, be changed; it is
    written in the same transaction, and then the row stands for good.
    """

    __tablename__ = "redaction"
    __table_args__ = (CheckConstraint("length(trim(ground)) > 0", name="ground"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ground: Mapped[str] = mapped_column(Text)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # table name → rows
    finished_at: Mapped[datetime | None] = mapped_column(default=None)

    actor: Mapped[Account] = relationship()
