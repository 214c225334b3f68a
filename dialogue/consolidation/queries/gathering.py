"""What a unit may gather, what it has gathered, and what keeps an opinion from being sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.consolidation.models import Consolidation, Heading, Item
from dialogue.consolidation.permissions import is_gatherer
from dialogue.extensions import db
from dialogue.opinions.models import Opinion
from dialogue.sheets.values import looks_like_identity

GATHERED = ("draft", "sent", "returned", "classified", "selected")
SHOWN = 200  # of those that lie under no heading yet


@dataclass(frozen=True)
class Group:
    """A heading with those of its items that the reader may see."""

    heading: Heading
    items: list[Item]


def groups(user: Account, consolidation: Consolidation) -> list[Group]:
    """The headings in order. A draft is nobody's business but its unit's."""
    is_own = is_gatherer(user, consolidation)
    return [
        Group(h, [item for item in h.items if is_own or item.opinion.state != "draft"])
        for h in consolidation.headings
    ]


def _free(consolidation: Consolidation) -> ColumnElement[bool]:
    return and_(
        Opinion.unit_id == consolidation.unit_id,
        Opinion.meeting_id == consolidation.meeting_id,
        Opinion.state.in_(GATHERED),
        Opinion.channel != "hall",
        Opinion.split_from_id.is_(None),  # the office's parts of a letter: the letter is theirs
        Opinion.id.not_in(select(Item.opinion_id)),
    )


def ungathered(consolidation: Consolidation) -> list[Opinion]:
    """The unit's opinions of that meeting under no heading, oldest first, ``SHOWN`` at most."""
    query = select(Opinion).where(_free(consolidation)).order_by(Opinion.id).limit(SHOWN)
    query = query.options(
        joinedload(Opinion.area), joinedload(Opinion.field), joinedload(Opinion.merged_into)
    )
    return list(db.session.scalars(query))


def count_ungathered(consolidation: Consolidation) -> int:
    """How many they are in all."""
    query = select(func.count()).select_from(Opinion).where(_free(consolidation))
    return db.session.scalar(query) or 0


def gatherable(consolidation: Consolidation, ids: Sequence[int]) -> list[Opinion]:
    """Those of ``ids`` that lie under no heading yet and may, in the order of ``ids``."""
    query = select(Opinion).where(Opinion.id.in_(ids), _free(consolidation))
    found = {opinion.id: opinion for opinion in db.session.scalars(query)}
    return [found[n] for n in dict.fromkeys(ids) if n in found]


def obstacle(consolidation: Consolidation, opinion: Opinion) -> str:
    """Why ``opinion`` cannot go with the consolidation; empty when it can."""
    if opinion.state == "withdrawn":
        return "Ý kiến này đã rút. Xin bỏ ra khỏi nhóm."
    if opinion.meeting_id != consolidation.meeting_id:
        return "Ý kiến này đã chuyển sang đợt khác. Xin bỏ ra khỏi nhóm."
    if opinion.state == "draft" and not opinion.words.strip():
        return "Chưa có nội dung. Xin ghi nội dung hoặc bỏ ra khỏi nhóm."
    return ""


def has_identity(opinion: Opinion) -> bool:
    """Whether an unsent opinion holds a number like a CCCD, so that its unit can take it out."""
    return opinion.state == "draft" and looks_like_identity(opinion.words)
