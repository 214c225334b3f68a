"""The steps of the ladder by which a due date is reminded of and goes up."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.core.db import Base, Versioned

WHOM = {
    "unit": "Đơn vị chủ trì",
    "head": "Trưởng đơn vị chủ trì",
    "office": "Văn phòng",
    "chair": "Chủ tịch",
}
FARTHEST = 60  # working days


class ChasingStep(Base, Versioned):
    """So many working days before (negative) or after the due date, these are told."""

    __tablename__ = "chasing_step"
    __table_args__ = (
        UniqueConstraint("days", "whom"),
        CheckConstraint("whom in ('unit','head','office','chair')", name="whom"),
        CheckConstraint("days between -60 and 60", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    days: Mapped[int]
    whom: Mapped[str] = mapped_column(String(8))

    @property
    def when(self) -> str:
        """``Trước hạn 2 ngày làm việc``."""
        if self.days == 0:
            return "Đúng ngày đến hạn"
        where = "Trước hạn" if self.days < 0 else "Quá hạn"
        return f"{where} {abs(self.days)} ngày làm việc"
