"""The documents of a meeting in one list: what each is for, whether issued, where to get it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sees_everything
from dialogue.attendance.permissions import sees_overview
from dialogue.corrections.queries import corrections_about
from dialogue.documents.kinds import correction, notice, plan
from dialogue.documents.models import IssuedDocument
from dialogue.documents.offers import documents_of_meeting
from dialogue.documents.pdf import offers_pdf
from dialogue.extensions import db
from dialogue.followup.models import ConclusionNotice
from dialogue.followup.queries import visible_notices
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part

BEFORE, HALL, AFTER = "Trước buổi đối thoại", "Tại hội trường", "Sau buổi đối thoại"
DRAFT = "Dự thảo"
# By title: where it stands in the list and what it is for.
MEANT: dict[str, tuple[str, str]] = {
    "Kế hoạch đối thoại": (BEFORE, "Kế hoạch cả năm, có các đợt và nhiệm vụ của từng đơn vị."),
    "Giấy mời": (BEFORE, "Gửi từng khách mời, từng đơn vị; mỗi người một tờ."),
    "Danh sách đại biểu": (BEFORE, "Người dự theo từng đơn vị, in để ký tên."),
    "Bảng tổng hợp ý kiến, kiến nghị": (
        BEFORE,
        "Mọi ý kiến theo lĩnh vực, kèm nội dung trả lời đã chuẩn bị.",
    ),
    "Chương trình": (HALL, "Giờ, nội dung, người thực hiện; phát cho đại biểu."),
    "Nội quy": (HALL, "Phát hoặc niêm yết tại hội trường."),
    "Phiếu đăng ký phát biểu": (HALL, "In sẵn cho người dự ghi nội dung muốn hỏi."),
    "Kịch bản điều hành": (HALL, "Chủ trì cầm tay: từng phần, từng ý kiến, lời đáp chuẩn bị sẵn."),
    "Biên bản": (AFTER, "Diễn biến và kết luận; thư ký và chủ tọa cùng ký."),
    "Thông báo kết luận": (AFTER, "Từng kết luận, đơn vị thực hiện và hạn trả lời."),
    "Thông báo đính chính": (AFTER, "Sửa điều ghi nhầm trong thông báo kết luận đã ban hành."),
    "Báo cáo kết quả đối thoại": (AFTER, "Gửi cấp trên: số ý kiến, kết luận, đã giải quyết."),
    "Niêm yết kết quả": (AFTER, "Dán bảng tin, nhà văn hóa; tên người dân được viết tắt."),
    "Bài phát thanh": (AFTER, "Đọc trên loa; không nêu tên người dân."),
}


@dataclass(frozen=True)
class Paper:
    """One line of the list. ``pdf`` is None where none can be made; ``state`` may be empty."""

    title: str
    meaning: str
    word: str
    pdf: str | None
    state: str = ""
    tone: str = "neutral"
    opens: bool = False  # ``word`` is a page on which to choose first


def papers_of(user: Account, meeting: Meeting) -> dict[str, list[Paper]]:
    """What ``user`` may have of ``meeting`` now, under before, in the hall and after."""
    found: dict[str, list[Paper]] = {BEFORE: [], HALL: [], AFTER: []}
    if takes_part(user):
        number = meeting.plan.number
        state = f"Đã ban hành {number:02d}/KH-UBND" if number else DRAFT
        found[BEFORE].append(_kept(plan.KIND.code, plan.KIND.title, meeting.plan.id, state))
    for offer in documents_of_meeting(user, meeting):
        group, meaning = MEANT.get(offer.title, (HALL, ""))
        direct = "/documents/" in offer.url
        pdf = f"{offer.url}.pdf" if direct and offers_pdf() else None
        found[group].append(Paper(offer.title, meaning, offer.url, pdf, opens=not direct))
    found[AFTER] += _notices(user, meeting)
    found[AFTER] += _corrections(user, meeting)
    order = list(MEANT)
    for papers in found.values():
        papers.sort(key=lambda one: order.index(one.title) if one.title in order else len(order))
    return {group: papers for group, papers in found.items() if papers}


def count_papers(user: Account, meeting: Meeting) -> int:
    """How many the list holds."""
    return sum(map(len, papers_of(user, meeting).values()))


def tables_of(user: Account, meeting: Meeting) -> list[tuple[str, str]]:
    """(title, address) of the Excel files about ``meeting`` that ``user`` may have."""
    found = []
    if sees_overview(user, meeting):
        found.append(("Đại biểu", url_for("tables.attendance", meeting_id=meeting.id)))
    if sees_everything(user):
        found += [
            ("Ý kiến, kiến nghị", url_for("tables.opinions", meeting=meeting.id)),
            ("Nhiệm vụ", url_for("tables.tasks", meeting=meeting.id, state="all")),
            ("Thống kê", url_for("tables.statistics", meeting_id=meeting.id)),
        ]
    return found


def _notices(user: Account, meeting: Meeting) -> list[Paper]:
    query = visible_notices(user).where(ConclusionNotice.meeting_id == meeting.id)
    notices = list(db.session.scalars(query.order_by(ConclusionNotice.id)))
    issued = dict(
        db.session.execute(
            select(IssuedDocument.subject_id, IssuedDocument.symbol).where(
                IssuedDocument.kind == notice.KIND.code,
                IssuedDocument.subject_id.in_([one.id for one in notices]),
            )
        ).all()
    )
    return [
        _kept(
            notice.KIND.code,
            notice.KIND.title,
            one.id,
            f"Đã ban hành {issued.get(one.id) or one.symbol}" if one.state == "issued" else DRAFT,
        )
        for one in notices
    ]


def _corrections(user: Account, meeting: Meeting) -> list[Paper]:
    return [
        _kept(
            correction.KIND.code,
            correction.KIND.title,
            one.id,
            f"Đã ban hành {one.symbol}" if one.state == "issued" else DRAFT,
        )
        for one in corrections_about(user, meeting)
    ]


def _kept(code: str, title: str, subject_id: int, state: str) -> Paper:
    word = url_for("documents.download", kind=code, subject_id=subject_id)
    issued = state != DRAFT
    return Paper(
        title,
        MEANT[title][1],
        word,
        f"{word}.pdf" if offers_pdf() else None,
        state,
        "good" if issued else "neutral",
    )
