"""Opinions that say much the same, of this and earlier years; a person decides.

Candidates by bm25 over the folded text, then the place and the field decide the order.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import log, sqrt
from typing import Any

from sqlalchemy import Float, Integer, Select, column, select, text
from sqlalchemy.orm import aliased

from dialogue.accounts.models import Account, Unit
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.opinions import hooks
from dialogue.opinions.models import Field, Opinion, Preparation
from dialogue.opinions.queries.scope import visible_to
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting, Plan

CANDIDATES = 120
SHOWN = 8
# What counts besides the words, against 1.0 for the very same words.
STREET, LANE, AREA, SAME_FIELD = 0.25, 0.20, 0.05, 0.10
ENOUGH, LIKE = 0.2, 0.15
# Without what folds like a telling word: "đến" and "đèn", "cho" and "chó", "tôi" and "tối".
_STOP_WORDS = """
va cua cac nhung la co khong duoc tai o trong voi de khi nay do tu ra vao rat bi se da dang thi
ma nhu hay hoac theo ve tren duoi sau truoc mot hai chung ba con nguoi dan phuong ubnd nghi kien
kinh mong xem xet giai quyet som
"""
STOP = frozenset(_STOP_WORDS.split())
# With their marks: folded, "cho" and "cau" are ordinary words.
_STREET = re.compile(r"\b(?:đường|duong|chợ|cầu|trường|kênh|mương|hồ) ((?:[^\W\d]+ ?){2,3})")
# "đường ống", "đường vào", "đường bê tông" … name no street.
_NO_STREETS = """
ong day be di vao lien noi giao nay xa bi da khong qua la tu co truoc thoat nuoc dan va ra den
trong dang chua rat thi cua cac nhua dat hem kiet mau hoc
"""
_NO_NAME = frozenset(_NO_STREETS.split())
_LANE = re.compile(r"\b(kiet|hem|ngo|ngach|so nha|so) (\d+[a-z]?(?:/\d+)?)\b")


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
    likeness: float  # of the words alone
    score: float
    why: list[str] = field(default_factory=list)
    outcome: str = ""

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
    match = _match(opinion.folded)
    if not match:
        return []
    hits = (
        text(
            "SELECT rowid, bm25(opinion_fts) AS score FROM opinion_fts "
            "WHERE opinion_fts MATCH :q ORDER BY score LIMIT :n"
        )
        .bindparams(q=match, n=CANDIDATES)
        .columns(column("rowid", Integer), column("score", Float))
        .subquery("hits")
    )
    root = aliased(Opinion)
    rows = db.session.execute(
        visible_to(user)
        .join(hits, hits.c.rowid == Opinion.id)
        .join(Unit, Unit.id == Opinion.unit_id)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .join(Plan, Plan.id == Meeting.plan_id)
        .outerjoin(Field, Field.id == Opinion.field_id)
        .outerjoin(Preparation, Preparation.opinion_id == Opinion.id)
        .outerjoin(root, root.id == Opinion.merged_into_id)
        .where(Opinion.state.not_in(("draft", "withdrawn", "split")))
        .with_only_columns(
            Opinion.id, Opinion.receipt, Opinion.words, Opinion.place, Opinion.folded,
            Opinion.area_id, Opinion.field_id, Opinion.meeting_id, Opinion.state,
            Unit.short_name.label("unit"), Field.name.label("field_name"),
            Preparation.lead_unit_id, Meeting.ordinal, Plan.year,
            root.receipt.label("merged_into"), hits.c.score,
        )
        .order_by(hits.c.score)
    ).all()  # fmt: skip
    rows = [row for row in rows if row.id != opinion.id]
    # The words alone: what the place adds is judged by itself.
    likeness = _likeness(fold(opinion.words), [fold(row.words) for row in rows])
    found = [_judge(opinion, row, words) for row, words in zip(rows, likeness, strict=True)]
    found = sorted((s for s in found if s.score >= ENOUGH), key=lambda s: -s.score)[:limit]
    outcomes = _outcomes([s.id for s in found])
    return [replace(s, outcome=outcomes.get(s.id, "")) for s in found]


def _terms(folded: str) -> list[str]:
    """The telling words and, since Vietnamese words are often two syllables, their pairs."""
    words = re.findall(r"\w+", folded)
    telling = dict.fromkeys(w for w in words if len(w) > 1 and w not in STOP)
    pairs = dict.fromkeys(f"{a} {b}" for a, b in pairwise(words) if a in telling and b in telling)
    return [*list(telling)[:60], *list(pairs)[:60]]


def _match(folded: str) -> str:
    return " OR ".join(f'"{term}"' for term in _terms(folded))


def _likeness(folded: str, others: list[str]) -> list[float]:
    """From 0.0 to 1.0 for each of ``others``: cosine over rare words more than common ones.

    bm25's own figures say little while a ward has only few opinions: what half of them
    share counts as nothing there.
    """
    own = set(_terms(folded))
    sets = [set(_terms(other)) for other in others]
    seen = Counter(term for terms in (own, *sets) for term in terms)
    weight = {t: (1 + log((2 + len(sets)) / (1 + n))) ** 2 for t, n in seen.items()}

    def size(terms: set[str]) -> float:
        return sqrt(sum(weight[t] for t in terms)) or 1.0

    whole = size(own)
    return [sum(weight[t] for t in own & terms) / (whole * size(terms)) for terms in sets]


def _judge(opinion: Opinion, row: Any, words: float) -> Similar:
    why: list[str] = []
    score = min(words, 1.0)
    if words >= 0.45:
        why.append("nội dung rất giống")
    elif words >= LIKE:
        why.append("nội dung gần giống")
    streets = _streets(opinion) & _streets(row)
    lanes = _lanes(opinion) & _lanes(row)
    # The same place with nothing in common but its name is another matter.
    weight = min(1.0, words / 0.2)
    if streets:
        score += STREET * weight
        why.append("cùng đường, cùng nơi")
    if lanes:
        score += (LANE if streets else LANE / 2) * weight
        why.append("cùng kiệt, hẻm hoặc số nhà")
    if opinion.area_id is not None and opinion.area_id == row.area_id:
        score += AREA
        why.append("cùng tổ dân phố")
    if opinion.field_id is not None and opinion.field_id == row.field_id:
        score += SAME_FIELD
        why.append("cùng lĩnh vực")
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
        likeness=words,
        score=score,
        why=why,
    )


def _streets(thing: Any) -> set[str]:
    """The first two words of each street or place named: ``đường Nguyễn Du`` → ``nguyen du``."""
    found = _STREET.findall(f"{thing.words} {thing.place}".lower())
    names = (fold(match).split()[:2] for match in found)
    return {" ".join(name) for name in names if name[0] not in _NO_NAME}


def _lanes(thing: Any) -> set[str]:
    return {f"{head} {number}" for head, number in _LANE.findall(thing.folded)}


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
