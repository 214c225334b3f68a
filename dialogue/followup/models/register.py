"""The ward's register of numbered papers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.core import clock
from dialogue.core.db import Base


class RegisterEntry(Base):
    """The ward's register: gapless per type and year, from 01 each 1 January."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("series", "year", "number"),
        UniqueConstraint("subject_type", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(String(12))  # "TB", "CV"
    year: Mapped[int]
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(300))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
