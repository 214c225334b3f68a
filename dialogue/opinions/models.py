"""Opinions as people gave them, how they are merged, and the answers prepared for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.deadlines.models import DueDate
from dialogue.plans.models import Meeting

KINDS = {"petition": "Kiến nghị", "report": "Phản ánh", "opinion": "Ý kiến"}
CHANNELS = {
    "phone": "Điện thoại",
    "paper": "Bản giấy",
    "hall": "Tại hội trường",
    "list": "Danh sách Excel",
}
COMPETENCES = {
    "ward": "Phường",
    "superior": "Cấp trên",
    "police": "Công an",
    "power": "Điện lực",
    "water": "Cấp nước",
    "environment": "Công ty môi trường",
    "projects": "Ban quản lý dự án",
    "business": "Doanh nghiệp",
}


class Field(Base):
    """A field (lĩnh vực); the ward edits its own list."""

    __tablename__ = "field"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class Opinion(Base, Versioned):
    """One opinion, petition or report. The words are never changed by anyone but its sender,
    and by him only before it is accepted."""

    __tablename__ = "opinion"
    __table_args__ = (
        CheckConstraint(
            "state in ('draft','sent','returned','classified','selected','concluded',"
            "'refused','referred','withdrawn','split')",
            name="state",
        ),
        CheckConstraint("state = 'draft' or receipt is not null", name="receipt_once_sent"),
        CheckConstraint("state = 'draft' or length(trim(words)) > 0", name="words_once_sent"),
        CheckConstraint("late = 0 or length(late_reason) > 0", name="late_has_reason"),
        CheckConstraint("merged_into_id is null or merged_into_id <> id", name="not_into_itself"),
        CheckConstraint("people_count >= 1", name="people_count"),
        CheckConstraint(
            "channel <> 'paper' or state = 'draft' or received_on is not null",
            name="paper_has_its_day",
        ),
        Index("ix_opinion_meeting_state", "meeting_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[str] = mapped_column(String(64), unique=True)  # made once by the phone
    receipt: Mapped[str | None] = mapped_column(String(24), unique=True, default=None)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)  # who sends it
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    channel: Mapped[str] = mapped_column(String(12), default="phone")
    kind: Mapped[str] = mapped_column(String(12), default="petition")
    words: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="")  # words + place, for search
    place: Mapped[str] = mapped_column(String(200), default="")  # street, lane, house
    area_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)  # tổ
    field_id: Mapped[int | None] = mapped_column(ForeignKey("field.id"), default=None)
    competence: Mapped[str | None] = mapped_column(String(16), default=None)
    resident_name: Mapped[str] = mapped_column(String(200), default="")
    resident_phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    resident_address: Mapped[str] = mapped_column(String(200), default="")
    consent_named: Mapped[bool] = mapped_column(default=False)
    people_count: Mapped[int] = mapped_column(default=1)
    # On paper: the day it was handed in, and who wrote it down for the people.
    received_on: Mapped[date | None] = mapped_column(default=None)
    written_by: Mapped[str] = mapped_column(String(120), default="", server_default="")
    late: Mapped[bool] = mapped_column(default=False)
    late_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    office_note: Mapped[str] = mapped_column(Text, default="")  # to the sender: why returned …
    agenda_place: Mapped[int | None] = mapped_column(default=None)  # once selected
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("opinion.id"), index=True, default=None
    )
    split_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("opinion.id"), index=True, default=None
    )  # the letter that it is one matter of

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    area: Mapped[Unit | None] = relationship(foreign_keys=[area_id])
    author: Mapped[Account] = relationship()
    field: Mapped[Field | None] = relationship()
    merged_into: Mapped[Opinion | None] = relationship(
        remote_side=[id], back_populates="merged", foreign_keys=[merged_into_id]
    )
    merged: Mapped[list[Opinion]] = relationship(
        back_populates="merged_into", foreign_keys=[merged_into_id]
    )
    split_from: Mapped[Opinion | None] = relationship(
        remote_side=[id], back_populates="parts", foreign_keys=[split_from_id]
    )
    parts: Mapped[list[Opinion]] = relationship(
        back_populates="split_from", foreign_keys=[split_from_id], order_by="Opinion.id"
    )
    preparation: Mapped[Preparation | None] = relationship(back_populates="opinion")
    voices: Mapped[list[OpinionVoice]] = relationship(
        cascade="all, delete-orphan", order_by="OpinionVoice.position", lazy="selectin"
    )

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None

    @property
    def root(self) -> Opinion:
        """The opinion that stands for this one: itself unless it was merged."""
        return self.merged_into if self.merged_into is not None else self

    @property
    def times_raised(self) -> int:
        """How many opinions say this, the merged ones counted."""
        return 1 + len(self.merged)

    @property
    def people_raised(self) -> int:
        """How many people say this, those of the merged ones counted."""
        return self.people_count + sum(one.people_count for one in self.merged)

    @property
    def is_joint(self) -> bool:
        """Whether more people stand behind it than opinions were sent."""
        return self.people_raised > self.times_raised

    @property
    def short(self) -> str:
        """The first words, for lists."""
        line = " ".join(self.words.split())
        return line if len(line) <= 90 else line[:88].rsplit(" ", 1)[0] + "…"


class OpinionVoice(Base):
    """One more resident behind a joint opinion, who gave his name with it."""

    __tablename__ = "opinion_voice"
    __table_args__ = (CheckConstraint("length(trim(name)) > 0", name="named"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    consent_named: Mapped[bool] = mapped_column(default=False)


class OpinionMerge(Base):
    """That an opinion was merged into another, by whom and why; undone, not deleted (B6)."""

    __tablename__ = "opinion_merge"
    __table_args__ = (
        Index(
            "ix_opinion_merge_active",
            "opinion_id",
            unique=True,
            sqlite_where=text("undone_at is null"),
            postgresql_where=text("undone_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    agenda_place: Mapped[int | None] = mapped_column(default=None)  # where it stood, to come back
    came_with_id: Mapped[int | None] = mapped_column(
        ForeignKey("opinion_merge.id"), index=True, default=None
    )  # the merge of its former root, which took it along
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)


class NotDuplicate(Base):
    """That two opinions look alike and are not the same matter; undone, not deleted (B6)."""

    __tablename__ = "not_duplicate"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="smaller_first"),
        Index(
            "ix_not_duplicate_active",
            "one_id",
            "other_id",
            unique=True,
            sqlite_where=text("undone_at is null"),
            postgresql_where=text("undone_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)


class SavedFilter(Base):
    """A filter of the desk that one account keeps under a name."""

    __tablename__ = "saved_filter"
    __table_args__ = (Index("ix_saved_filter_name", "account_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(500))  # the desk's address behind "?"
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Preparation(Base, Versioned):
    """The short answer that a lead unit prepares before the meeting (B8)."""

    __tablename__ = "preparation"
    __table_args__ = (CheckConstraint("state in ('asked','ready')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), unique=True)
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="asked")
    answer: Mapped[str] = mapped_column(Text, default="")
    remark: Mapped[str] = mapped_column(Text, default="")  # what the presider still misses in it
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)

    opinion: Mapped[Opinion] = relationship(back_populates="preparation")
    lead_unit: Mapped[Unit] = relationship()
    answered_by: Mapped[Account | None] = relationship()
    supporting: Mapped[list[PreparationSupport]] = relationship(
        back_populates="preparation", cascade="all, delete-orphan"
    )

    @property
    def due(self) -> DueDate | None:
        """Due with all of its meeting's answers, so a moved meeting moves it too."""
        return self.opinion.meeting.answers_due

    @property
    def is_late(self) -> bool:
        return self.state == "asked" and self.due is not None and self.due.is_overdue()


class PreparationSupport(Base):
    """A unit that supports the lead unit in preparing an answer."""

    __tablename__ = "preparation_support"

    preparation_id: Mapped[int] = mapped_column(ForeignKey("preparation.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)

    preparation: Mapped[Preparation] = relationship(back_populates="supporting")
    unit: Mapped[Unit] = relationship()


class ReceiptCounter(Base):
    """The last receipt number of a year, taken inside the sending transaction."""

    __tablename__ = "receipt_counter"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
    updated_on: Mapped[date | None] = mapped_column(default=None)
