"""Opinions as a table: those that the person may see, as filtered on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload, load_only, selectinload

from dialogue.accounts.models import Account
from dialogue.extensions import db
from dialogue.opinions import queries
from dialogue.opinions.models import CHANNELS, COMPETENCES, KINDS, Opinion
from dialogue.opinions.queries import Wanted
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting
from dialogue.sheets.writer import Column, Sheet

COLUMNS = (
    Column("TT", 6, "number"),
    Column("Số biên nhận", 16),
    Column("Đợt", 14),
    Column("Đơn vị gửi", 20),
    Column("Gửi lúc", 18, "time"),
    Column("Loại", 11),
    Column("Nội dung", 60, "long"),
    Column("Tổ dân phố", 16),
    Column("Đường, kiệt, số nhà", 22),
    Column("Số người", 9, "number"),
    Column("Lĩnh vực", 20),
    Column("Thẩm quyền", 14),
    Column("Cách gửi", 13),
    Column("Tình trạng", 18),
    Column("Gộp vào", 16),
    Column("Gửi muộn", 22),
)  # fmt: skip
# Only who may call a sender back has these.
CONTACT = (
    Column("Người nêu", 22),
    Column("Số điện thoại", 14),
    Column("Địa chỉ", 26),
    Column("Đồng ý ghi tên", 10),
)  # fmt: skip


def opinions_sheet(user: Account, wanted: Wanted) -> Sheet:
    """The rows of ``/opinions`` under the same filter, all pages of it."""
    return Sheet(
        name="Ý kiến",
        title="Danh sách ý kiến, kiến nghị",
        columns=(*COLUMNS, *CONTACT),
        rows=_rows(user, wanted),
        notes=(f"Mục: {queries.FILTERS[wanted.show][0]}",),
    )


def _rows(user: Account, wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    wanted_here = queries.matching(user, wanted)
    # A unit, a meeting stands behind a thousand rows: each is read once, not with every row.
    query = (
        select(Opinion)
        .where(wanted_here)
        .options(
            selectinload(Opinion.unit),
            selectinload(Opinion.area),
            selectinload(Opinion.field),
            selectinload(Opinion.merged_into).options(
                load_only(Opinion.receipt), lazyload(Opinion.voices)
            ),
            selectinload(Opinion.meeting).joinedload(Meeting.plan),
            lazyload(Opinion.voices),
        )
        .order_by(Opinion.sent_at.is_(None), Opinion.sent_at, Opinion.id)
    )
    known = set(
        db.session.scalars(select(Opinion.id).where(wanted_here, queries.contacts_seen(user)))
    )
    for number, opinion in enumerate(db.session.scalars(query), start=1):
        contact = opinion.id in known
        yield (
            number,
            opinion.receipt or "CHƯA GỬI",
            f"Đợt {opinion.meeting.ordinal} năm {opinion.meeting.plan.year}",
            opinion.unit.name,
            opinion.sent_at,
            KINDS[opinion.kind],
            opinion.words,
            opinion.area.name if opinion.area else "",
            opinion.place,
            opinion.people_count,
            opinion.field.name if opinion.field else "",
            COMPETENCES[opinion.competence] if opinion.competence else "",
            CHANNELS[opinion.channel],
            "Đã gộp" if opinion.merged_into else OPINION.label(opinion.state),
            opinion.merged_into.receipt if opinion.merged_into else "",
            opinion.late_reason if opinion.late else "",
            opinion.resident_name if contact else "",
            opinion.resident_phone if contact else "",
            opinion.resident_address if contact else "",
            ("Có" if opinion.consent_named else "Không") if contact else "",
        )
