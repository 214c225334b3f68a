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
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

    conclusion: Mapped[Conclusion] = relationship(back_populates="assignment")
    lead_unit: Mapped[Unit] = relationship()
    due: Mapped[DueDate] = relationship()
    replies: Mapped[list[Reply]] = relationship(back_populates="assignment", order_by="Reply.id")
    verdicts: Mapped[list[Verdict]] = relationship(
        back_populates="assignment", order_by="Verdict.id"
    )

    @property
    def answer(self) -> Reply | None:
        """The final reply that answers it now; None while it is open, also once more."""
        if self.state != "answered":
            return None
        final = [r for r in self.replies if r.kind == "final" and r.state == "issued"]
        return final[-1] if final else None
