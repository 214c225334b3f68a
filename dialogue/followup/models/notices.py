"""The conclusion notice and its items."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account
from dialogue.core.db import Base, Versioned
from dialogue.followup.models.conclusions import Conclusion
from dialogue.plans.models import Meeting


class ConclusionNotice(Base, Versioned):
    """The conclusion notice of a meeting (A1). Clocks start at its date of issue."""

    __tablename__ = "conclusion_notice"
    __table_args__ = (
        CheckConstraint("state in ('draft','submitted','approved','issued')", name="state"),
        CheckConstraint(
            "state <> 'issued' or (number is not null and issued_on is not null)",
            name="issued_is_numbered",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[str] = mapped_column(String(16), default="draft")
    opening: Mapped[str] = mapped_column(Text, default="")
    closing: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[str] = mapped_column(Text, default="")  # why it was returned
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    signer_name: Mapped[str] = mapped_column(String(120), default="")  # as on that day
    signer_role: Mapped[str] = mapped_column(String(20), default="")  # chair | vice_chair
    number: Mapped[int | None] = mapped_column(default=None)
    symbol: Mapped[str] = mapped_column(String(40), default="")  # "05/TB-UBND"
    issued_on: Mapped[date | None] = mapped_column(default=None)
    is_reordered: Mapped[bool] = mapped_column(default=False)  # by hand, not by the agenda

    meeting: Mapped[Meeting] = relationship()
    drafted_by: Mapped[Account] = relationship(foreign_keys=[drafted_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])
    items: Mapped[list[NoticeItem]] = relationship(
        back_populates="notice", order_by="NoticeItem.position", cascade="all, delete-orphan"
    )


class NoticeItem(Base):
    """One matter as the notice words it, tied to its conclusion."""

    __tablename__ = "notice_item"
    __table_args__ = (UniqueConstraint("notice_id", "conclusion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("conclusion_notice.id"))
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"))
    position: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    conclusion_version: Mapped[int]  # which version of the conclusion these words are about
    due_on: Mapped[date | None] = mapped_column(default=None)  # as issued; later moves leave it

    notice: Mapped[ConclusionNotice] = relationship(back_populates="items")
    conclusion: Mapped[Conclusion] = relationship()

    @property
    def is_behind(self) -> bool:
        """Whether the conclusion was changed since these words were written."""
        return self.conclusion_version < self.conclusion.version
