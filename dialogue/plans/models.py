"""A year's plan, its meetings (đợt), who serves at them, the units' tasks and the programme."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.deadlines.models import DueDate

RULE_SETS = {"plan_2024": "Theo kế hoạch của phường", "current_law": "Theo luật hiện hành"}
AUDIENCES = {"residents": "Nhân dân", "youth": "Thanh niên"}
DUTIES = {"presider": "Chủ trì", "secretary": "Thư ký", "desk": "Bàn đăng ký"}
TASK_KINDS = {
    "general": "Nhiệm vụ",
    "opinions": "Gửi ý kiến",
    "delegates": "Danh sách đại biểu",
    "review": "Báo cáo rà soát",
    "presider_report": "Báo cáo kết quả đối thoại với Chủ tịch",
}
EVERY_UNIT = {
    "office": "Văn phòng",
    "department": "Mọi ban ngành, đơn vị",
    "front": "Mặt trận, mọi đoàn thể",
    "youth_union": "Đoàn thanh niên",
    "residential_group": "Mọi tổ dân phố",
    "leadership": "Lãnh đạo UBND phường",
}
FILE_AUDIENCES = {
    "leaders": "Lãnh đạo, Văn phòng, người phục vụ buổi đối thoại",
    "units": "Mọi đơn vị tham gia",
}
ON_DATE = "on_date"  # in the place of a rule: a day that the office named


class Plan(Base, Versioned):
    """The plan of one year (Kế hoạch đối thoại)."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("state in ('draft','issued')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    number: Mapped[int | None] = mapped_column(default=None)
    issued_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    title: Mapped[str] = mapped_column(String(400))
    grounds: Mapped[list[str]] = mapped_column(default=list)  # one line each (căn cứ)
    aims: Mapped[list[str]] = mapped_column(default=list)
    demands: Mapped[list[str]] = mapped_column(default=list)  # yêu cầu
    contents: Mapped[list[str]] = mapped_column(default=list)  # nội dung, hình thức
    attendees: Mapped[list[str]] = mapped_column(default=list)  # thành phần tham dự
    recipients: Mapped[list[str]] = mapped_column(default=list)  # nơi nhận
    timing: Mapped[str] = mapped_column(String(300), default="")  # while no date is known
    place: Mapped[str] = mapped_column(String(200))
    rule_set: Mapped[str] = mapped_column(String(20), default="plan_2024")

    meetings: Mapped[list[Meeting]] = relationship(
        back_populates="plan", order_by="Meeting.ordinal"
    )


