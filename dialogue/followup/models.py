"""After the hall: conclusions, their notice, assignments, replies and the ward's register."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.deadlines.models import DueDate
from dialogue.hall.models import Turn
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

OUTCOMES = {
    "answered_here": "Trả lời ngay tại hội nghị",
    "explained": "Giải thích",
    "taken_on": "Tiếp thu, giao giải quyết",
    "noted": "Ghi nhận, chờ kinh phí",
    "passed_on": "Chuyển đơn vị khác",
    "escalated": "Kiến nghị cấp trên",
    "already_settled": "Đã giải quyết",
    "withdrawn": "Rút, trùng",
}
# What was passed on or sent upwards is still chased: a unit of the ward owes the answer.
ASSIGNED_OUTCOMES = frozenset({"taken_on", "passed_on", "escalated"})


class Conclusion(Base, Versioned):
    """What the presider concluded on one matter (H6); changeable until the notice is issued."""

    __tablename__ = "conclusion"
    __table_args__ = (
        CheckConstraint(
            "outcome not in ('taken_on','passed_on','escalated') or lead_unit_id is not null",
            name="assigned_has_lead",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), unique=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id"), default=None)
    outcome: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    concluded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    concluded_at: Mapped[datetime] = mapped_column(default=clock.now)

    meeting: Mapped[Meeting] = relationship()
    opinion: Mapped[Opinion] = relationship()
    turn: Mapped[Turn | None] = relationship()
    lead_unit: Mapped[Unit | None] = relationship()
    concluded_by: Mapped[Account] = relationship()
    supporting: Mapped[list[ConclusionSupport]] = relationship(
        back_populates="conclusion", cascade="all, delete-orphan"
    )
    assignment: Mapped[Assignment | None] = relationship(back_populates="conclusion")
    notice: Mapped[ConclusionNotice | None] = relationship(
        primaryjoin="Conclusion.meeting_id == foreign(ConclusionNotice.meeting_id)",
        viewonly=True,
        uselist=False,
    )

    @property
    def state(self) -> str:
        """``open`` until the notice is issued, then ``frozen``: derived, never stored."""
        return "frozen" if self.notice is not None and self.notice.state == "issued" else "open"

    @state.setter
    def state(self, _state: str) -> None:
        raise AttributeError("the state of a conclusion follows from its notice")

    @property
    def is_assigned(self) -> bool:
        """Whether a unit owes a written reply on it."""
        return self.outcome in ASSIGNED_OUTCOMES


class ConclusionSupport(Base):
    """A supporting unit of a conclusion."""

    __tablename__ = "conclusion_support"

    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)

    conclusion: Mapped[Conclusion] = relationship(back_populates="supporting")
    unit: Mapped[Unit] = relationship()


class ConclusionNotice(Base, Versioned):
    """The conclusion notice of a meeting (A1). Clocks start at its date of issue."""

    __tablename__ = "conclusion_notice"
    __table_args__ = (
        CheckConstraint("state in ('draft','submitted','approved','issued')", name="state"),
        CheckConstraint(
            "state <> 'issued' or (number is not null and issued_on is not null)",
            name="issued_is_numbered",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[str] = mapped_column(String(16), default="draft")
    opening: Mapped[str] = mapped_column(Text, default="")
    closing: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[str] = mapped_column(Text, default="")  # why it was returned
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    signer_name: Mapped[str] = mapped_column(String(120), default="")  # as on that day
    signer_role: Mapped[str] = mapped_column(String(20), default="")  # chair | vice_chair
    number: Mapped[int | None] = mapped_column(default=None)
    symbol: Mapped[str] = mapped_column(String(40), default="")  # "05/TB-UBND"
    issued_on: Mapped[date | None] = mapped_column(default=None)

    meeting: Mapped[Meeting] = relationship()
    drafted_by: Mapped[Account] = relationship(foreign_keys=[drafted_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])
    items: Mapped[list[NoticeItem]] = relationship(
        back_populates="notice", order_by="NoticeItem.position", cascade="all, delete-orphan"
    )


class NoticeItem(Base):
    """One matter as the notice words it, tied to its conclusion."""

    __tablename__ = "notice_item"
    __table_args__ = (UniqueConstraint("notice_id", "conclusion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("conclusion_notice.id"))
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"))
    position: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    conclusion_version: Mapped[int]  # which version of the conclusion these words are about
    due_on: Mapped[date | None] = mapped_column(default=None)  # as issued; later moves leave it

    notice: Mapped[ConclusionNotice] = relationship(back_populates="items")
    conclusion: Mapped[Conclusion] = relationship()

    @property
    def is_behind(self) -> bool:
        """Whether the conclusion was changed since these words were written."""
        return self.conclusion_version < self.conclusion.version


class Assignment(Base, Versioned):
    """A promise of the notice: lead unit, due date and why that date (A2)."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("state in ('open','interim','answered')", name="state"),
        Index("ix_assignment_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("conclusion.id"), unique=True)
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    due_id: Mapped[int] = mapped_column(ForeignKey("due_date.id"))
    state: Mapped[str] = mapped_column(String(16), default="open")
    round: Mapped[int] = mapped_column(default=1)  # grows when a sender contests the answer
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

    conclusion: Mapped[Conclusion] = relationship(back_populates="assignment")
    lead_unit: Mapped[Unit] = relationship()
    due: Mapped[DueDate] = relationship()
    replies: Mapped[list[Reply]] = relationship(back_populates="assignment", order_by="Reply.id")
    verdicts: Mapped[list[Verdict]] = relationship(
        back_populates="assignment", order_by="Verdict.id"
    )

    @property
    def answer(self) -> Reply | None:
        """The final reply that answers it now; None while it is open, also once more."""
        if self.state != "answered":
            return None
        final = [r for r in self.replies if r.kind == "final" and r.state == "issued"]
        return final[-1] if final else None


class Reply(Base, Versioned):
    """A written reply (A3), or an interim one, which is no closure (A4)."""

    __tablename__ = "reply"
    __table_args__ = (
        CheckConstraint("kind in ('final','interim')", name="kind"),
        CheckConstraint("state in ('draft','submitted','approved','issued')", name="state"),
        CheckConstraint(
            "state <> 'issued' or (number is not null and issued_on is not null)",
            name="issued_is_numbered",
        ),
        CheckConstraint(
            "state = 'draft' or kind <> 'interim' or (length(words) > 0"
            " and length(requirements) > 0 and length(responsibility) > 0"
            " and promised_on is not null)",
            name="interim_is_complete",
        ),
        CheckConstraint(
            "state = 'draft' or kind <> 'final' or (length(words) > 0"
            " and settled is not null and (settled = 1 or length(plan) > 0))",
            name="final_is_complete",
        ),
        Index(
            "ix_reply_one_in_hand",
            "assignment_id",
            unique=True,
            sqlite_where=text("state <> 'issued'"),
            postgresql_where=text("state <> 'issued'"),
        ),
        Index(
            "ix_reply_one_interim",
            "assignment_id",
            "round",
            unique=True,
            sqlite_where=text("kind = 'interim'"),
            postgresql_where=text("kind = 'interim'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="final")
    round: Mapped[int] = mapped_column(default=1)  # of its assignment
    state: Mapped[str] = mapped_column(String(16), default="draft")
    words: Mapped[str] = mapped_column(Text, default="")  # nội dung
    requirements: Mapped[str] = mapped_column(Text, default="")  # yêu cầu (interim)
    responsibility: Mapped[str] = mapped_column(Text, default="")  # trách nhiệm (interim)
    promised_on: Mapped[date | None] = mapped_column(default=None)  # thời gian (interim)
    settled: Mapped[bool | None] = mapped_column(default=None)  # final: answered ≠ settled
    plan: Mapped[str] = mapped_column(Text, default="")  # final, not settled: what comes when
    remarks: Mapped[str] = mapped_column(Text, default="")  # why it was returned
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    signer_role: Mapped[str] = mapped_column(String(20), default="")
    number: Mapped[int | None] = mapped_column(default=None)
    symbol: Mapped[str] = mapped_column(String(40), default="")
    issued_on: Mapped[date | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    assignment: Mapped[Assignment] = relationship(back_populates="replies")
    drafted_by: Mapped[Account] = relationship(foreign_keys=[drafted_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])


# Counted from the reply's date; after it the office decides whether to take it up.
CONTEST_DAYS = 30
VERDICTS = {"confirmed": "Đã giải quyết xong", "contested": "Chưa đồng ý"}


class Verdict(Base):
    """What a sender's unit says of the answer (A6): a fact of its own beside "settled".

    Append-only; the last one of a unit on a reply counts.
    """

    __tablename__ = "verdict"
    __table_args__ = (
        CheckConstraint("kind in ('confirmed','contested')", name="kind"),
        CheckConstraint("kind = 'confirmed' or length(words) > 0", name="contested_has_reason"),
        Index("ix_verdict_assignment", "assignment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    assignment: Mapped[Assignment] = relationship(back_populates="verdicts")
    reply: Mapped[Reply] = relationship()
    unit: Mapped[Unit] = relationship()
    by: Mapped[Account] = relationship()


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
