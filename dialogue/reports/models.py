"""A report on a meeting: of a unit on its part, of the delegated presider, of the ward."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.db import Base, Versioned
from dialogue.plans.models import Meeting

KINDS = {
    "unit": "Báo cáo của đơn vị",
    "presider": "Báo cáo của người chủ trì được ủy quyền",
    "result": "Báo cáo kết quả đối thoại gửi cấp trên",
}


class Report(Base, Versioned):
    """Words by a person, figures by the system: kept as they were when it was handed in."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("kind in ('unit','presider','result')", name="kind"),
        CheckConstraint("state in ('draft','submitted','approved','issued')", name="state"),
        CheckConstraint(
            "state <> 'issued' or (number is not null and issued_on is not null)",
            name="issued_is_numbered",
        ),
        UniqueConstraint("meeting_id", "kind", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    kind: Mapped[str] = mapped_column(String(12))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))  # who reports
    state: Mapped[str] = mapped_column(String(12), default="draft")
    words: Mapped[str] = mapped_column(Text, default="")  # how it went
    proposals: Mapped[str] = mapped_column(Text, default="")
    figures: Mapped[list[Any]] = mapped_column(default=list)  # [words, number] as handed in
    remarks: Mapped[str] = mapped_column(Text, default="")  # why it was returned
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    signer_name: Mapped[str] = mapped_column(String(120), default="")
    signer_role: Mapped[str] = mapped_column(String(20), default="")
    number: Mapped[int | None] = mapped_column(default=None)
    symbol: Mapped[str] = mapped_column(String(40), default="")
    issued_on: Mapped[date | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    meeting: Mapped[Meeting] = relationship()
    unit: Mapped[Unit] = relationship()
    drafted_by: Mapped[Account] = relationship(foreign_keys=[drafted_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])

    @property
    def title(self) -> str:
        if self.kind == "unit":
            return f"Báo cáo của {self.unit.name}"
        return KINDS[self.kind]
