"""Two opinions side by side: the words that differ, the facts, what was noted about the pair."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import or_, select

from dialogue.core import clock
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.opinions.models import NotDuplicate, Opinion

_TOKEN = re.compile(r"\w+|[^\w]+")


@dataclass(frozen=True)
class Piece:
    """Some words of one text; ``differs`` when the other text has them not at that place."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Fact:
    """One line of the comparison."""

    name: str
    this: str
    that: str

    @property
    def same(self) -> bool:
        return fold(self.this) == fold(self.that)


def told_apart(opinion: Opinion) -> set[int]:
    """The ids of those noted as no duplicates of ``opinion``."""
    pairs = db.session.execute(
        select(NotDuplicate.one_id, NotDuplicate.other_id).where(
            or_(NotDuplicate.one_id == opinion.id, NotDuplicate.other_id == opinion.id),
            NotDuplicate.undone_at.is_(None),
        )
    )
    return {other if one == opinion.id else one for one, other in pairs}


def differing(this: str, that: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces. Case, marks and spacing alone are no difference."""
    one, other = _TOKEN.findall(this), _TOKEN.findall(that)
    matcher = SequenceMatcher(None, _keys(one), _keys(other), autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        left += [Piece(token, tag != "equal") for token in one[a:b]]
        right += [Piece(token, tag != "equal") for token in other[c:d]]
    return _joined(left), _joined(right)


def _keys(tokens: list[str]) -> list[str]:
    return [fold(token) if token[0].isalnum() else " " for token in tokens]


def _joined(tokens: list[Piece]) -> list[Piece]:
    """Runs of words; a space between two that differ belongs to them, no stop does alone."""
    pieces: list[Piece] = []
    gap = ""
    for token in tokens:
        if not any(c.isalnum() for c in token.text):
            gap += token.text
            continue
        last = pieces[-1] if pieces else None
        if last is not None and last.differs == token.differs:
            pieces[-1] = Piece(last.text + gap + token.text, last.differs)
        else:
            pieces += [Piece(gap, False)] if gap else []
            pieces.append(token)
        gap = ""
    return [*pieces, Piece(gap, False)] if gap else pieces


def facts_beside(this: Opinion, that: Opinion) -> list[Fact]:
    """Where, when, from whom and how many, line by line."""
    both = [(_facts(one)) for one in (this, that)]
    return [Fact(name, both[0][name], both[1][name]) for name in both[0]]


def _facts(opinion: Opinion) -> dict[str, str]:
    return {
        "Tổ": opinion.area.name if opinion.area else "chưa ghi",
        "Nơi": opinion.place or "chưa ghi",
        "Lĩnh vực": opinion.field.name if opinion.field else "chưa rõ",
        "Đơn vị gửi": opinion.unit.name,
        "Ngày gửi": clock.show_date(opinion.sent_at),
        "Đợt": opinion.meeting.name,
        "Số người nêu": str(opinion.people_count),
        "Ý kiến đã gộp vào": str(len(opinion.merged)),
    }
