"""Bài phát thanh after a meeting: what the issued notice said, to be read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.core.errors import InvalidInput
from dialogue.corrections.queries import words_now
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.kinds.posting import find as find_noticed
from dialogue.documents.layout import Paper, letterhead, signature, type_and_subject
from dialogue.documents.outcomes import noticed
from dialogue.documents.signing import leader_on
from dialogue.followup.models import NoticeItem
from dialogue.followup.privacy import public_text
from dialogue.followup.words import conference, written_day
from dialogue.plans.models import Meeting
from dialogue.plans.queries import presider_of


@dataclass(frozen=True)
class Item:
    """One matter as it is read aloud; the heading names only the group."""

    heading: str = said("Số thứ tự, tổ dân phố nêu ý kiến")
    lines: list[str] = said("Kết luận, đơn vị và hạn trả lời, từng đoạn")


@dataclass(frozen=True, kw_only=True)
class BroadcastText(contexts.Signed):
    """What is read."""

    opening: list[str] = said("Lời mở đầu, từng đoạn")
    matters: list[Item] = said("Các nội dung", rows=Item)
    closing: list[str] = said("Lời kết, từng đoạn")


def build() -> Paper:
    paper = Paper()
    letterhead(paper, numbered=False)
    type_and_subject(paper, "BÀI PHÁT THANH")
    paper.lines("opening")
    with paper.each("matter in matters"):
        paper.line("{{ matter.heading }}", "Phần mục")
        paper.lines("matter.lines")
    paper.lines("closing", "Lời kết")
    signature(paper)
    return paper


def context(meeting: Meeting) -> BroadcastText:
    """What the notice made known. ``InvalidInput`` before it was issued."""
    found, now = noticed(meeting), words_now(meeting)
    if not found:
        raise InvalidInput("Chưa ban hành thông báo kết luận nên chưa soạn được bài phát thanh.")
    head = contexts.headed(f"Kết quả {conference(meeting)}", None)
    held = f"{written_day(meeting.held_on)}, " if meeting.held_on else ""
    return BroadcastText(
        **head,
        **contexts.signed("", leader_on(preferred=presider_of(meeting)), ["Đài truyền thanh"]),
        opening=[
            "Kính thưa toàn thể bà con,",
            f"Vào {held}tại {meeting.place}, {head['committee']} đã tổ chức "
            f"{conference(meeting)}. Hội nghị đã kết luận {len(found)} nội dung. Xin thông báo "
            "để bà con biết:",
        ],
        matters=[_matter(item, now.get(item.conclusion_id, item.words)) for item in found],
        closing=_closing(),
    )


def _matter(item: NoticeItem, words: str) -> Item:
    conclusion = item.conclusion
    opinion, assignment = conclusion.opinion, conclusion.assignment
    where = opinion.area.name if opinion.area else opinion.unit.name
    lines = wording.paragraphs(public_text(words, [opinion, *opinion.merged]))
    if assignment is not None and assignment.state == "answered":
        lines.append(f"{assignment.lead_unit.name} đã trả lời bằng văn bản.")
    elif assignment is not None:
        lines.append(
            f"{assignment.lead_unit.name} trả lời bà con chậm nhất vào "
            f"{written_day(assignment.due.due_on)}."
        )
    return Item(f"Nội dung thứ {item.position}, ý kiến từ {where}", lines)


def _closing() -> list[str]:
    return wording.ended(
        [
            "Bà con cần biết thêm, xin hỏi tổ trưởng tổ dân phố hoặc Văn phòng phường.",
            "Xin cảm ơn bà con đã lắng nghe",
        ]
    )


def samples() -> Sequence[BroadcastText]:
    one = Item(
        "Nội dung thứ 1, ý kiến từ Tổ dân phố 3",
        ["Giao Địa chính sửa nắp cống.", "Địa chính trả lời chậm nhất vào ngày 30 tháng 5."],
    )
    return [
        BroadcastText(
            **contexts.sample_head("Kết quả Hội nghị đối thoại với Nhân dân", draft=empty),
            **contexts.sample_signed("", draft=empty),
            opening=["Kính thưa toàn thể bà con,"],
            matters=[] if empty else [one],
            closing=_closing(),
        )
        for empty in (False, True)
    ]


KIND = Kind(
    code="broadcast",
    title="Bài phát thanh",
    build=build,
    find=find_noticed,
    context=context,
    samples=samples,
    required=(contexts.REQUIRED - {"number"}) | {"matters"},
    file_name=lambda meeting: f"Bài phát thanh {meeting.name}",
    numbered=False,
)
