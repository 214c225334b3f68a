"""Danh sách đại biểu of a meeting: the sent lists by unit, guests first, a column to sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dialogue.accounts.models import Account
from dialogue.attendance.models import Delegate
from dialogue.attendance.permissions import sees_overview
from dialogue.attendance.queries import expected, twins_of
from dialogue.core.errors import NotAllowed
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Column, Paper, letterhead, signature, type_and_subject
from dialogue.documents.signing import LEADER_OR_HEAD, leader_on
from dialogue.followup.words import conference
from dialogue.plans.models import Meeting
from dialogue.plans.queries import get_meeting, presider_of

RECIPIENTS = ("Chủ tịch, các Phó Chủ tịch UBND phường", "Bàn đăng ký đại biểu")


@dataclass(frozen=True)
class Row:
    """One delegate."""

    place: str = said("Số thứ tự")
    number: str = said("Số giấy mời; để trống khi chưa ghi số")
    name: str = said("Họ và tên")
    post: str = said("Chức vụ")
    unit: str = said("Đơn vị")
    present: str = said("Chỗ ký tên; ghi “Báo vắng” khi đã báo")


@dataclass(frozen=True)
class Group:
    """The delegates of one unit, or the guests."""

    name: str = said("Đơn vị và số đại biểu")
    delegates: list[Row] = said("Các đại biểu của đơn vị", rows=Row)


@dataclass(frozen=True, kw_only=True)
class DelegatesText(contexts.Signed):
    """What the list says."""

    when: str = said("Thời gian của hội nghị")
    where: str = said("Địa điểm")
    groups: list[Group] = said("Các đơn vị, khách mời đứng đầu", rows=Group)
    total: str = said("Dòng cuối: tổng số đại biểu")


def build() -> Paper:
    paper = Paper()
    letterhead(paper, numbered=False)
    type_and_subject(paper, "DANH SÁCH")
    paper.line("Thời gian: {{ when }}.", "Lời văn")
    paper.line("Địa điểm: {{ where }}.", "Lời văn")
    paper.table(
        [
            Column("STT", 14, "place", "Số trong bảng"),
            Column("Giấy mời", 17, "number", "Số trong bảng"),
            Column("Họ và tên", 44, "name"),
            Column("Chức vụ", 32, "post"),
            Column("Đơn vị", 34, "unit"),
            Column("Ký tên", 24, "present", "Chỗ ký trong bảng"),
        ],
        "row in group.delegates",
        group="group in groups",
    )
    paper.line("{{ total }}", "Dưới bảng")
    signature(paper)
    return paper


def context(meeting: Meeting) -> DelegatesText:
    """Whom the sent lists name, as they stand now; a person of two lists once."""
    people = _people(meeting)
    groups: list[Group] = []
    place = 0
    for name, its in groupby(people, key=lambda one: one.roll.name):
        rows = []
        for one in its:
            place += 1
            rows.append(_row(place, one))
        groups.append(Group(f"{name} ({len(rows)} đại biểu)", rows))
    return DelegatesText(
        **contexts.headed(f"Đại biểu dự {conference(meeting)}", None),
        **contexts.signed("", leader_on(preferred=presider_of(meeting)), RECIPIENTS),
        when=wording.moment_of(meeting.starts_at),
        where=meeting.place,
        groups=groups,
        total=_total(len(people)),
    )


def _people(meeting: Meeting) -> list[Delegate]:
    others = twins_of(meeting).others
    kept: dict[int, Delegate] = {}
    for one in expected(meeting):
        if not any(other.id in kept for other in others.get(one.id, ())):
            kept[one.id] = one
    return sorted(kept.values(), key=_place_of)


def _place_of(one: Delegate) -> tuple[int, int]:
    unit = one.roll.unit
    return (-1, 0) if unit is None else (unit.position, unit.id)


def _row(place: int, one: Delegate) -> Row:
    return Row(
        place=str(place),
        number="" if one.number is None else f"{one.number:02d}",
        name=one.full_name,
        post=one.post,
        unit=one.body or ("" if one.roll.is_guests else one.roll.name),
        present="Báo vắng" if one.state == "declined" else "",
    )


def _total(count: int) -> str:
    if not count:
        return "Chưa có đại biểu nào trong các danh sách đã gửi./."
    return f"Tổng số: {count} đại biểu./."


def samples() -> Sequence[DelegatesText]:
    guest = Row("1", "01", "Nguyễn Văn A", "Phó Chủ tịch", "Thường trực HĐND phường", "")
    away = Row("2", "02", "Trần Thị B", "Tổ phó", "Tổ dân phố 3", "Báo vắng")
    late = Row("3", "", "Lê Văn C", "", "Tổ dân phố 3", "")
    groups = [
        Group("Khách mời (1 đại biểu)", [guest]),
        Group("Tổ dân phố 3 (2 đại biểu)", [away, late]),
    ]
    return [
        DelegatesText(
            **contexts.sample_head("Đại biểu dự Hội nghị đối thoại với Nhân dân", draft=empty),
            **contexts.sample_signed("", RECIPIENTS, draft=empty),
            when="08 giờ 00, thứ Sáu, ngày 12 tháng 4 năm 2024",
            where="Hội trường UBND phường",
            groups=[] if empty else groups,
            total=_total(0 if empty else 3),
        )
        for empty in (False, True)
    ]


def find(user: Account, meeting_id: int) -> Meeting:
    """To who may see every list of the meeting: office, leaders, its desk."""
    meeting = get_meeting(user, meeting_id)
    if not sees_overview(user, meeting):
        raise NotAllowed
    return meeting


KIND = Kind(
    code="delegates",
    title="Danh sách đại biểu",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=(contexts.REQUIRED - {"number"}) | {"groups"},
    file_name=lambda meeting: f"Danh sách đại biểu {meeting.name}",
    numbered=False,
    signed_by=LEADER_OR_HEAD,
    by_order=True,
)
