"""One row for each person who came to a meeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.attendance.models import Delegate
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.plans.models import Meeting


class CheckIn(Base, Versioned):
    """A person in the hall. Taken back it stays, with its reason in the history.

    Name and unit are kept as they were said at the door; a delegate has one row at most.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        CheckConstraint("state in ('present','taken_back')", name="state"),
        CheckConstraint("way in ('list','code','walk_in')", name="way"),
        CheckConstraint("(delegate_id is null) = (way = 'walk_in')", name="walk_in_is_unlisted"),
        Index("ix_check_in_meeting", "meeting_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    delegate_id: Mapped[int | None] = mapped_column(
        ForeignKey("delegate.id"), unique=True, default=None
    )
    state: Mapped[str] = mapped_column(String(12), default="present")
    way: Mapped[str] = mapped_column(String(8))
    full_name: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(300), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    client_key: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    meeting: Mapped[Meeting] = relationship()
    delegate: Mapped[Delegate | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    by: Mapped[Account] = relationship()

    @property
    def is_present(self) -> bool:
        return self.state == "present"
