"""Parts of supporting units, notes on the way, letters to who is above or beside the ward."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.deadlines.models import DueDate
from dialogue.followup.models import Assignment


class SupportPart(Base, Versioned):
    """What a supporting unit owes the lead unit, by when (A2)."""

    __tablename__ = "support_part"
    __table_args__ = (
        CheckConstraint("state in ('asked','done','withdrawn')", name="state"),
        CheckConstraint("state <> 'done' or length(result) > 0", name="done_says_what"),
        Index("ix_support_part_assignment", "assignment_id"),
        Index("ix_support_part_unit", "unit_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(String(12), default="asked")
    words: Mapped[str] = mapped_column(Text)
    due_id: Mapped[int] = mapped_column(ForeignKey("due_date.id"))
    result: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)

    assignment: Mapped[Assignment] = relationship()
    unit: Mapped[Unit] = relationship()
    due: Mapped[DueDate] = relationship()


class ProgressNote(Base):
    """A line on how it goes, with photos or papers. Append-only."""

    __tablename__ = "progress_note"
    __table_args__ = (Index("ix_progress_note_assignment", "assignment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    assignment: Mapped[Assignment] = relationship()
    unit: Mapped[Unit] = relationship()
    by: Mapped[Account] = relationship()


class Referral(Base, Versioned):
    """A letter by which a matter was passed upwards or to another body: which, to whom, when
    it is asked again, what was answered (A6: it is chased too)."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("state in ('waiting','answered')", name="state"),
        CheckConstraint("state <> 'answered' or length(answer) > 0", name="answered_says_what"),
        Index("ix_referral_assignment", "assignment_id"),
        Index("ix_referral_state", "state", "ask_again_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    to_whom: Mapped[str] = mapped_column(String(200))
    letter: Mapped[str] = mapped_column(String(60))  # number and symbol: "15/UBND-ĐC"
    sent_on: Mapped[date]
    words: Mapped[str] = mapped_column(Text)  # what is asked for
    ask_again_on: Mapped[date]
    asked_again: Mapped[int] = mapped_column(default=0)  # how often
    answer: Mapped[str] = mapped_column(Text, default="")
    answer_letter: Mapped[str] = mapped_column(String(60), default="")
    answered_on: Mapped[date | None] = mapped_column(default=None)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    assignment: Mapped[Assignment] = relationship()
    by: Mapped[Account] = relationship()
