"""Attachments: what was uploaded, checked and stored under its own hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.core import clock
from dialogue.core.db import Base


class Attachment(Base):
    """One stored file; served only to who may see the thing it belongs to."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_owner", "owner_type", "owner_id"),
        CheckConstraint("size > 0", name="size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_type: Mapped[str] = mapped_column(String(40))  # table name: "opinion", "task"
    owner_id: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))  # as shown and downloaded
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    width: Mapped[int | None] = mapped_column(default=None)
    height: Mapped[int | None] = mapped_column(default=None)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
