"""A unit's consolidation: its opinions under group headings, sent with a covering note (B5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting


class Consolidation(Base, Versioned):
    """What one unit gathered for one meeting. The opinions in it stay what they are."""

    __tablename__ = "consolidation"
    __table_args__ = (
        CheckConstraint("state in ('draft','sent','returned')", name="state"),
        CheckConstraint(
            "state = 'draft' or (number is not null and sent_at is not null)",
            name="number_once_sent",
        ),
        CheckConstraint("late = 0 or length(late_reason) > 0", name="late_has_reason"),
        CheckConstraint("state <> 'returned' or length(office_note) > 0", name="returned_says_why"),
        UniqueConstraint("year", "number"),
        Index(
            "ix_consolidation_one_open",
            "unit_id",
            "meeting_id",
            unique=True,
            sqlite_where=text("state <> 'sent'"),
            postgresql_where=text("state <> 'sent'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    year: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Text, default="")  # the covering note
    office_note: Mapped[str] = mapped_column(Text, default="")  # why it was returned
    late: Mapped[bool] = mapped_column(default=False)
    late_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit] = relationship()
    author: Mapped[Account] = relationship()
    headings: Mapped[list[Heading]] = relationship(
        back_populates="consolidation",
        order_by="Heading.position, Heading.id",
        cascade="all, delete-orphan",
    )

    @property
    def receipt(self) -> str:
        """``TH-2024-0003``; empty before it was sent."""
        return "" if self.number is None else f"TH-{self.year}-{self.number:04d}"

    @property
    def name(self) -> str:
        """``Bản tổng hợp TH-2024-0003`` or the words for one that was not sent."""
        return f"Bản tổng hợp {self.receipt}" if self.receipt else "Bản tổng hợp chưa gửi"

    @property
    def items(self) -> list[Item]:
        """Every opinion in it, in the order of headings."""
        return [item for heading in self.headings for item in heading.items]


class Heading(Base):
    """A group of issues, named and summed up by the unit."""

    __tablename__ = "consolidation_heading"
    __table_args__ = (CheckConstraint("length(trim(title)) > 0", name="named"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consolidation_id: Mapped[int] = mapped_column(ForeignKey("consolidation.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500), default="")

    consolidation: Mapped[Consolidation] = relationship(back_populates="headings")
    items: Mapped[list[Item]] = relationship(
        back_populates="heading",
        order_by="Item.position, Item.id",
        cascade="all, delete-orphan",
    )


class Item(Base):
    """An opinion under a heading; each opinion lies in one consolidation at most."""

    __tablename__ = "consolidation_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    heading_id: Mapped[int] = mapped_column(
        ForeignKey("consolidation_heading.id", ondelete="CASCADE"), index=True
    )
    # A draft that its sender throws away leaves its heading, too.
    opinion_id: Mapped[int] = mapped_column(
        ForeignKey("opinion.id", ondelete="CASCADE"), unique=True
    )
    position: Mapped[int] = mapped_column(default=0)

    heading: Mapped[Heading] = relationship(back_populates="items")
    opinion: Mapped[Opinion] = relationship()
