"""The ward's own calendar rows and the stored due dates with their reasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.core import clock
from dialogue.core.db import Base


class CalendarDay(Base):
    """A day that the ward's own table says is off or worked, above the public table."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working_day: Mapped[bool]
    name: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))  # the document that says so

    @property
    def id(self) -> int:
        """``20260102``: its number in the history."""
        return int(f"{self.day:%Y%m%d}")


class CalendarYear(Base):
    """Whether a year's days off are decreed ("confirmed") or only expected."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    confirmed: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(300), default="")

    @property
    def id(self) -> int:
        """Its number in the history."""
        return self.year


class DueDate(Base):
    """A due date as a stored fact: its rule, its start and the calendar facts used.

    It is never edited: a moved one is superseded by a new row that names it.
    """

    __tablename__ = "due_date"
    __table_args__ = (CheckConstraint("due_on >= '2000-01-01'", name="sane"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200))  # what is due, in words
    start_on: Mapped[date]
    due_on: Mapped[date]
    is_confirmed: Mapped[bool] = mapped_column(default=True)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("due_date.id"), default=None)
    why_moved: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    def is_overdue(self, today: date | None = None) -> bool:
        """Due today is not overdue: the last day counts to its end (BLDS 2015, 148)."""
        return (today or clock.today()) > self.due_on
