"""Written replies and interim ones."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.followup.models.assignments import Assignment


class Reply(Base, Versioned):
    """A written reply (A3), or an interim one, which is no closure (A4)."""

    __tablename__ = "reply"
    __table_args__ = (
        CheckConstraint("kind in ('final','interim')", name="kind"),
        CheckConstraint("state in ('draft','submitted','approved','issued')", name="state"),
        CheckConstraint(
            "state <> 'issued' or (number is not null and issued_on is not null)",
            name="issued_is_numbered",
        ),
        CheckConstraint(
            "state = 'draft' or kind <> 'interim' or (length(words) > 0"
            " and length(requirements) > 0 and length(responsibility) > 0"
            " and promised_on is not null)",
            name="interim_is_complete",
        ),
        CheckConstraint(
            "state = 'draft' or kind <> 'final' or (length(words) > 0"
            " and settled is not null and (settled = 1 or length(plan) > 0))",
            name="final_is_complete",
        ),
        Index(
            "ix_reply_one_in_hand",
            "assignment_id",
            unique=True,
            sqlite_where=text("state <> 'issued'"),
            postgresql_where=text("state <> 'issued'"),
        ),
        Index(
            "ix_reply_one_interim",
            "assignment_id",
            "round",
            "nth",
            unique=True,
            sqlite_where=text("kind = 'interim'"),
            postgresql_where=text("kind = 'interim'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="final")
    round: Mapped[int] = mapped_column(default=1)  # of its assignment
    nth: Mapped[int] = mapped_column(default=1)  # interim: the second only if the chair allows
    state: Mapped[str] = mapped_column(String(16), default="draft")
    words: Mapped[str] = mapped_column(Text, default="")  # nội dung
    requirements: Mapped[str] = mapped_column(Text, default="")  # yêu cầu (interim)
    responsibility: Mapped[str] = mapped_column(Text, default="")  # trách nhiệm (interim)
    promised_on: Mapped[date | None] = mapped_column(default=None)  # thời gian (interim)
    settled: Mapped[bool | None] = mapped_column(default=None)  # final: answered ≠ settled
    plan: Mapped[str] = mapped_column(Text, default="")  # final, not settled: what comes when
    remarks: Mapped[str] = mapped_column(Text, default="")  # why it was returned
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    signer_role: Mapped[str] = mapped_column(String(20), default="")
    number: Mapped[int | None] = mapped_column(default=None)
    symbol: Mapped[str] = mapped_column(String(40), default="")
    issued_on: Mapped[date | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    assignment: Mapped[Assignment] = relationship(back_populates="replies")
    drafted_by: Mapped[Account] = relationship(foreign_keys=[drafted_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])


class ReplyText(Base, Versioned):
    """A text of a unit's own to begin replies with (A3)."""

    __tablename__ = "reply_text"
    __table_args__ = (Index("ix_reply_text_unit", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    unit: Mapped[Unit] = relationship()
