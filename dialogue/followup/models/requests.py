"""What a lead unit asks for, and who may sign replies for the chair."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.followup.models.assignments import Assignment

REQUEST_KINDS = {
    "other_unit": "Đề nghị giao đơn vị khác",
    "interim": "Xin trả lời tạm thời thêm một lần",
}


class AssignmentRequest(Base, Versioned):
    """A lead unit asks for another unit to be given the matter, or to send one more interim
    reply (A4: once only, unless the chair allows it)."""

    __tablename__ = "assignment_request"
    __table_args__ = (
        CheckConstraint("kind in ('other_unit','interim')", name="kind"),
        CheckConstraint("state in ('asked','granted','refused','withdrawn')", name="state"),
        CheckConstraint("kind <> 'interim' or until is not null", name="interim_has_day"),
        Index(
            "ix_assignment_request_one_open",
            "assignment_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        Index("ix_assignment_request_assignment", "assignment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    round: Mapped[int] = mapped_column(default=1)  # of its assignment
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="asked")
    reason: Mapped[str] = mapped_column(Text)
    by_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # the lead unit then
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)  # instead
    until: Mapped[date | None] = mapped_column(default=None)  # day wished for, then allowed
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decision: Mapped[str] = mapped_column(Text, default="")

    assignment: Mapped[Assignment] = relationship(back_populates="requests")
    by_unit: Mapped[Unit] = relationship(foreign_keys=[by_unit_id])
    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id])
    asked_by: Mapped[Account] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])


class ReplyDelegation(Base, Versioned):
    """The chair has a vice chair approve replies, from one day to another."""

    __tablename__ = "reply_delegation"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="validity"),
        Index("ix_reply_delegation_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    given_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)  # taken back early

    account: Mapped[Account] = relationship(
        foreign_keys=[account_id],
        backref=backref("reply_delegations", order_by="ReplyDelegation.id"),
    )
    given_by: Mapped[Account] = relationship(foreign_keys=[given_by_id])

    def holds(self, on: date | None = None) -> bool:
        """Whether it covers that day (default today) and was not taken back."""
        on = on or clock.today()
        return self.ended_at is None and self.valid_from <= on <= self.valid_to
