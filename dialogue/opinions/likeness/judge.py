"""How alike two opinions are, and why, in words for the person who decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from dialogue.core.text import fold
from dialogue.opinions.likeness.places import Places, Where, compare, places_of
from dialogue.opinions.likeness.words import concepts, plain, words_of

# Tuned on the odd lines of tests/recurrence/paraphrases.toml; bench/recurrence.py measures.
PAIR, CONCEPT = 0.7, 1.6  # of a single word's weight
PLACED = {
    Where.SAME: 0.30,
    Where.NEAR: 0.20,
    Where.UNTOLD: 0.0,
    Where.UNSURE: -0.02,
    Where.ELSEWHERE: -0.15,
}
SAME_AREA, SAME_FIELD = 0.05, 0.08
# How alike the matter must be to be called "có thể trùng", by what the places say.
LIKELY = {Where.SAME: 0.14, Where.NEAR: 0.18, Where.UNTOLD: 0.30, Where.UNSURE: 0.36}
ENOUGH = 0.08  # of the matter, or nothing is said at all


@dataclass(frozen=True)
class Text:
    """An opinion as it is compared."""

    words: str
    place: str = ""
    area_id: int | None = None
    field_id: int | None = None


@dataclass(frozen=True)
class Likeness:
    """``matter``: of what it is about, 0.0 to 1.0. ``score`` puts in order."""

    matter: float
    where: Where
    score: float
    is_likely: bool
    why: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        return self.matter >= ENOUGH


@dataclass(frozen=True)
class _Read:
    terms: frozenset[str]
    about: frozenset[str]
    places: Places


@lru_cache(maxsize=4096)
def _read(words: str, place: str) -> _Read:
    written = plain(words)
    whole = plain(f"{words}. {place}") if place else written
    return _Read(frozenset(words_of(fold(written))), concepts(written), places_of(whole))


def judge(text: Text, others: Sequence[Text]) -> list[Likeness]:
    """How alike each of ``others`` is to ``text``.

    Rare words count more than common ones, reckoned over the candidates themselves: bm25's
    own figures say little while a ward has only few opinions.
    """
    own = _read(text.words, text.place)
    read = [_read(other.words, other.place) for other in others]
    seen = Counter(t for one in (own, *read) for t in (*one.terms, *_tagged(one.about)))
    weight = {t: (1 + log((2 + len(read)) / (1 + n))) ** 2 * _kind(t) for t, n in seen.items()}
    return [
        _compare((text, own), (other, its), weight) for other, its in zip(others, read, strict=True)
    ]


def _tagged(about: frozenset[str]) -> list[str]:
    return [f"={concept}" for concept in about]


def _kind(term: str) -> float:
    return CONCEPT if term[0] == "=" else PAIR if " " in term else 1.0


def _compare(
    this: tuple[Text, _Read], that: tuple[Text, _Read], weight: dict[str, float]
) -> Likeness:
    (text, own), (its_text, other) = this, that
    where, places_why = compare(own.places, other.places)
    names = own.places.words | other.places.words
    matter = _cosine(_matter(own, names), _matter(other, names), weight)
    areas, fields = (text.area_id, its_text.area_id), (text.field_id, its_text.field_id)
    same_area = None not in areas and areas[0] == areas[1]
    same_field = None not in fields and fields[0] == fields[1]
    if where in (Where.UNTOLD, Where.UNSURE) and None not in areas and not same_area:
        where = Where.ELSEWHERE
    # The same place with nothing in common but its name is another matter.
    telling = min(1.0, matter / LIKELY[Where.NEAR])
    score = matter + PLACED[where] * (telling if PLACED[where] > 0 else 1.0)
    score += SAME_AREA * same_area + SAME_FIELD * same_field * telling
    likely = matter >= LIKELY.get(where, 2.0)
    why = _why(matter, where, same_area, same_field)
    if where is not Where.ELSEWHERE:
        why[1:1] = places_why
    return Likeness(matter, where, score, likely, tuple(why))


def _matter(one: _Read, names: frozenset[str]) -> set[str]:
    """The terms without the words of places."""
    kept = {
        t
        for t in one.terms
        if not re.search(r"\d", t) and not any(word in names for word in t.split())
    }
    return kept | set(_tagged(one.about))


def _cosine(one: set[str], other: set[str], weight: dict[str, float]) -> float:
    sizes = sum(weight[t] for t in one) * sum(weight[t] for t in other)
    return sum(weight[t] for t in one & other) / sizes**0.5 if sizes else 0.0


def _why(matter: float, where: Where, same_area: bool, same_field: bool) -> list[str]:
    why = []
    if matter >= 0.4:
        why.append("nội dung rất giống")
    else:
        why.append("nội dung gần giống")
    if where is Where.ELSEWHERE:
        why.append("nhưng ở nơi khác")
    if same_area:
        why.append("cùng tổ dân phố")
    if same_field:
        why.append("cùng lĩnh vực")
    return why
