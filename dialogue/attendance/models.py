"""Who is to attend a meeting: one list a unit, one of the office's guests, their people."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.core.text import fold, name_sort_key
from dialogue.plans.models import Meeting

GUESTS = "Khách mời"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another


def new_code() -> str:
    """A short code that nobody guesses, for a delegate's invitation."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


class DelegateList(Base, Versioned):
    """The list of one unit for one meeting; without a unit it is the office's list of guests.

    ``version`` grows with every change to the list or to one of its people, so that a preview
    of an import knows that it is no longer true.
    """

    __tablename__ = "delegate_list"
    __table_args__ = (
        UniqueConstraint("meeting_id", "unit_id"),
        Index(
            "ix_delegate_list_one_of_guests",
            "meeting_id",
            unique=True,
            sqlite_where=text("unit_id is null"),
            postgresql_where=text("unit_id is null"),
        ),
        CheckConstraint("state in ('draft','sent')", name="state"),
        CheckConstraint("state = 'draft' or sent_at is not null", name="sent_has_time"),
        CheckConstraint("places is null or places >= 0", name="places"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    places: Mapped[int | None] = mapped_column(default=None)  # None: not allotted yet
    state: Mapped[str] = mapped_column(String(12), default="draft")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    is_late: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")  # why more, or nobody, is sent

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit | None] = relationship()
    sent_by: Mapped[Account | None] = relationship()

    @property
    def is_guests(self) -> bool:
        return self.unit is None

    @property
    def name(self) -> str:
        """``Tổ dân phố 3``, or the guests."""
        return GUESTS if self.unit is None else self.unit.name

    @property
    def short_name(self) -> str:
        return GUESTS if self.unit is None else self.unit.short_name


class Delegate(Base, Versioned):
    """One person on one list. No row is ever deleted: a number given is never given again.

    Only what an invitation needs is kept: no identity number, no address.
    """

    __tablename__ = "delegate"
    __table_args__ = (
        CheckConstraint(
            "state in ('listed','invited','confirmed','declined','removed')", name="state"
        ),
        CheckConstraint(
            "state not in ('invited','confirmed','declined') or number is not null",
            name="invited_has_number",
        ),
        CheckConstraint("birth_year is null or birth_year between 1900 and 2100", name="year"),
        UniqueConstraint("meeting_id", "number"),
        Index("ix_delegate_list_name", "list_id", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("delegate_list.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="listed")
    full_name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(900), default="")
    folded: Mapped[str] = mapped_column(String(600), default="")  # what a search looks through
    birth_year: Mapped[int | None] = mapped_column(default=None)
    phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    post: Mapped[str] = mapped_column(String(120), default="")  # "Tổ phó", "Phó Chủ tịch"
    body: Mapped[str] = mapped_column(String(160), default="")  # chi đoàn, or a guest's office
    number: Mapped[int | None] = mapped_column(default=None)  # of the invitation
    code: Mapped[str] = mapped_column(String(16), unique=True, default=new_code)
    is_late: Mapped[bool] = mapped_column(default=False)  # named after the due date
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)

    roll: Mapped[DelegateList] = relationship()
    meeting: Mapped[Meeting] = relationship()

    def describe(
        self, *, full_name: str, birth_year: int | None, phone: str, post: str, body: str
    ) -> None:
        """Write who this is, with what a search and a sorted list need."""
        self.full_name, self.birth_year, self.phone = full_name, birth_year, phone
        self.post, self.body = post, body
        self.name_key = name_sort_key(full_name)
        self.folded = fold(" ".join((full_name, self.roll.name, post, body)))[:600]


class DelegateImport(Base):
    """An uploaded list between its preview and the word to take it; its rows go afterwards."""

    __tablename__ = "delegate_import"
    __table_args__ = (
        CheckConstraint("state in ('open','taken','dropped')", name="state"),
        CheckConstraint("state = 'open' or cast(rows as text) = '[]'", name="emptied_when_over"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("delegate_list.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(String(12), default="open")
    file_name: Mapped[str] = mapped_column(String(120))
    sheet: Mapped[str] = mapped_column(String(120), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # headers, other sheets
    rows: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    roll: Mapped[DelegateList] = relationship()
