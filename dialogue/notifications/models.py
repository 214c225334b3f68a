"""The inbox: a line for one account or for everyone of one unit, written with the act."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Unit
from dialogue.core import clock
from dialogue.core.db import Base


class Notification(Base):
    """One line told to one account or one unit."""

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint("(account_id is null) <> (unit_id is null)", name="one_addressee"),
        Index("ix_notification_key", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    text: Mapped[str] = mapped_column(String(400))
    url: Mapped[str] = mapped_column(String(200), default="")
    key: Mapped[str | None] = mapped_column(String(120), default=None)  # told once
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    unit: Mapped[Unit | None] = relationship()


class NotificationRead(Base):
    """That an account has read a line."""

    __tablename__ = "notification_read"

    notification_id: Mapped[int] = mapped_column(ForeignKey("notification.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
