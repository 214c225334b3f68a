"""Bảng tổng hợp ý kiến, kiến nghị before a meeting: by field and unit, with prepared answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sees_everything
from dialogue.core.errors import NotAllowed
from dialogue.documents import contexts
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Column, Paper, letterhead, signature, type_and_subject
from dialogue.documents.signing import leader_on
from dialogue.extensions import db
from dialogue.followup.privacy import public_name, public_words
from dialogue.followup.words import conference
from dialogue.opinions.models import Opinion, Preparation
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import is_presider, is_secretary
from dialogue.plans.queries import get_meeting, presider_of
from dialogue.recurrence.queries import Told, told

TOLD = ("sent", "classified", "selected", "concluded")
NO_FIELD = "Chưa phân lĩnh vực"


@dataclass(frozen=True)
class Row:
    """One opinion, the merged ones counted with it."""

    place: str = said("Số thứ tự")
    words: str = said("Nội dung")
    person: str = said("Người nêu (viết tắt tên, tổ dân phố)")
    sender: str = said("Đơn vị gửi")
    times: str = said("Số lượt nêu")
    before: str = said("Đã nêu ở những đợt trước và kết quả; trống nếu mới nêu")
    lead: str = said("Đơn vị chuẩn bị trả lời")
    answer: str = said("Nội dung đã chuẩn bị")


@dataclass(frozen=True)
class Group:
    """The opinions of one field."""

    name: str = said("Lĩnh vực và số nội dung")
    opinions: list[Row] = said("Các ý kiến của lĩnh vực", rows=Row)


@dataclass(frozen=True, kw_only=True)
class SummaryText(contexts.Signed):
    """What the summary says."""

    opening: str = said("Câu mở đầu")
    groups: list[Group] = said("Các lĩnh vực", rows=Group)
    total: str = said("Dòng cuối: tổng số nội dung, lượt ý kiến")


def build() -> Paper:
    paper = Paper(landscape=True)
    letterhead(paper, numbered=False)
    type_and_subject(paper, "BẢNG TỔNG HỢP")
    paper.line("{{ opening }}", "Lời văn")
    paper.table(
        [
            Column("STT", 14, "place", "Số trong bảng"),
            Column("Nội dung ý kiến, kiến nghị", 66, "words"),
            Column("Người nêu", 28, "person"),
            Column("Đơn vị gửi", 28, "sender"),
            Column("Số lượt", 14, "times", "Số trong bảng"),
            Column("Đã nêu trước đây", 36, "before"),
            Column("Đơn vị chuẩn bị", 28, "lead"),
            Column("Nội dung trả lời đã chuẩn bị", 52, "answer"),
        ],
        "row in group.opinions",
        group="group in groups",
    )
    paper.line("{{ total }}", "Dưới bảng")
    signature(paper)
    return paper


def context(meeting: Meeting) -> SummaryText:
    """What was sent for ``meeting``, as it stands today."""
    found = _opinions(meeting)
    raised = sum(one.times_raised for one in found)
    before = told([one.id for one in found], whole=True)
    place = 0
    groups = []
    for name, its in groupby(found, key=_field_name):
        rows = []
        for opinion in its:
            place += 1
            rows.append(_row(place, opinion, before.get(opinion.id)))
        groups.append(Group(f"{name} ({len(rows)} nội dung)", rows))
    return SummaryText(
        **contexts.headed(f"Ý kiến, kiến nghị gửi đến {conference(meeting)}", None),
        **contexts.signed("", leader_on(preferred=presider_of(meeting)), contexts.RECIPIENTS[1:2]),
        opening=f"Các đơn vị, tổ dân phố đã gửi ý kiến, kiến nghị đến {conference(meeting)}:",
        groups=groups,
        total=f"Tổng số: {len(found)} nội dung, {raised} lượt ý kiến./.",
    )


def _opinions(meeting: Meeting) -> list[Opinion]:
    preparation = joinedload(Opinion.preparation)
    query = (
        select(Opinion)
        .where(
            Opinion.meeting_id == meeting.id,
            Opinion.merged_into_id.is_(None),
            Opinion.state.in_(TOLD),
        )
        .options(
            joinedload(Opinion.unit),
            joinedload(Opinion.area),
            joinedload(Opinion.field),
            selectinload(Opinion.merged),
            preparation.joinedload(Preparation.lead_unit),
        )
    )
    return sorted(
        db.session.scalars(query),
        key=lambda o: (
            o.field is None,
            o.field.position if o.field else 0,
            _field_name(o),
            o.unit.position,
            o.id,
        ),
    )


def _field_name(opinion: Opinion) -> str:
    return opinion.field.name if opinion.field else NO_FIELD


def _row(place: int, opinion: Opinion, before: Told | None) -> Row:
    prepared = opinion.preparation
    return Row(
        place=str(place),
        words=public_words(opinion),
        person=public_name(opinion),
        sender=opinion.unit.name,
        times=str(opinion.times_raised),
        before=_before(before) if before else "",
        lead=prepared.lead_unit.name if prepared else "",
        answer=prepared.answer if prepared and prepared.state == "ready" else "",
    )


def _before(before: Told) -> str:
    kept = f" ({before.kept[0].lower()})" if before.kept else ""
    return f"{before.text}{kept}"


def samples() -> Sequence[SummaryText]:
    row = Row(
        place="1",
        words="Đề nghị sửa nắp cống vỡ.",
        person="N.V.A., Tổ dân phố 3",
        sender="Tổ dân phố 3",
        times="2",
        before="Đã nêu 1 lần trước (năm 2023); lần gần nhất: Tiếp thu (lỡ hẹn)",
        lead="Địa chính - Xây dựng",
        answer="Đã đưa vào kế hoạch quý II.",
    )
    return [
        SummaryText(
            **contexts.sample_head("Ý kiến, kiến nghị gửi đến Hội nghị đối thoại", draft=True),
            **contexts.sample_signed("", draft=empty),
            opening="Các đơn vị, tổ dân phố đã gửi ý kiến, kiến nghị:",
            groups=[] if empty else [Group("Hạ tầng (1 nội dung)", [row])],
            total="Tổng số: 1 nội dung, 2 lượt ý kiến./.",
        )
        for empty in (False, True)
    ]


def find(user: Account, meeting_id: int) -> Meeting:
    """To who follows the whole meeting: office, leaders, its presider and secretary."""
    meeting = get_meeting(user, meeting_id)
    if not may_read(user, meeting):
        raise NotAllowed
    return meeting


def may_read(user: Account, meeting: Meeting) -> bool:
    return sees_everything(user) or is_presider(user, meeting) or is_secretary(user, meeting)


KIND = Kind(
    code="summary",
    title="Bảng tổng hợp ý kiến, kiến nghị",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=(contexts.REQUIRED - {"number"}) | {"groups"},
    file_name=lambda meeting: f"Tổng hợp ý kiến {meeting.name}",
    numbered=False,
    landscape=True,
)
