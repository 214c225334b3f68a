"""The promises of a notice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.deadlines.models import DueDate
from dialogue.followup.models.conclusions import Conclusion

if TYPE_CHECKING:
    from dialogue.followup.models.replies import Reply
    from dialogue.followup.models.requests import AssignmentRequest
    from dialogue.followup.models.verdicts import Verdict


class Assignment(Base, Versioned):
    """A promise of the notice: lead unit, due date and why that date (A2)."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("state in ('open','interim','answered')", name="state"),
        Index("ix_assignment_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), unique=True)
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    due_id: Mapped[int] = mapped_column(ForeignKey("due_date.id"))
    state: Mapped[str] = mapped_column(String(16), default="open")
    round: Mapped[int] = mapped_column(default=1)  # grows when a sender contests the answer
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)  # by its lead unit of now
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

    conclusion: Mapped[Conclusion] = relationship(back_populates="assignment")
    lead_unit: Mapped[Unit] = relationship()
    due: Mapped[DueDate] = relationship()
    replies: Mapped[list[Reply]] = relationship(back_populates="assignment", order_by="Reply.id")
    requests: Mapped[list[AssignmentRequest]] = relationship(
        back_populates="assignment", order_by="AssignmentRequest.id"
    )
    verdicts: Mapped[list[Verdict]] = relationship(
        back_populates="assignment", order_by="Verdict.id"
    )

    @property
    def asked(self) -> AssignmentRequest | None:
        """The request of its lead unit that waits for a decision."""
        return next((one for one in self.requests if one.state == "asked"), None)

    @property
    def allowed_interims(self) -> list[AssignmentRequest]:
        """What the chair granted of further interim replies in this round, oldest first."""
        return [
            one
            for one in self.requests
            if one.kind == "interim" and one.state == "granted" and one.round == self.round
        ]

    @property
    def interims(self) -> list[Reply]:
        """The interim replies of this round, one in hand included."""
        return [r for r in self.replies if r.kind == "interim" and r.round == self.round]

    @property
    def may_be_interim(self) -> bool:
        """Whether the next reply may be an interim one: the first of a round always, each
        further one by the chair's leave (A4)."""
        issued = sum(reply.state == "issued" for reply in self.interims)
        return issued <= len(self.allowed_interims)

    @property
    def leave_for_interim(self) -> AssignmentRequest | None:
        """The chair's leave that the next interim reply uses; None for the first."""
        nth = sum(reply.state == "issued" for reply in self.interims)
        return self.allowed_interims[nth - 1] if 0 < nth <= len(self.allowed_interims) else None

    @property
    def answer(self) -> Reply | None:
        """The final reply that answers it now; None while it is open, also once more."""
        if self.state != "answered":
            return None
        final = [r for r in self.replies if r.kind == "final" and r.state == "issued"]
        return final[-1] if final else None
