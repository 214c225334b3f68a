"""Opinions that say much the same, of this and earlier years; a person decides.

Candidates by their words, then the matter, the place and the field decide the order
(``opinions.likeness``): the desk's duplicates and what recurs over the years are one story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from dialogue.accounts.models import Account, Unit
from dialogue.extensions import db
from dialogue.opinions import hooks
from dialogue.opinions.likeness.judge import Likeness, Text, judge
from dialogue.opinions.likeness.search import candidates
from dialogue.opinions.models import Field, Opinion, Preparation
from dialogue.opinions.queries.scope import visible_to
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting, Plan

SHOWN = 8
LIKE = 0.15  # of the matter: enough to speak for a suggestion
UNSAID = ("draft", "withdrawn", "split")


@dataclass(frozen=True)
class Similar:
    """One found, with why and what became of it."""

    id: int
    receipt: str | None
    words: str
    place: str
    unit: str
    field_name: str | None
    field_id: int | None
    lead_unit_id: int | None
    meeting_id: int
    meeting: str
    state: str
    merged_into: str | None
    year: int
    likeness: float  # of what it is about, wherever it is
    score: float
    is_likely: bool = False
    why: list[str] = field(default_factory=list)
    outcome: str = ""

    @property
    def guess(self) -> str:
        """What a person reads before deciding."""
        return "Có thể trùng" if self.is_likely else "Gần giống"

    @property
    def label(self) -> str:
        return f"Đã gộp vào {self.merged_into}" if self.merged_into else OPINION.label(self.state)

    @property
    def tone(self) -> str:
        return "neutral" if self.merged_into else OPINION.tone(self.state)

    @property
    def short(self) -> str:
        line = " ".join(self.words.split())
        return line if len(line) <= 160 else line[:158].rsplit(" ", 1)[0] + "…"


def similar(user: Account, opinion: Opinion, limit: int = SHOWN) -> list[Similar]:
    """The opinions most like ``opinion`` that ``user`` may see, the most alike first."""
    return similar_to_each(user, [opinion], limit)[opinion.id]


def similar_to_each(
    user: Account,
    opinions: Sequence[Opinion],
    limit: int = SHOWN,
    narrow: ColumnElement[bool] | None = None,
) -> dict[int, list[Similar]]:
    """The same for several, in as many queries as for one. ``narrow``: over ``Opinion``."""
    texts = {o.id: Text(o.words, o.place, o.area_id, o.field_id) for o in opinions}
    return similar_to_texts(user, texts, limit, narrow)


def similar_to_texts(
    user: Account,
    texts: dict[int, Text],
    limit: int = SHOWN,
    narrow: ColumnElement[bool] | None = None,
) -> dict[int, list[Similar]]:
    """The same for what is no opinion yet; a key that is an opinion's id never finds itself."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in _candidates(user, texts, narrow):
        if row.id != row.asker:
            rows[row.asker].append(row)
    found: dict[int, list[Similar]] = {}
    for asker, text in texts.items():
        others = [Text(r.words, r.place, r.area_id, r.field_id) for r in rows[asker]]
        judged = zip(rows[asker], judge(text, others), strict=True)
        kept = [_found(row, likeness) for row, likeness in judged if likeness.is_enough]
        found[asker] = sorted(kept, key=lambda s: (-s.score, -s.id))[:limit]
    outcomes = _outcomes([s.id for each in found.values() for s in each])
    return {
        asker: [replace(s, outcome=outcomes.get(s.id, "")) for s in each]
        for asker, each in found.items()
    }


def _candidates(
    user: Account, texts: dict[int, Text], narrow: ColumnElement[bool] | None
) -> Sequence[Any]:
    hits = candidates([(asker, f"{t.words} {t.place}") for asker, t in texts.items()])
    if hits is None:
        return []
    root = aliased(Opinion)
    query = (
        visible_to(user)
        .join(hits, hits.c.id == Opinion.id)
        .join(Unit, Unit.id == Opinion.unit_id)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .join(Plan, Plan.id == Meeting.plan_id)
        .outerjoin(Field, Field.id == Opinion.field_id)
        .outerjoin(Preparation, Preparation.opinion_id == Opinion.id)
        .outerjoin(root, root.id == Opinion.merged_into_id)
        .where(Opinion.state.not_in(UNSAID))
        .with_only_columns(
            hits.c.asker, Opinion.id, Opinion.receipt, Opinion.words, Opinion.place,
            Opinion.area_id, Opinion.field_id, Opinion.meeting_id, Opinion.state,
            Unit.short_name.label("unit"), Field.name.label("field_name"),
            Preparation.lead_unit_id, Meeting.ordinal, Plan.year,
            root.receipt.label("merged_into"),
        )
        .order_by(hits.c.asker, hits.c.rank)
    )  # fmt: skip
    if narrow is not None:
        query = query.where(narrow)
    return db.session.execute(query).all()


def _found(row: Any, likeness: Likeness) -> Similar:
    return Similar(
        id=row.id,
        receipt=row.receipt,
        words=row.words,
        place=row.place,
        unit=row.unit,
        field_name=row.field_name,
        field_id=row.field_id,
        lead_unit_id=row.lead_unit_id,
        meeting_id=row.meeting_id,
        meeting=f"Đợt {row.ordinal} năm {row.year}",
        state=row.state,
        merged_into=row.merged_into,
        year=row.year,
        likeness=likeness.matter,
        score=likeness.score,
        is_likely=likeness.is_likely,
        why=list(likeness.why),
    )


def _outcomes(ids: list[int]) -> dict[int, str]:
    known: dict[int, str] = {}
    for call in hooks.outcomes_of:
        known.update(call(ids))
    return known


@dataclass(frozen=True)
class Suggestion:
    """A value that similar opinions speak for, and why."""

    value: int
    label: str
    why: str


def suggest_field(found: list[Similar]) -> Suggestion | None:
    """The field that most of those with like words have; the same street says little."""
    found = [s for s in found if s.likeness >= LIKE]
    votes = Counter(s.field_id for s in found if s.field_id is not None)
    if not votes:
        return None
    field_id, count = votes.most_common(1)[0]
    name = next(s.field_name for s in found if s.field_id == field_id)
    return Suggestion(field_id, name or "", f"{count} ý kiến tương tự thuộc lĩnh vực này")


def suggest_unit(opinion: Opinion, found: list[Similar]) -> Suggestion | None:
    """The unit that prepared the answers to similar ones, else to others of its field."""
    found = [s for s in found if s.likeness >= LIKE]
    votes = Counter(s.lead_unit_id for s in found if s.lead_unit_id is not None)
    why = "ý kiến tương tự do đơn vị này chuẩn bị trả lời"
    if not votes and opinion.field_id is not None:
        votes = Counter(db.session.scalars(_leads_of_field(opinion)))
        why = "ý kiến cùng lĩnh vực do đơn vị này chuẩn bị trả lời"
    if not votes:
        return None
    unit_id, count = votes.most_common(1)[0]
    unit = db.session.get(Unit, unit_id)
    return None if unit is None else Suggestion(unit_id, unit.name, f"{count} {why}")


def _leads_of_field(opinion: Opinion) -> Select[int]:
    return (
        select(Preparation.lead_unit_id)
        .join(Opinion, Opinion.id == Preparation.opinion_id)
        .where(Opinion.field_id == opinion.field_id, Opinion.id != opinion.id)
        .order_by(Preparation.id.desc())
        .limit(20)
    )
