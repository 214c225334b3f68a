"""The minutes of a meeting: lines tied to speaking turns, and all that was ever typed in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.hall.models import Turn
from dialogue.plans.models import Meeting

KINDS = {
    "speech": "Lời phát biểu",
    "answer": "Trả lời",
    "free": "Ghi thêm",
    "correction": "Đính chính",
}


class Minutes(Base, Versioned):
    """The minutes of one meeting. ``changes`` grows with every line: open pages follow it."""

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint("state in ('draft','submitted','signed')", name="state"),
        CheckConstraint(
            "state <> 'signed' or (signed_by_id is not null and signed_at is not null)",
            name="signed_by_somebody",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    changes: Mapped[int] = mapped_column(default=0)
    remarks: Mapped[str] = mapped_column(Text, default="")  # why it was returned or reopened
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    signed_at: Mapped[datetime | None] = mapped_column(default=None)  # the last time

    meeting: Mapped[Meeting] = relationship()
    submitted_by: Mapped[Account | None] = relationship(foreign_keys=[submitted_by_id])
    signed_by: Mapped[Account | None] = relationship(foreign_keys=[signed_by_id])


class MinutesLine(Base, Versioned):
    """One text of the minutes. Never deleted; what was signed is sealed.

    ``turn_id`` is the turn that a speech or an answer belongs to, and the one after which
    a line of another kind stands (None: before the first).
    """

    __tablename__ = "minutes_line"
    __table_args__ = (
        CheckConstraint("kind in ('speech','answer','free','correction')", name="kind"),
        CheckConstraint("kind not in ('speech','answer') or turn_id is not null", name="of_a_turn"),
        Index(
            "ix_minutes_line_one_of_a_kind",
            "turn_id",
            "kind",
            unique=True,
            sqlite_where=text("kind in ('speech','answer')"),
            postgresql_where=text("kind in ('speech','answer')"),
        ),
        Index("ix_minutes_line_minutes", "minutes_id", "turn_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id"), default=None)
    kind: Mapped[str] = mapped_column(String(12))
    position: Mapped[float] = mapped_column(default=0.0)
    text: Mapped[str] = mapped_column(Text, default="")
    removed: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bool] = mapped_column(default=False)  # stood in the minutes when signed
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    updated_at: Mapped[datetime | None] = mapped_column(default=None)  # None: never written

    minutes: Mapped[Minutes] = relationship()
    turn: Mapped[Turn | None] = relationship()
    by: Mapped[Account | None] = relationship()


class MinutesRevision(Base):
    """A text that somebody typed into a line, whether it was taken or not. Append-only.

    ``version``: of the line with this text; of the text that was seen, when not taken.
    ``key``: one sending, so that the same one tried again is not a second.
    """

    __tablename__ = "minutes_revision"
    __table_args__ = (Index("ix_minutes_revision_line", "line_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("minutes_line.id"))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    taken: Mapped[bool]
    key: Mapped[str] = mapped_column(String(80), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    line: Mapped[MinutesLine] = relationship()
    by: Mapped[Account] = relationship()
