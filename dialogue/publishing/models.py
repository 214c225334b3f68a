"""Acts of publishing and withdrawing, append-only: the last one of a subject counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.db import Base


class Publication(Base):
    """A notice, one of its items or a reply was put before the public, or taken back.

    An item follows its notice unless it was withdrawn by itself. ``shown`` is what residents
    read from then on, as it was previewed.
    """

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint(
            "subject_type in ('conclusion_notice','notice_item','reply')", name="subject_type"
        ),
        CheckConstraint("act in ('publish','withdraw')", name="act"),
        CheckConstraint("act = 'publish' or length(reason) > 0", name="withdrawn_has_reason"),
        Index("ix_publication_subject", "subject_type", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    act: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text, default="")
    shown: Mapped[list[Any]] = mapped_column(default=list)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    by: Mapped[Account] = relationship()
