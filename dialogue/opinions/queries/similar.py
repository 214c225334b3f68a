"""Opinions that say much the same, of this and earlier years; a person decides.

Candidates by their words, then the matter, the place and the field decide the order
(``opinions.likeness``): the desk's duplicates and what recurs over the years are one story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from dialogue.accounts.models import Account, Unit
from dialogue.extensions import db
from dialogue.opinions import hooks
from dialogue.opinions.likeness.judge import Likeness, Text, judge
from dialogue.opinions.likeness.search import candidates
from dialogue.opinions.models import Field, Opinion
from dialogue.opinions.queries.scope import visible_to
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting, Plan

SHOWN = 8
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


@dataclass(frozen=True)
class Alike:
    """What somebody who writes may know of those already in: his own whole, of the others how
    many there are and of which fields."""

    own: list[Similar]
    others: Counter[str]


def alike_so_far(
    user: Account, text: Text, narrow: ColumnElement[bool] | None = None, limit: int = 3
) -> Alike:
    """Those called "có thể trùng" with what is being written; no word of what ``user`` may not
    see leaves here."""
    rows = _candidates(None, {-1: text}, narrow)
    seen = set(
        db.session.scalars(
            visible_to(user)
            .with_only_columns(Opinion.id)
            .where(Opinion.id.in_([row.id for row in rows]))
        )
    )
    judged = judge(text, [Text(r.words, r.place, r.area_id, r.field_id) for r in rows])
    likely = [pair for pair in zip(rows, judged, strict=True) if pair[1].is_likely]
    own = [_found(row, likeness) for row, likeness in likely if row.id in seen]
    return Alike(
        own=sorted(own, key=lambda s: (-s.score, -s.id))[:limit],
        others=Counter(row.field_name or "" for row, _likeness in likely if row.id not in seen),
    )


def _candidates(
    user: Account | None, texts: dict[int, Text], narrow: ColumnElement[bool] | None
) -> Sequence[Any]:
    """Rows that share words with ``texts``; ``user`` None: whoever's they are, to be counted."""
    hits = candidates([(asker, f"{t.words} {t.place}") for asker, t in texts.items()])
    if hits is None:
        return []
    root = aliased(Opinion)
    query = (
        (select(Opinion) if user is None else visible_to(user))
        .join(hits, hits.c.id == Opinion.id)
        .join(Unit, Unit.id == Opinion.unit_id)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .join(Plan, Plan.id == Meeting.plan_id)
        .outerjoin(Field, Field.id == Opinion.field_id)
        .outerjoin(root, root.id == Opinion.merged_into_id)
        .where(Opinion.state.not_in(UNSAID))
        .with_only_columns(
            hits.c.asker, Opinion.id, Opinion.receipt, Opinion.words, Opinion.place,
            Opinion.area_id, Opinion.field_id, Opinion.meeting_id, Opinion.state,
            Unit.short_name.label("unit"), Field.name.label("field_name"),
            Meeting.ordinal, Plan.year, root.receipt.label("merged_into"),
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
