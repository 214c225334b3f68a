"""An uploaded list of opinions while it is looked through; it is not kept for long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base
from dialogue.plans.models import Meeting


class OpinionImport(Base):
    """One workbook of one person: what its rows say, later what became of each.

    ``rows``: as ``imports.parsing.Entry`` packs them. ``results``: [row number, opinion id or
    None, why not]. Both are emptied once the import is over for a day.
    """

    __tablename__ = "opinion_import"
    __table_args__ = (
        CheckConstraint("state in ('open','taken','dropped')", name="state"),
        CheckConstraint("state <> 'taken' or taken_at is not null", name="taken_has_time"),
        Index("ix_opinion_import_state_created", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    state: Mapped[str] = mapped_column(String(12), default="open")
    file_name: Mapped[str] = mapped_column(String(120), default="")
    file_hash: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[str] = mapped_column(String(120), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rows: Mapped[list[Any]] = mapped_column(default=list)
    results: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    taken_at: Mapped[datetime | None] = mapped_column(default=None)

    account: Mapped[Account] = relationship()
    unit: Mapped[Unit] = relationship()
    meeting: Mapped[Meeting] = relationship()
