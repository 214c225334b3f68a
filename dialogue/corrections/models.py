"""The notice that corrects another, and the items that it corrects."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account
from dialogue.core.db import Base, Versioned
from dialogue.followup.models import ConclusionNotice, NoticeItem


class NoticeCorrection(Base, Versioned):
    """A notice with a number of its own that says what an issued one should have said."""

    __tablename__ = "notice_correction"
    __table_args__ = (
        CheckConstraint("state in ('draft','submitted','approved','issued')", name="state"),
        CheckConstraint("length(reason) > 0", name="has_reason"),
        CheckConstraint(
            "state <> 'issued' or (number is not null and issued_on is not null)",
            name="issued_is_numbered",
        ),
        Index(
            "ix_notice_correction_one_in_hand",
            "notice_id",
            unique=True,
            sqlite_where=text("state <> 'issued'"),
            postgresql_where=text("state <> 'issued'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("conclusion_notice.id"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="draft")
    reason: Mapped[str] = mapped_column(Text)  # why it is corrected, said in the paper
    remarks: Mapped[str] = mapped_column(Text, default="")  # why it was returned
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    signer_role: Mapped[str] = mapped_column(String(20), default="")
    number: Mapped[int | None] = mapped_column(default=None)
    symbol: Mapped[str] = mapped_column(String(40), default="")
    issued_on: Mapped[date | None] = mapped_column(default=None)

    notice: Mapped[ConclusionNotice] = relationship()
    drafted_by: Mapped[Account] = relationship(foreign_keys=[drafted_by_id])
    items: Mapped[list[CorrectionItem]] = relationship(
        back_populates="correction", cascade="all, delete-orphan", order_by="CorrectionItem.id"
    )


class CorrectionItem(Base):
    """One item of the old notice: as it was said, and as it is right."""

    __tablename__ = "correction_item"
    __table_args__ = (UniqueConstraint("correction_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("notice_correction.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("notice_item.id"), index=True)
    before: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)

    correction: Mapped[NoticeCorrection] = relationship(back_populates="items")
    item: Mapped[NoticeItem] = relationship()
