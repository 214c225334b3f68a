"""That two opinions of different meetings are one matter, as a person said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.db import Base
from dialogue.opinions.models import Opinion


class RecurrenceLink(Base):
    """``later`` says again what ``earlier`` said (B7); undone, not deleted.

    Both stay opinions of their own, each with its conclusion; within one meeting they would
    be merged instead.
    """

    __tablename__ = "recurrence_link"
    __table_args__ = (
        CheckConstraint("earlier_id <> later_id", name="two_opinions"),
        Index(
            "ix_recurrence_link_active",
            "earlier_id",
            "later_id",
            unique=True,
            sqlite_where=text("undone_at is null"),
            postgresql_where=text("undone_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    later_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)

    earlier: Mapped[Opinion] = relationship(foreign_keys=[earlier_id])
    later: Mapped[Opinion] = relationship(foreign_keys=[later_id])
    actor: Mapped[Account] = relationship(foreign_keys=[actor_id])
