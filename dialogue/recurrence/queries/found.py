"""What the system finds across the years and nobody has decided on yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from dialogue.accounts.models import Account
from dialogue.extensions import db
from dialogue.opinions.models import NotDuplicate, Opinion
from dialogue.opinions.queries import Similar, similar_to_each, visible_to
from dialogue.plans.models import Meeting, Plan
from dialogue.recurrence.hooks import KEPT, Fate, fates
from dialogue.recurrence.queries.links import matters
from dialogue.recurrence.queries.lists import COMING

WINDOW = 40  # opinions that one page looks at
SHOWN = 5
OPEN = ("sent", "classified", "selected")


@dataclass(frozen=True)
class Candidate:
    """One of another meeting that may be the same matter, and what became of it."""

    similar: Similar
    fate: Fate | None

    @property
    def kept(self) -> tuple[str, str] | None:
        return KEPT[self.fate.kept] if self.fate is not None and self.fate.promise else None


def candidates_of(user: Account, opinion: Opinion) -> list[Candidate]:
    """The most alike of other meetings, neither linked with ``opinion`` nor told apart."""
    other_meeting = Opinion.meeting_id != opinion.meeting_id
    return _undecided(user, [opinion.root], SHOWN, other_meeting)[opinion.root.id]


@dataclass(frozen=True)
class Proposed:
    """A new opinion that says again what was said in an earlier year."""

    opinion: Opinion
    candidates: list[Candidate]


@dataclass(frozen=True)
class FoundPage:
    """What one look at ``WINDOW`` opinions of the coming meetings found."""

    proposed: list[Proposed]
    first: int
    last: int
    total: int


def find(user: Account, page: int = 1) -> FoundPage:
    """Look through the coming meetings' opinions, ``WINDOW`` at a time, newest first, for
    those called "có thể trùng" with one of an earlier year."""
    waiting = visible_to(user).where(
        Opinion.state.in_(OPEN),
        Opinion.merged_into_id.is_(None),
        Opinion.meeting_id.in_(select(Meeting.id).where(Meeting.state.in_(COMING))),
    )
    ids = list(
        db.session.scalars(waiting.with_only_columns(Opinion.id).order_by(Opinion.id.desc()))
    )
    linked = matters()
    ids = [n for n in ids if n not in linked]
    first = (page - 1) * WINDOW
    chosen = ids[first : first + WINDOW]
    opinions = db.session.scalars(
        select(Opinion).where(Opinion.id.in_(chosen)).order_by(Opinion.id.desc())
    ).all()
    earlier = _of_earlier_years(opinions)
    found = _undecided(user, opinions, SHOWN, earlier) if earlier is not None else {}
    proposed = [
        Proposed(one, likely)
        for one in opinions
        if (likely := [c for c in found.get(one.id, []) if c.similar.is_likely])
    ]
    return FoundPage(proposed, first + 1 if chosen else 0, first + len(chosen), len(ids))


def _of_earlier_years(opinions: Iterable[Opinion]) -> ColumnElement[bool] | None:
    years = select(Plan.year).join(Meeting, Meeting.plan_id == Plan.id)
    known = list(
        db.session.scalars(years.where(Meeting.id.in_({one.meeting_id for one in opinions})))
    )
    return Plan.year < min(known) if known else None


def _undecided(
    user: Account, opinions: Iterable[Opinion], limit: int, narrow: ColumnElement[bool]
) -> dict[int, list[Candidate]]:
    opinions = list(opinions)
    linked, apart = matters(), _told_apart([one.id for one in opinions])
    rule = and_(narrow, Opinion.merged_into_id.is_(None))
    found = similar_to_each(user, opinions, limit * 3, rule)
    kept = {
        asker: [
            s for s in each if s.id not in linked.get(asker, ()) and (asker, s.id) not in apart
        ][:limit]
        for asker, each in found.items()
    }
    known = fates([s.id for each in kept.values() for s in each], whole=True)
    return {asker: [Candidate(s, known.get(s.id)) for s in each] for asker, each in kept.items()}


def _told_apart(ids: list[int]) -> set[tuple[int, int]]:
    rows = db.session.execute(
        select(NotDuplicate.one_id, NotDuplicate.other_id).where(
            or_(NotDuplicate.one_id.in_(ids), NotDuplicate.other_id.in_(ids)),
            NotDuplicate.undone_at.is_(None),
        )
    ).all()
    return {pair for one, other in rows for pair in ((one, other), (other, one))}
