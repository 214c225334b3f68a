"""What the senders say of an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base
from dialogue.followup.models.assignments import Assignment
from dialogue.followup.models.replies import Reply

# Counted from the reply's date; after it the office decides whether to take it up.
CONTEST_DAYS = 30
VERDICTS = {"confirmed": "Đã giải quyết xong", "contested": "Chưa đồng ý"}


class Verdict(Base):
    """What a sender's unit says of the answer (A6): a fact of its own beside "settled".

    Append-only; the last one of a unit on a reply counts.
    """

    __tablename__ = "verdict"
    __table_args__ = (
        CheckConstraint("kind in ('confirmed','contested')", name="kind"),
        CheckConstraint("kind = 'confirmed' or length(words) > 0", name="contested_has_reason"),
        Index("ix_verdict_assignment", "assignment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    assignment: Mapped[Assignment] = relationship(back_populates="verdicts")
    reply: Mapped[Reply] = relationship()
    unit: Mapped[Unit] = relationship()
    by: Mapped[Account] = relationship()
