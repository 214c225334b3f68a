"""What was done for the server: copies made, tried, put back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.core import clock
from dialogue.core.db import Base

KINDS = {
    "backup": "Sao lưu",
    "check": "Thử bản sao lưu",
    "restore": "Khôi phục",
    "upgrade": "Nâng cấp",
}


class CareEvent(Base):
    """One act of care, done or failed, as the administrator's page tells of it."""

    __tablename__ = "care_event"
    __table_args__ = (
        CheckConstraint("kind in ('backup','check','restore','upgrade')", name="kind"),
        Index("ix_care_event_kind", "kind", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    kind: Mapped[str] = mapped_column(String(12))
    ok: Mapped[bool]
    name: Mapped[str] = mapped_column(String(300), default="")  # the file
    size: Mapped[int] = mapped_column(default=0)  # bytes
