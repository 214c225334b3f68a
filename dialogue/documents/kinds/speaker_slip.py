"""Phiếu đăng ký phát biểu: a sheet that a resident fills in by hand before a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Paper, form_signature, letterhead, type_and_subject
from dialogue.followup.words import conference
from dialogue.hall.models import HallSession
from dialogue.hall.queries import find as find_hall
from dialogue.opinions.queries import fields
from dialogue.plans.models import Meeting
from dialogue.plans.queries import get_meeting

OPEN = ("planned", "announced", "live")
USUAL_SECONDS: int = HallSession.__table__.c.default_seconds.default.arg


@dataclass(frozen=True, kw_only=True)
class SlipText(contexts.Headed):
    """What stands on the slip before it is filled in."""

    when: str = said("Thời gian của hội nghị")
    where: str = said("Địa điểm")
    fields: str = said("Các lĩnh vực để khoanh chọn; để trống nếu phường chưa ghi lĩnh vực")
    closing: list[str] = said("Lời nhắc về thời gian phát biểu")


def build() -> Paper:
    paper = Paper()
    letterhead(paper, numbered=False)
    type_and_subject(paper, "PHIẾU ĐĂNG KÝ PHÁT BIỂU")
    paper.line("Thời gian: {{ when }}.", "Lời văn")
    paper.line("Địa điểm: {{ where }}.", "Lời văn")
    for label in ("Họ và tên:", "Tổ dân phố, đơn vị:", "Địa chỉ:", "Số điện thoại:"):
        paper.line(f"{label}\t", "Dòng để ghi")
    with paper.when("fields"):
        paper.line("Lĩnh vực (khoanh vào một lĩnh vực): {{ fields }}.", "Lời văn")
    paper.line("Nội dung đăng ký phát biểu:", "Lời văn")
    for _ in range(7):
        paper.line("\t", "Dòng để ghi")
    paper.line(
        "Đồng ý để phường ghi đầy đủ họ tên khi công khai (khoanh vào một): Có\u00a0/\u00a0Không.",
        "Lời văn",
    )
    paper.lines("closing", "Lời kết")
    form_signature(paper, "NGƯỜI ĐĂNG KÝ")
    return paper


def context(meeting: Meeting) -> SlipText:
    """The meeting's time and place, the ward's fields, how long one may speak."""
    hall = find_hall(meeting.id)
    return SlipText(
        **contexts.headed(conference(meeting), None),
        when=wording.moment_of(meeting.starts_at),
        where=meeting.place,
        fields=" / ".join(one.name for one in fields()),
        closing=_closing(hall.default_seconds if hall else USUAL_SECONDS),
    )


def _closing(seconds: int) -> list[str]:
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} phút" if minutes else "", f"{rest} giây" if rest else ""]
    length = " ".join(part for part in parts if part)
    return wording.ended(
        [
            f"Mỗi người phát biểu không quá {length}, đúng nội dung đã đăng ký. Phiếu gửi tại bàn "
            "đăng ký hoặc qua tổ trưởng tổ dân phố"
        ]
    )


def samples() -> Sequence[SlipText]:
    return [
        SlipText(
            **contexts.sample_head("Hội nghị đối thoại với Nhân dân", draft=empty),
            when="08 giờ 00, thứ Sáu, ngày 12 tháng 4 năm 2024",
            where="Hội trường UBND phường",
            fields="" if empty else "Đất đai / Giao thông / Môi trường",
            closing=_closing(90 if empty else 180),
        )
        for empty in (False, True)
    ]


KIND = Kind(
    code="speaker_slip",
    title="Phiếu đăng ký phát biểu",
    build=build,
    find=get_meeting,
    context=context,
    samples=samples,
    required=frozenset({"body_names", "place_and_date", "subject", "when"}),
    file_name=lambda meeting: f"Phiếu đăng ký phát biểu {meeting.name}",
    signed_by="Người đăng ký",
    numbered=False,
)
