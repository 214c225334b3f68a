"""What the pages of other features show of a matter's years, asked for by their templates.

Those features lie below this one or beside it, so they do not call it themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dialogue.accounts.permissions import sees_everything
from dialogue.core.web import actor
from dialogue.opinions.models import Opinion
from dialogue.opinions.queries import UNSAID
from dialogue.recurrence import queries
from dialogue.recurrence.permissions import can_link
from dialogue.recurrence.queries import Candidate, Chain, Told


@dataclass(frozen=True)
class OfOpinion:
    """The card on an opinion's page: its matter over the years, and what may belong to it."""

    chain: Chain
    candidates: list[Candidate]
    links: frozenset[int]  # roots linked with it directly, which alone can be undone from it
    may_link: bool

    @property
    def is_empty(self) -> bool:
        return not (self.chain.is_linked or self.candidates)


def recurrence_of(opinion: Opinion) -> OfOpinion:
    """For the page of ``opinion``, as its reader may see it."""
    user = actor()
    may_link = can_link(user)
    said = opinion.state not in UNSAID
    return OfOpinion(
        chain=queries.chain(user, opinion),
        candidates=queries.candidates_of(user, opinion) if may_link and said else [],
        links=queries.linked_directly(opinion.root.id) if may_link else frozenset(),
        may_link=may_link,
    )


def said_before(opinions: Iterable[Opinion]) -> dict[int, Told]:
    """Opinion id → how often it was said before, for a list; two queries whatever its length."""
    roots = {one.id: one.root.id for one in opinions}
    told = queries.told(list(roots.values()), whole=sees_everything(actor()))
    return {n: told[root] for n, root in roots.items() if root in told}


def linked_with(opinion: Opinion) -> frozenset[int]:
    """The roots of its matter; itself alone if it is not linked."""
    return queries.matter_ids(opinion.root.id)
