"""Lists of opinions: one page of columns, its filters with their counts, search."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, column, false, func, select, text
from sqlalchemy.orm import aliased

from dialogue.accounts.models import Account, Unit
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.opinions import hooks
from dialogue.opinions.models import Field, Opinion, Preparation
from dialogue.opinions.queries.scope import read_receipt, visible_clause
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting, Plan

PAGE = 50
CLOSED = ("refused", "referred", "withdrawn")
_alone = Opinion.merged_into_id.is_(None)


def _state(*codes: str) -> ColumnElement[bool]:
    return and_(Opinion.state.in_(codes), _alone)


def _unasked() -> ColumnElement[bool]:
    asked = select(Preparation.opinion_id)
    return and_(_state("selected"), Opinion.channel != "hall", Opinion.id.not_in(asked))


# code → label, condition; in the order in which they are drawn.
FILTERS: Mapping[str, tuple[str, ColumnElement[bool]]] = {
    "draft": ("CHƯA GỬI", Opinion.state == "draft"),
    "new": ("Mới gửi", _state("sent")),
    "returned": ("Cần làm rõ", _state("returned")),
    "classified": ("Đã phân loại", _state("classified")),
    "selected": ("Trong chương trình", _state("selected")),
    "unasked": ("Chưa giao chuẩn bị", _unasked()),
    "concluded": ("Đã kết luận", _state("concluded")),
    "late": ("Gửi muộn", Opinion.late.is_(True)),
    "merged": ("Đã gộp", Opinion.merged_into_id.is_not(None)),
    "closed": ("Đã đóng", _state(*CLOSED)),
    "split": ("Đã tách", Opinion.state == "split"),
    # Where a figure leads: what was sent, by anyone, whatever became of it.
    "given": ("Đã gửi", Opinion.state.not_in(("draft", "split"))),
    # A letter counts by the matters it was split into.
    "all": ("Tất cả", Opinion.state != "split"),
}
OWN_FILTERS = (
    "all",
    "draft",
    "new",
    "returned",
    "classified",
    "selected",
    "concluded",
    "closed",
    "split",
)
DESK_FILTERS = (
    "new", "returned", "classified", "selected", "unasked", "late", "merged", "closed", "split",
    "all",
)  # fmt: skip


_twin = aliased(Opinion)
MARKS: Mapping[str, tuple[str, ColumnElement[bool]]] = {
    "late": ("Gửi muộn", Opinion.late.is_(True)),
    "doubled": (
        "Có ý kiến gộp vào",
        select(_twin.id).where(_twin.merged_into_id == Opinion.id).correlate(Opinion).exists(),
    ),
}


def marks() -> dict[str, tuple[str, ColumnElement[bool]]]:
    """code → label, condition: what narrows any filter further, with what other features add."""
    return {**MARKS, **{code: (m.label, m.clause()) for code, m in hooks.marks.items()}}


@dataclass(frozen=True)
class Row:
    """An opinion in a list."""

    id: int
    receipt: str | None
    words: str
    place: str
    state: str
    late: bool
    version: int
    people_count: int
    sent_at: datetime | None
    updated_at: datetime
    unit: str
    area: str | None
    field: str | None
    merged_into: str | None
    merged_count: int
    ordinal: int
    year: int
    channel: str
    people_merged: int

    @property
    def people_raised(self) -> int:
        return self.people_count + self.people_merged

    @property
    def is_joint(self) -> bool:
        """Whether more people stand behind it than opinions were sent."""
        return self.people_raised > 1 + self.merged_count

    @property
    def short(self) -> str:
        line = " ".join(self.words.split())
        return line if len(line) <= 110 else line[:108].rsplit(" ", 1)[0] + "…"

    @property
    def label(self) -> str:
        return "Đã gộp" if self.merged_into else OPINION.label(self.state)

    @property
    def tone(self) -> str:
        return "neutral" if self.merged_into else OPINION.tone(self.state)

    @property
    def meeting(self) -> str:
        return f"Đợt {self.ordinal} năm {self.year}"


@dataclass(frozen=True)
class Wanted:
    """What a list shows; None means any."""

    show: str = "all"
    meeting_id: int | None = None
    q: str = ""
    unit_id: int | None = None
    field_id: int | None = None  # 0: none chosen yet
    marks: tuple[str, ...] = ()
    year: int | None = None
    area_id: int | None = None  # 0: none


def scoped(user: Account, wanted: Wanted) -> ColumnElement[bool]:
    rules = [visible_clause(user)]
    if wanted.meeting_id is not None:
        rules.append(Opinion.meeting_id == wanted.meeting_id)
    if wanted.unit_id is not None:
        rules.append(Opinion.unit_id == wanted.unit_id)
    if wanted.field_id == 0:
        rules.append(Opinion.field_id.is_(None))
    elif wanted.field_id is not None:
        rules.append(Opinion.field_id == wanted.field_id)
    if wanted.year is not None:
        of_year = select(Meeting.id).join(Meeting.plan).where(Plan.year == wanted.year)
        rules.append(Opinion.meeting_id.in_(of_year))
    if wanted.area_id == 0:
        rules.append(Opinion.area_id.is_(None))
    elif wanted.area_id is not None:
        rules.append(Opinion.area_id == wanted.area_id)
    rules += [rule for code, (_label, rule) in marks().items() if code in wanted.marks]
    if wanted.q.strip():
        rules.append(_found(wanted.q))
    return and_(*rules)


def _found(q: str) -> ColumnElement[bool]:
    receipt = read_receipt(q)
    if receipt is not None:
        return Opinion.receipt == receipt
    words = re.findall(r"\w+", fold(q))
    if not words:
        return false()
    # Every word, the last one perhaps still being typed.
    match = " ".join(f'"{word}"' for word in words) + "*"
    hits = (
        text("SELECT rowid FROM opinion_fts WHERE opinion_fts MATCH :q")
        .bindparams(q=match)
        .columns(column("rowid", Integer))
        .subquery("hits")
    )
    return Opinion.id.in_(select(hits.c.rowid))


def narrowed_to(wanted: Wanted) -> str:
    """``lĩnh vực Môi trường, Tổ dân phố 3, năm 2024``: what a figure's link narrows to."""
    field = db.session.get(Field, wanted.field_id) if wanted.field_id else None
    area = db.session.get(Unit, wanted.area_id) if wanted.area_id else None
    parts = (
        f"lĩnh vực {field.name}" if field else "chưa rõ lĩnh vực" if wanted.field_id == 0 else "",
        area.name if area else "không rõ tổ" if wanted.area_id == 0 else "",
        f"năm {wanted.year}" if wanted.year else "",
    )
    return ", ".join(part for part in parts if part)


