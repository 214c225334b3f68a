"""Thông báo kết luận with its appendix (A1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.accounts.models import Account
from dialogue.core.clock import show_date
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Column, Paper, letterhead, signature, type_and_subject
from dialogue.documents.signing import Signer, leader_on, signed
from dialogue.followup import words
from dialogue.followup.models import OUTCOMES, ConclusionNotice, NoticeItem
from dialogue.followup.privacy import public_name, public_text, public_words
from dialogue.followup.queries import get_notice
from dialogue.plans.queries import presider_of

SYMBOL = "TB-UBND"
FROM_ISSUE = "theo quy định, kể từ ngày Thông báo này ban hành"


@dataclass(frozen=True)
class Matter:
    """One matter that was concluded."""

    place: str = said("Số thứ tự")
    person: str = said("Người nêu (viết tắt tên, tổ dân phố)")
    receipt: str = said("Số biên nhận")
    words: str = said("Nội dung ý kiến, kiến nghị")
    outcome: str = said("Hướng kết luận")
    conclusion: str = said("Lời kết luận, liền một đoạn")
    conclusion_lines: list[str] = said("Lời kết luận, từng đoạn")
    units: str = said("Đơn vị chủ trì, phối hợp; để trống nếu không giao")
    due: str = said("Hạn trả lời; để trống nếu không giao")


@dataclass(frozen=True, kw_only=True)
class NoticeText(contexts.Signed):
    """What the notice says."""

    opening: list[str] = said("Phần mở đầu, từng đoạn")
    matters: list[Matter] = said("Các nội dung đã kết luận", rows=Matter)
    closing: list[str] = said("Phần kết, từng đoạn")
    source: str = said("Dòng “Kèm theo Thông báo số …” của phụ lục")
    total: str = said("Dòng cuối phụ lục: có bao nhiêu nội dung")


def build() -> Paper:
    paper = Paper()
    letterhead(paper)
    type_and_subject(paper, "THÔNG BÁO")
    paper.lines("opening")
    with paper.each("matter in matters"):
        paper.line("{{ matter.place }}. Về ý kiến của {{ matter.person }}", "Phần mục")
        paper.lines("matter.conclusion_lines")
        with paper.when("matter.units"):
            paper.line(
                "Đơn vị thực hiện: {{ matter.units }}. Hạn trả lời: {{ matter.due }}.", "Lời văn"
            )
    paper.lines("closing", "Lời kết")
    signature(paper)
    paper.appendix("CÁC NỘI DUNG ĐÃ KẾT LUẬN", "{{ source }}")
    paper.table(
        [
            Column("STT", 13, "place", "Số trong bảng"),
            Column("Nội dung ý kiến, kiến nghị", 41, "words"),
            Column("Người nêu", 25, "person"),
            Column("Kết luận", 38, "conclusion"),
            Column("Đơn vị thực hiện", 24, "units"),
            Column("Hạn trả lời", 24, "due", "Số trong bảng"),
        ],
        "row in matters",
    )
    paper.line("{{ total }}", "Dưới bảng")
    return paper


def context(notice: ConclusionNotice) -> NoticeText:
    """The notice as it stands: numbered and dated once it is issued."""
    meeting = notice.meeting
    number = notice.symbol or wording.number(None, SYMBOL)
    issued_on = notice.issued_on
    closing = [*wording.paragraphs(notice.closing)] or ["Trên đây là kết luận tại hội nghị"]
    mention = "Các nội dung, đơn vị thực hiện và thời hạn được nêu tại Phụ lục kèm theo."
    head = contexts.headed(words.notice_subject(meeting), issued_on)
    return NoticeText(
        **head,
        **contexts.signed(number, _signer(notice), contexts.RECIPIENTS),
        opening=wording.paragraphs(notice.opening),
        matters=[_matter(item, issued=issued_on is not None) for item in notice.items],
        closing=wording.ended([mention, *closing]),
        source=_source(number, head),
        total=_total(len(notice.items)),
    )


def _signer(notice: ConclusionNotice) -> Signer:
    if notice.state in ("approved", "issued"):
        return signed(notice.signer_name, notice.signer_role or "chair")
    return leader_on(preferred=presider_of(notice.meeting))


def _matter(item: NoticeItem, *, issued: bool) -> Matter:
    conclusion = item.conclusion
    opinion = conclusion.opinion
    said_there = public_text(item.words, [opinion, *opinion.merged])
    lead = conclusion.lead_unit
    units = due = ""
    if conclusion.is_assigned and lead is not None:
        helped = ", ".join(support.unit.name for support in conclusion.supporting)
        units = f"{lead.name}; phối hợp: {helped}" if helped else lead.name
        due = show_date(item.due_on) if issued and item.due_on else FROM_ISSUE
    return Matter(
        place=str(item.position),
        person=public_name(opinion),
        receipt=opinion.receipt or "",
        words=public_words(opinion),
        outcome=OUTCOMES[conclusion.outcome],
        conclusion=said_there,
        conclusion_lines=wording.paragraphs(said_there),
        units=units,
        due=due,
    )


def _source(number: str, head: dict[str, Any]) -> str:
    day = head["place_and_date"].partition(", ")[2]
    return f"(Kèm theo Thông báo số {number} {day} của {head['committee']})"


def _total(count: int) -> str:
    return f"Phụ lục này có {count:02d} nội dung./."


def samples() -> Sequence[NoticeText]:
    given = Matter(
        place="1",
        person="N.V.A., Tổ dân phố 3",
        receipt="YK-2024-0001",
        words="Đề nghị sửa nắp cống vỡ trước nhà văn hóa.",
        outcome="Tiếp thu, giao giải quyết",
        conclusion="Giao Địa chính sửa nắp cống trong tháng 5.",
        conclusion_lines=["Giao Địa chính sửa nắp cống trong tháng 5."],
        units="Địa chính - Xây dựng; phối hợp: Tài chính - Kế toán",
        due="30/05/2024",
    )
    answered = Matter(
        place="2",
        person="T.T.B., Tổ dân phố 5",
        receipt="YK-2024-0002",
        words="Hỏi về giờ nhận hồ sơ.",
        outcome="Trả lời ngay tại hội nghị",
        conclusion="Bộ phận Một cửa đã trả lời tại hội nghị.",
        conclusion_lines=["Bộ phận Một cửa đã trả lời tại hội nghị."],
        units="",
        due="",
    )
    subject = "Kết luận của Chủ tịch UBND phường tại Hội nghị đối thoại với Nhân dân"
    return [
        NoticeText(
            **contexts.sample_head(subject, draft=draft),
            **contexts.sample_signed(SYMBOL, draft=draft),
            opening=["Ngày 12/04/2024, Chủ tịch UBND phường kết luận như sau:"],
            matters=[] if draft else [given, answered],
            closing=wording.ended(["UBND phường thông báo để các đơn vị biết, thực hiện."]),
            source="(Kèm theo Thông báo số 05/TB-UBND ngày 05 tháng 01 năm 2024 của UBND phường)",
            total=_total(0 if draft else 2),
        )
        for draft in (False, True)
    ]


def find(user: Account, notice_id: int) -> ConclusionNotice:
    return get_notice(user, notice_id)


KIND = Kind(
    code="notice",
    title="Thông báo kết luận",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=contexts.REQUIRED | {"matters"},
    file_name=lambda notice: f"Thông báo kết luận {notice.meeting.name}",
)
