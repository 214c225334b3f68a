"""What the presider concluded on each matter, with lead and supporting units."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.hall.models import Turn
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

if TYPE_CHECKING:
    from dialogue.followup.models.assignments import Assignment
    from dialogue.followup.models.notices import ConclusionNotice

OUTCOMES = {
    "answered_here": "Trả lời ngay tại hội nghị",
    "explained": "Giải thích",
    "taken_on": "Tiếp thu, giao giải quyết",
    "noted": "Ghi nhận, chờ kinh phí",
    "passed_on": "Chuyển đơn vị khác",
    "escalated": "Kiến nghị cấp trên",
    "already_settled": "Đã giải quyết",
    "withdrawn": "Rút, trùng",
}
# What was passed on or sent upwards is still chased: a unit of the ward owes the answer.
ASSIGNED_OUTCOMES = frozenset({"taken_on", "passed_on", "escalated"})


class Conclusion(Base, Versioned):
    """What the presider concluded on one matter (H6); changeable until the notice is issued."""

    __tablename__ = "conclusion"
    __table_args__ = (
        CheckConstraint(
            "outcome not in ('taken_on','passed_on','escalated') or lead_unit_id is not null",
            name="assigned_has_lead",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), unique=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id"), default=None)
    outcome: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    wanted_on: Mapped[date | None] = mapped_column(default=None)  # sooner than the rule asks
    concluded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    concluded_at: Mapped[datetime] = mapped_column(default=clock.now)

    meeting: Mapped[Meeting] = relationship()
    opinion: Mapped[Opinion] = relationship()
    turn: Mapped[Turn | None] = relationship()
    lead_unit: Mapped[Unit | None] = relationship()
    concluded_by: Mapped[Account] = relationship()
    supporting: Mapped[list[ConclusionSupport]] = relationship(
        back_populates="conclusion", cascade="all, delete-orphan"
    )
    assignment: Mapped[Assignment | None] = relationship(back_populates="conclusion")
    notice: Mapped[ConclusionNotice | None] = relationship(
        primaryjoin="Conclusion.meeting_id == foreign(ConclusionNotice.meeting_id)",
        viewonly=True,
        uselist=False,
    )

    @property
    def state(self) -> str:
        """``open`` until the notice is issued, then ``frozen``: derived, never stored."""
        return "frozen" if self.notice is not None and self.notice.state == "issued" else "open"

    @state.setter
    def state(self, _state: str) -> None:
        raise AttributeError("the state of a conclusion follows from its notice")

    @property
    def is_assigned(self) -> bool:
        """Whether a unit owes a written reply on it."""
        return self.outcome in ASSIGNED_OUTCOMES


class ConclusionSupport(Base):
    """A supporting unit of a conclusion."""

    __tablename__ = "conclusion_support"

    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)

    conclusion: Mapped[Conclusion] = relationship(back_populates="supporting")
    unit: Mapped[Unit] = relationship()