def matching(user: Account, wanted: Wanted) -> ColumnElement[bool]:
    """Over ``Opinion``: what the list shows under ``wanted``, all its pages."""
    return and_(scoped(user, wanted), FILTERS[wanted.show][1])


def list_opinions(user: Account, wanted: Wanted, page: int = 1) -> list[Row]:
    """One page (``PAGE`` rows, one more if there is a next page).

    New ones oldest first, as they wait; all others by what changed last.
    """
    condition = FILTERS[wanted.show][1]
    query = columns().where(scoped(user, wanted), condition)
    if wanted.show == "new":
        query = query.order_by(Opinion.sent_at, Opinion.id)
    else:
        query = query.order_by(Opinion.updated_at.desc(), Opinion.id.desc())
    query = query.limit(PAGE + 1).offset((max(page, 1) - 1) * PAGE)
    return [Row(*row) for row in db.session.execute(query)]


def columns() -> Select[*tuple[Any, ...]]:
    area, root, child = aliased(Unit), aliased(Opinion), aliased(Opinion)
    merged = (
        select(func.count())
        .select_from(child)
        .where(child.merged_into_id == Opinion.id)
        .correlate(Opinion)
        .scalar_subquery()
    )
    people = (
        select(func.coalesce(func.sum(child.people_count), 0))
        .where(child.merged_into_id == Opinion.id)
        .correlate(Opinion)
        .scalar_subquery()
    )
    return (
        select(
            Opinion.id,
            Opinion.receipt,
            func.substr(Opinion.words, 1, 300),
            Opinion.place,
            Opinion.state,
            Opinion.late,
            Opinion.version,
            Opinion.people_count,
            Opinion.sent_at,
            Opinion.updated_at,
            Unit.short_name,
            area.short_name,
            Field.name,
            root.receipt,
            merged,
            Meeting.ordinal,
            Plan.year,
            Opinion.channel,
            people,
        )
        .join(Unit, Unit.id == Opinion.unit_id)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .join(Plan, Plan.id == Meeting.plan_id)
        .outerjoin(area, area.id == Opinion.area_id)
        .outerjoin(Field, Field.id == Opinion.field_id)
        .outerjoin(root, root.id == Opinion.merged_into_id)
    )


def count_opinions(user: Account, wanted: Wanted, codes: tuple[str, ...]) -> dict[str, int]:
    """Filter → how many, in one query, whatever ``wanted.show``."""
    counts = [func.count(case((FILTERS[code][1], 1))) for code in codes]
    row = db.session.execute(select(*counts).select_from(Opinion).where(scoped(user, wanted)))
    return dict(zip(codes, row.one(), strict=True))