class Meeting(Base, Versioned):
    """One meeting (đợt). It has no date until the office announces one."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("plan_id", "ordinal"),
        CheckConstraint("state in ('planned','announced','live','ended','closed')", name="state"),
        CheckConstraint("state = 'planned' or starts_at is not null", name="dated_once_announced"),
        CheckConstraint("ends_at is null or ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("expected is null or expected > 0", name="expected"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    ordinal: Mapped[int]  # đợt 1, đợt 2
    title: Mapped[str] = mapped_column(String(300))
    audience: Mapped[str] = mapped_column(String(20))
    topic: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default="planned")
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)  # planned end
    expected: Mapped[int | None] = mapped_column(default=None)  # how many are to attend
    house_rules: Mapped[list[str]] = mapped_column(default=list)  # nội quy, one line each
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)  # really ended
    opinions_due_id: Mapped[int | None] = mapped_column(ForeignKey("due_date.id"), default=None)
    answers_due_id: Mapped[int | None] = mapped_column(ForeignKey("due_date.id"), default=None)
    notice_due_id: Mapped[int | None] = mapped_column(ForeignKey("due_date.id"), default=None)

    plan: Mapped[Plan] = relationship(back_populates="meetings")
    opinions_due: Mapped[DueDate | None] = relationship(foreign_keys=[opinions_due_id])
    answers_due: Mapped[DueDate | None] = relationship(foreign_keys=[answers_due_id])
    notice_due: Mapped[DueDate | None] = relationship(foreign_keys=[notice_due_id])
    duties: Mapped[list[MeetingDuty]] = relationship(
        back_populates="meeting", order_by="MeetingDuty.id"
    )
    programme: Mapped[list[ProgrammeItem]] = relationship(
        back_populates="meeting", order_by="ProgrammeItem.position"
    )

    @property
    def held_on(self) -> date | None:
        return None if self.starts_at is None else clock.local(self.starts_at).date()

    @property
    def name(self) -> str:
        """``Đợt 1 năm 2024``."""
        return f"Đợt {self.ordinal} năm {self.plan.year}"


class MeetingDuty(Base):
    """A person named for one meeting: presider, secretary, desk.

    A delegation (B11) ends the old presider's row (``until``) and adds one with its reason.
    """

    __tablename__ = "meeting_duty"
    __table_args__ = (
        CheckConstraint("duty in ('presider','secretary','desk')", name="duty"),
        Index("ix_meeting_duty_meeting", "meeting_id", "duty"),
        Index(
            "ix_meeting_duty_one_presider",
            "meeting_id",
            unique=True,
            sqlite_where=text("duty = 'presider' and until is null"),
            postgresql_where=text("duty = 'presider' and until is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    duty: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime] = mapped_column(default=clock.now)
    until: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Text, default="")

    meeting: Mapped[Meeting] = relationship(back_populates="duties")
    account: Mapped[Account] = relationship()


class TaskTemplate(Base):
    """A line of part III of the plan: what a unit (or each unit of a kind) must do."""

    __tablename__ = "task_template"
    __table_args__ = (
        CheckConstraint("(unit_id is null) <> (unit_kind is null)", name="one_addressee"),
        CheckConstraint("due_on is null or rule = 'on_date'", name="date_instead_of_rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)
    unit_kind: Mapped[str | None] = mapped_column(String(24), default=None)
    audience: Mapped[str | None] = mapped_column(String(20), default=None)  # None: every meeting
    kind: Mapped[str] = mapped_column(String(20), default="general")
    title: Mapped[str] = mapped_column(String(400))
    basis: Mapped[str] = mapped_column(String(80), default="")  # "Kế hoạch III.4"
    rule: Mapped[str] = mapped_column(String(40))  # a code of deadlines/rules.py, or ON_DATE
    due_on: Mapped[date | None] = mapped_column(default=None)  # only with ON_DATE
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    unit: Mapped[Unit | None] = relationship()

    @property
    def addressee(self) -> str:
        """``Công an phường``, or ``Mọi tổ dân phố``."""
        return self.unit.name if self.unit else EVERY_UNIT[self.unit_kind or ""]


class Task(Base, Versioned):
    """What one unit must do for one meeting, with its due date once the date is known."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("state in ('open','done','withdrawn')", name="state"),
        CheckConstraint("state <> 'done' or done_at is not null", name="done_has_time"),
        CheckConstraint("state <> 'done' or returned_at is null", name="done_is_not_returned"),
        UniqueConstraint("meeting_id", "unit_id", "template_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    template_id: Mapped[int | None] = mapped_column(ForeignKey("task_template.id"), default=None)
    kind: Mapped[str] = mapped_column(String(20), default="general")
    title: Mapped[str] = mapped_column(String(400))
    basis: Mapped[str] = mapped_column(String(80), default="")
    rule: Mapped[str] = mapped_column(String(40))
    due_id: Mapped[int | None] = mapped_column(ForeignKey("due_date.id"), default=None)
    state: Mapped[str] = mapped_column(String(20), default="open")
    note: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    # The office found it not done after all; gone once it is reported done again.
    returned_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_why: Mapped[str] = mapped_column(Text, default="")
    # Who owes it in person: the delegate's own report (B11). Else the whole unit does.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit] = relationship()
    due: Mapped[DueDate | None] = relationship()
    done_by: Mapped[Account | None] = relationship(foreign_keys=[done_by_id])
    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])

    @property
    def is_late(self) -> bool:
        """Due today is not late (BLDS 2015, 148)."""
        return self.state == "open" and self.due is not None and self.due.is_overdue()

    @property
    def is_returned(self) -> bool:
        return self.state == "open" and self.returned_at is not None


class ProgrammeItem(Base):
    """A line of the programme (4.2): what, by whom, how many minutes, perhaps from when.

    It is changed in place: its files and whoever names it hold on to its id.
    """

    __tablename__ = "programme_item"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("account_id is null or unit_id is null", name="one_owner"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    minutes: Mapped[int]
    title: Mapped[str] = mapped_column(String(400))
    starts: Mapped[time | None] = mapped_column(default=None)  # else after the item before
    owner: Mapped[str] = mapped_column(String(160), default="")  # in words: "Chủ trì"
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), default=None)

    meeting: Mapped[Meeting] = relationship(back_populates="programme")
    account: Mapped[Account | None] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship(lazy="joined")

    @property
    def owner_name(self) -> str:
        """Who has this item: a person, a unit, or the words."""
        if self.account:
            return f"{self.account.full_name} ({self.account.title or self.account.unit.name})"
        return self.unit.name if self.unit else self.owner


class ProgrammeFile(Base, Versioned):
    """A file for an item of the programme: a review report, the chair's summary (B9).

    It is never overwritten: a newer one replaces it, and the older one stays to be read.
    """

    __tablename__ = "programme_file"
    __table_args__ = (
        CheckConstraint("state in ('current','replaced','removed')", name="state"),
        CheckConstraint("state = 'current' or ended_at is not null", name="ended_has_time"),
        CheckConstraint("state <> 'removed' or length(reason) > 0", name="removed_has_reason"),
        CheckConstraint("state <> 'current' or item_id is not null", name="current_has_item"),
        CheckConstraint("audience in ('leaders','units')", name="audience"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    # None once its item was taken out of the programme.
    item_id: Mapped[int | None] = mapped_column(ForeignKey("programme_item.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # whose report it is
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True, default=None)
    title: Mapped[str] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(12), default="leaders")
    state: Mapped[str] = mapped_column(String(12), default="current")
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("programme_file.id"), unique=True, default=None
    )
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was replaced or removed

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[ProgrammeItem | None] = relationship()
    unit: Mapped[Unit] = relationship(lazy="joined")
    task: Mapped[Task | None] = relationship()
    added_by: Mapped[Account] = relationship(foreign_keys=[added_by_id])
    ended_by: Mapped[Account | None] = relationship(foreign_keys=[ended_by_id])
