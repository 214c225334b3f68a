"""Công văn đôn đốc to a unit with work that is late or due (A5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import sees_everything
from dialogue.accounts.queries import get_unit
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Column, Paper, addressees, letterhead, signature
from dialogue.documents.signing import LEADER_OR_HEAD, leader_on
from dialogue.followup.models import Assignment
from dialogue.followup.queries import by_unit

SYMBOL = "UBND-VP"


@dataclass(frozen=True)
class Row:
    """One thing that the unit owes."""

    place: str = said("Số thứ tự")
    receipt: str = said("Số biên nhận")
    words: str = said("Nội dung tóm tắt")
    due: str = said("Hạn trả lời")
    lateness: str = said("Quá hạn bao nhiêu ngày, hay đến hạn khi nào")


@dataclass(frozen=True, kw_only=True)
class ReminderText(contexts.Signed):
    """What the letter says."""

    addressee: str = said("Kính gửi (khi gửi một nơi)")
    addressees: list[str] = said("Kính gửi, từng dòng (khi gửi nhiều nơi)")
    opening: str = said("Câu mở đầu")
    rows: list[Row] = said("Các việc quá hạn, sắp đến hạn", rows=Row)
    closing: list[str] = said("Yêu cầu, câu kết")


def build() -> Paper:
    paper = Paper()
    letterhead(paper, letter=True)
    addressees(paper)
    paper.line("{{ opening }}", "Lời văn")
    paper.table(
        [
            Column("STT", 13, "place", "Số trong bảng"),
            Column("Số biên nhận", 34, "receipt", "Số trong bảng"),
            Column("Nội dung", 56, "words"),
            Column("Hạn trả lời", 26, "due", "Số trong bảng"),
            Column("Tình trạng", 36, "lateness"),
        ],
        "row in rows",
    )
    paper.lines("closing", "Dưới bảng")
    signature(paper)
    return paper


def context(unit: Unit) -> ReminderText:
    """What ``unit`` owes today; ``InvalidInput`` if that is nothing."""
    dues = next((one for one in by_unit() if one.unit.id == unit.id), None)
    if dues is None:
        raise InvalidInput(f"{unit.name} không có việc quá hạn hoặc sắp đến hạn.")
    return ReminderText(
        **contexts.headed("đôn đốc giải quyết, trả lời ý kiến, kiến nghị của công dân", None),
        **contexts.signed(
            wording.number(None, SYMBOL),
            leader_on(),
            ("Như trên", "Chủ tịch, các Phó Chủ tịch UBND phường"),
        ),
        addressee=unit.name,
        addressees=[],
        opening=(
            "Qua theo dõi việc thực hiện kết luận tại hội nghị đối thoại, đến ngày "
            f"{clock.show_date(clock.today())}, đơn vị còn {len(dues.rows)} nội dung quá hạn hoặc "
            "sắp đến hạn trả lời:"
        ),
        rows=[_row(place, one) for place, one in enumerate(dues.rows, start=1)],
        closing=_closing(unit.name),
    )


def _row(place: int, assignment: Assignment) -> Row:
    due_on = assignment.due.due_on
    days = (clock.today() - due_on).days
    words = f"Quá hạn {days} ngày" if days > 0 else "Hạn hôm nay" if days == 0 else "Sắp đến hạn"
    return Row(
        place=str(place),
        receipt=assignment.conclusion.opinion.receipt or "",
        words=assignment.conclusion.opinion.short,
        due=clock.show_date(due_on),
        lateness=words,
    )


def _closing(unit_name: str) -> list[str]:
    return wording.ended(
        [
            f"Yêu cầu {unit_name} khẩn trương giải quyết, trả lời công dân và báo cáo Chủ tịch "
            "UBND phường; nội dung cần thêm thời gian thì có văn bản trả lời tạm thời nêu rõ nội "
            "dung, yêu cầu, thời gian, trách nhiệm giải quyết"
        ]
    )


def samples() -> Sequence[ReminderText]:
    row = Row("1", "YK-2024-0001", "Đề nghị sửa nắp cống.", "30/05/2024", "Quá hạn 3 ngày")
    return [
        ReminderText(
            **contexts.sample_head("đôn đốc giải quyết ý kiến, kiến nghị", draft=draft),
            **contexts.sample_signed(SYMBOL, ["Như trên"], draft=draft),
            addressee="" if draft else "Địa chính - Xây dựng",
            addressees=wording.listed(["Địa chính", "Công an phường"]) if draft else [],
            opening="Đơn vị còn các nội dung quá hạn trả lời:",
            rows=[row],
            closing=_closing("Địa chính - Xây dựng"),
        )
        for draft in (False, True)
    ]


def find(user: Account, unit_id: int) -> Unit:
    """To office and leaders, who chase."""
    unit = get_unit(unit_id)
    if unit is None or not sees_everything(user):
        raise NotAllowed
    return unit


KIND = Kind(
    code="reminder",
    title="Công văn đôn đốc",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=contexts.REQUIRED | {"addressee", "rows"},
    file_name=lambda unit: f"Công văn đôn đốc {unit.short_name}",
    signed_by=LEADER_OR_HEAD,
    by_order=True,
)
