"""What was given to units, and the register of outgoing documents, as tables."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.followup import queries
from dialogue.followup.models import OUTCOMES, Assignment, RegisterEntry
from dialogue.followup.queries.assignments import FILTERS, MORE_FILTERS
from dialogue.followup.workflow import ASSIGNMENT
from dialogue.sheets.writer import Column, Sheet

ASSIGNMENTS = (
    Column("TT", 6, "number"),
    Column("Số biên nhận", 16),
    Column("Đợt", 14),
    Column("Nội dung ý kiến", 50, "long"),
    Column("Kết luận", 50, "long"),
    Column("Hình thức", 20),
    Column("Đơn vị chủ trì", 22),
    Column("Đơn vị phối hợp", 24),
    Column("Thông báo", 14),
    Column("Hạn trả lời", 13, "date"),
    Column("Tình trạng", 18),
    Column("Trễ (ngày)", 9, "number"),
    Column("Trả lời lúc", 18, "time"),
    Column("Văn bản trả lời", 20),
)  # fmt: skip
REGISTER = (
    Column("Loại", 8),
    Column("Số", 7, "number"),
    Column("Số, ký hiệu", 18),
    Column("Ngày ban hành", 14, "date"),
    Column("Trích yếu", 80, "long"),
)


def assignments_sheet(user: Account, state: str, narrow: queries.Narrow) -> Sheet:
    """The rows of ``/assignments`` under the same filter, all pages of it."""
    found = queries.all_assignments(user, state, narrow)
    return Sheet(
        name="Giải quyết",
        title="Giải quyết ý kiến, kiến nghị sau đối thoại",
        columns=ASSIGNMENTS,
        notes=(f"Mục: {(FILTERS | MORE_FILTERS)[state]}",),
        rows=(_assignment(number, one) for number, one in enumerate(found, start=1)),
    )


def _assignment(number: int, one: Assignment) -> tuple[object, ...]:
    conclusion = one.conclusion
    late = (clock.today() - one.due.due_on).days
    return (
        number,
        conclusion.opinion.receipt,
        f"Đợt {conclusion.meeting.ordinal} năm {conclusion.meeting.plan.year}",
        conclusion.opinion.words,
        conclusion.words,
        OUTCOMES[conclusion.outcome],
        one.lead_unit.name,
        ", ".join(support.unit.name for support in conclusion.supporting),
        conclusion.notice.symbol if conclusion.notice else "",
        one.due.due_on,
        ASSIGNMENT.label(one.state),
        late if late > 0 and one.state != "answered" else None,
        one.answered_at,
        ", ".join(reply.symbol for reply in one.replies if reply.symbol),
    )


def register_sheet(year: int) -> Sheet:
    """The register of one year, in the order of type and number."""
    query = (
        select(RegisterEntry)
        .where(RegisterEntry.year == year)
        .order_by(RegisterEntry.series, RegisterEntry.number)
    )
    found = db.session.scalars(query)
    return Sheet(
        name=f"Sổ văn bản {year}",
        title=f"Sổ đăng ký văn bản đi năm {year}",
        columns=REGISTER,
        rows=((e.series, e.number, e.symbol, e.issued_on, e.title) for e in found),
    )
