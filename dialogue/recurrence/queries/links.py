"""Who is linked with whom: the matters that links make of opinions."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from dialogue.extensions import db
from dialogue.opinions.models import Opinion
from dialogue.opinions.queries import UNSAID
from dialogue.recurrence.models import RecurrenceLink


def standing_links(one_root: int, other_root: int) -> list[RecurrenceLink]:
    """The links between these two, whichever is the earlier, that were not undone; several
    where opinions that had one each were merged since."""
    earlier, later = aliased(Opinion), aliased(Opinion)
    roots = (
        func.coalesce(earlier.merged_into_id, earlier.id),
        func.coalesce(later.merged_into_id, later.id),
    )
    return list(
        db.session.scalars(
            select(RecurrenceLink)
            .join(earlier, earlier.id == RecurrenceLink.earlier_id)
            .join(later, later.id == RecurrenceLink.later_id)
            .where(
                RecurrenceLink.undone_at.is_(None),
                or_(
                    and_(roots[0] == one_root, roots[1] == other_root),
                    and_(roots[0] == other_root, roots[1] == one_root),
                ),
            )
        )
    )


def linked_pairs() -> list[tuple[int, int]]:
    """The pairs of roots that stand linked; a merged opinion counts as the one it went into.

    What was withdrawn or split since says nothing any more.
    """
    earlier, later = aliased(Opinion), aliased(Opinion)
    rows = db.session.execute(
        select(
            func.coalesce(earlier.merged_into_id, earlier.id),
            func.coalesce(later.merged_into_id, later.id),
        )
        .select_from(RecurrenceLink)
        .join(earlier, earlier.id == RecurrenceLink.earlier_id)
        .join(later, later.id == RecurrenceLink.later_id)
        .where(
            RecurrenceLink.undone_at.is_(None),
            earlier.state.not_in(UNSAID),
            later.state.not_in(UNSAID),
        )
    )
    return [(one, other) for one, other in rows if one != other]


def matters() -> dict[int, frozenset[int]]:
    """Root id → the roots of its matter, itself among them; only those with a link.

    Reckoned anew each time, so that a link undone in the middle parts what it held together.
    """
    near: dict[int, set[int]] = defaultdict(set)
    for one, other in linked_pairs():
        near[one].add(other)
        near[other].add(one)
    found: dict[int, frozenset[int]] = {}
    for start in near:
        if start in found:
            continue
        reached, ahead = {start}, [start]
        while ahead:
            fresh = near[ahead.pop()] - reached
            reached |= fresh
            ahead += fresh
        whole = frozenset(reached)
        found |= dict.fromkeys(whole, whole)
    return found


def matter_ids(root_id: int) -> frozenset[int]:
    """The roots of the matter that ``root_id`` belongs to: itself alone if it is not linked."""
    return matters().get(root_id, frozenset({root_id}))


def linked_directly(root_id: int) -> frozenset[int]:
    """The roots that a link of its own, not one over others, joins to ``root_id``."""
    pairs = [pair for pair in linked_pairs() if root_id in pair]
    return frozenset(n for pair in pairs for n in pair if n != root_id)


def is_recurrent() -> ColumnElement[bool]:
    """Over ``Opinion``: it, or the one it was merged into, is linked with another year's."""
    merged = aliased(Opinion)
    clauses = []
    for end in (RecurrenceLink.earlier_id, RecurrenceLink.later_id):
        ends = select(end).where(RecurrenceLink.undone_at.is_(None)).correlate(None)
        roots = select(merged.merged_into_id).where(merged.id.in_(ends)).correlate(None)
        clauses += [Opinion.id.in_(ends), Opinion.merged_into_id.in_(ends), Opinion.id.in_(roots)]
    return or_(*clauses)
