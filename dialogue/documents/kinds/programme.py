"""Chương trình of a meeting, from its programme (Kế hoạch II.4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dialogue.core.errors import InvalidInput
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Column, Paper, letterhead, signature, type_and_subject
from dialogue.documents.signing import leader_on
from dialogue.followup.words import conference
from dialogue.plans.models import Meeting
from dialogue.plans.queries import get_meeting, presider_of, programme
from dialogue.plans.queries.programme import Programme, ProgrammeLine

SYMBOL = "CTr-UBND"


@dataclass(frozen=True)
class Step:
    """One line of the programme."""

    place: str = said("Số thứ tự")
    time: str = said("Giờ bắt đầu, kết thúc; số phút nếu chưa định ngày")
    title: str = said("Nội dung")
    owner: str = said("Người, đơn vị thực hiện")


@dataclass(frozen=True, kw_only=True)
class ProgrammeText(contexts.Signed):
    """What the programme says."""

    when: str = said("Thời gian của hội nghị")
    where: str = said("Địa điểm")
    presider: str = said("Chủ trì")
    steps: list[Step] = said("Các nội dung theo thứ tự", rows=Step)
    total: str = said("Dòng cuối: có bao nhiêu nội dung, dự kiến bao lâu")


def build() -> Paper:
    paper = Paper()
    letterhead(paper)
    type_and_subject(paper, "CHƯƠNG TRÌNH")
    paper.line("Thời gian: {{ when }}.", "Lời văn")
    paper.line("Địa điểm: {{ where }}.", "Lời văn")
    paper.line("Chủ trì: {{ presider }}.", "Lời văn")
    paper.table(
        [
            Column("STT", 12, "place", "Số trong bảng"),
            Column("Thời gian", 46, "time", "Số trong bảng"),
            Column("Nội dung", 68, "title"),
            Column("Thực hiện", 39, "owner"),
        ],
        "row in steps",
    )
    paper.line("{{ total }}", "Dưới bảng")
    signature(paper)
    return paper


def context(meeting: Meeting) -> ProgrammeText:
    """The programme as it stands. ``InvalidInput`` while it has no line."""
    found = programme(meeting)
    if not found.lines:
        raise InvalidInput("Chưa ghi chương trình của buổi đối thoại nên chưa soạn được văn bản.")
    presider = presider_of(meeting)
    signer = leader_on(preferred=presider)
    return ProgrammeText(
        **contexts.headed(conference(meeting), None),
        **contexts.signed(wording.number(None, SYMBOL), signer, contexts.RECIPIENTS),
        when=wording.moment_of(meeting.starts_at),
        where=meeting.place,
        presider=f"{presider.full_name}, {presider.title}".strip(", ") if presider else signer.name,
        steps=[
            Step(str(place), time_of(line), line.item.title, line.item.owner_name)
            for place, line in enumerate(found.lines, start=1)
        ],
        total=_total(found),
    )


def time_of(line: ProgrammeLine) -> str:
    """``08 giờ 00 - 08 giờ 10``, or only its minutes while no date is known."""
    if line.at is None:
        return f"{line.item.minutes} phút"
    until = line.at + timedelta(minutes=line.item.minutes)
    return f"{wording.hour(line.at)} - {wording.hour(until)}"


def _total(found: Programme) -> str:
    end = f", kết thúc lúc {wording.hour(found.ends_at)}" if found.ends_at else ""
    return f"Chương trình có {len(found.lines):02d} nội dung, dự kiến {found.length}{end}./."


def samples() -> Sequence[ProgrammeText]:
    step = Step("1", "08 giờ 00 - 08 giờ 10", "Tuyên bố lý do, giới thiệu đại biểu", "Văn phòng")
    return [
        ProgrammeText(
            **contexts.sample_head("Hội nghị đối thoại với Nhân dân", draft=draft),
            **contexts.sample_signed(SYMBOL, draft=draft),
            when="08 giờ 00, thứ Sáu, ngày 12 tháng 4 năm 2024",
            where="Hội trường UBND phường",
            presider="Nguyễn Thị An, Chủ tịch UBND phường",
            steps=[] if draft else [step],
            total="Chương trình có 01 nội dung, dự kiến 10 phút./.",
        )
        for draft in (False, True)
    ]


KIND = Kind(
    code="programme",
    title="Chương trình",
    build=build,
    find=get_meeting,
    context=context,
    samples=samples,
    required=contexts.REQUIRED | {"steps"},
    file_name=lambda meeting: f"Chương trình {meeting.name}",
)
