"""What this ward decided on similar opinions before: a suggestion for the one in hand.

Candidates by bm25; those decided on and most alike vote, the nearer the more. Nothing is
said when their votes are few or disagree. ``bench/triage.py`` measures it on real opinions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from typing import Any

from sqlalchemy import Integer, column, select, text

from dialogue.accounts.models import Account, Unit
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.opinions.models import COMPETENCES, Field, Opinion, Preparation
from dialogue.opinions.queries.scope import visible_to

DECIDED = ("classified", "selected", "concluded")
CANDIDATES = 60
VOTERS = 5
LIKE = 0.08  # of 1.0 for the very same words
ALONE = 0.35  # so alike that one voter is enough
SHARE = 0.6  # the winner's part of all weight
CLEAR = 0.8  # of competence, which depends on more than the words
OF_FIELD = 20  # the last answers of a field, where words say nothing of the unit
_STOP_WORDS = """
va cua cac nhung la co khong duoc tai o trong voi de khi nay do tu ra vao rat bi se da dang thi
ma nhu hay hoac theo ve tren duoi sau truoc mot hai chung ba con nguoi dan phuong ubnd nghi kien
kinh mong xem xet giai quyet som
"""
STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True)
class Voter:
    """An earlier opinion that speaks for a suggestion."""

    id: int
    receipt: str


@dataclass(frozen=True)
class Vote:
    """A value, its name, why, and who speaks for it, the most alike first."""

    value: Any
    label: str
    why: str
    voters: tuple[Voter, ...]


@dataclass(frozen=True)
class Suggested:
    """Field, competence and lead unit, each only where the past is clear enough."""

    field: Vote | None = None
    competence: Vote | None = None
    unit: Vote | None = None


@dataclass(frozen=True)
class _Decided:
    voter: Voter
    alike: float
    field: int | None
    field_name: str | None
    competence: str | None
    unit: int | None
    unit_name: str | None


def suggest(user: Account, opinion: Opinion) -> Suggested:
    """Suggestions from what was decided on the opinions that ``user`` may see."""
    found = _decided(user, opinion)
    return Suggested(
        field=_elect([(d, d.field, d.field_name) for d in found]),
        competence=_elect(
            [(d, d.competence, COMPETENCES.get(d.competence or "")) for d in found], CLEAR
        ),
        unit=_elect([(d, d.unit, d.unit_name) for d in found]) or _of_field(opinion),
    )


def _decided(user: Account, opinion: Opinion) -> list[_Decided]:
    own = _terms(opinion.words)
    if not own:
        return []
    hits = (
        text(
            "SELECT rowid FROM opinion_fts "
            "WHERE opinion_fts MATCH :q ORDER BY bm25(opinion_fts) LIMIT :n"
        )
        .bindparams(q=" OR ".join(f'"{term}"' for term in own), n=CANDIDATES)
        .columns(column("rowid", Integer))
        .subquery("hits")
    )
    rows = db.session.execute(
        visible_to(user)
        .join(hits, hits.c.rowid == Opinion.id)
        .outerjoin(Field, Field.id == Opinion.field_id)
        .outerjoin(Preparation, Preparation.opinion_id == Opinion.id)
        .outerjoin(Unit, Unit.id == Preparation.lead_unit_id)
        .where(Opinion.id != opinion.id)
        .with_only_columns(
            Opinion.id, Opinion.receipt, Opinion.state, Opinion.words, Opinion.field_id,
            Field.name.label("field_name"), Opinion.competence,
            Preparation.lead_unit_id, Unit.name.label("unit_name"),
        )
    ).all()  # fmt: skip
    likeness = _likeness(set(own), [set(_terms(row.words)) for row in rows])
    found = [
        _Decided(
            Voter(row.id, row.receipt or ""),
            alike,
            row.field_id,
            row.field_name,
            row.competence,
            row.lead_unit_id,
            row.unit_name,
        )
        for row, alike in zip(rows, likeness, strict=True)
        if row.state in DECIDED and alike >= LIKE
    ]
    return sorted(found, key=lambda one: (-one.alike, -one.voter.id))[:VOTERS]


def _terms(words: str) -> list[str]:
    """The telling words and, since Vietnamese words are often two syllables, their pairs."""
    found = re.findall(r"\w+", fold(words))
    telling = dict.fromkeys(word for word in found if len(word) > 1 and word not in STOP)
    pairs = dict.fromkeys(f"{a} {b}" for a, b in pairwise(found) if a in telling and b in telling)
    return [*list(telling)[:60], *list(pairs)[:60]]


def _likeness(own: set[str], others: list[set[str]]) -> list[float]:
    """Cosine over rare terms more than common ones; bm25 says little among few opinions."""
    seen = Counter(term for terms in (own, *others) for term in terms)
    weight = {t: (1 + log((2 + len(others)) / (1 + n))) ** 2 for t, n in seen.items()}

    def size(terms: set[str]) -> float:
        return sqrt(sum(weight[t] for t in terms)) or 1.0

    whole = size(own)
    return [sum(weight[t] for t in own & terms) / (whole * size(terms)) for terms in others]


def _elect(
    ballots: Sequence[tuple[_Decided, Any, str | None]], share: float = SHARE
) -> Vote | None:
    """The value that wins clearly, and those that voted for it."""
    heard = [ballot for ballot in ballots if ballot[1] is not None]
    weight: defaultdict[Any, float] = defaultdict(float)
    for rank, (decided, value, _label) in enumerate(heard, 1):
        weight[value] += decided.alike / sqrt(rank)
    if not weight:
        return None
    best = max(weight, key=lambda value: weight[value])
    speakers = [(decided, label) for decided, value, label in heard if value == best]
    is_enough = len(speakers) > 1 or speakers[0][0].alike >= ALONE
    if not is_enough or weight[best] < share * sum(weight.values()):
        return None
    voters = tuple(decided.voter for decided, _label in speakers)
    return Vote(best, speakers[0][1] or "", f"giống {len(voters)} ý kiến trước", voters)


def _of_field(opinion: Opinion) -> Vote | None:
    """The unit that mostly answers what belongs to the opinion's field."""
    if opinion.field_id is None:
        return None
    rows = db.session.execute(
        select(Opinion.id, Opinion.receipt, Unit.id, Unit.name)
        .join(Preparation, Preparation.opinion_id == Opinion.id)
        .join(Unit, Unit.id == Preparation.lead_unit_id)
        .where(Opinion.field_id == opinion.field_id, Opinion.id != opinion.id)
        .order_by(Preparation.id.desc())
        .limit(OF_FIELD)
    ).all()
    by_unit: defaultdict[tuple[int, str], list[Voter]] = defaultdict(list)
    for opinion_id, receipt, unit_id, name in rows:
        by_unit[unit_id, name].append(Voter(opinion_id, receipt or ""))
    if not by_unit:
        return None
    (unit_id, name), voters = max(by_unit.items(), key=lambda pair: len(pair[1]))
    if len(voters) < 2 or len(voters) < SHARE * len(rows):
        return None
    why = f"đã trả lời {len(voters)} ý kiến cùng lĩnh vực"
    return Vote(unit_id, name, why, tuple(voters[:VOTERS]))
