"""What an opinion's page says of the consolidation that it came with."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.accounts.models import Account
from dialogue.consolidation import queries
from dialogue.opinions.hooks import NextStep, ThreadPart
from dialogue.opinions.models import Opinion


def thread_parts(user: Account, opinion: Opinion) -> Sequence[ThreadPart]:
    """That it was sent with others under a heading, for whoever may see the whole."""
    found = queries.of_opinions(user, [opinion.id]).get(opinion.id)
    if found is None:
        return []
    consolidation, heading = found
    if consolidation.sent_at is None:
        return []
    return [
        ThreadPart(
            at=consolidation.sent_at,
            label=f"Nằm trong bản tổng hợp {consolidation.receipt}",
            who=consolidation.unit.name,
            lines=[f"Nhóm: {heading.title}"],
        )
    ]


def next_steps(user: Account, opinion: Opinion) -> Sequence[NextStep]:
    """The way to the consolidation that the opinion itself lies in."""
    found = queries.of_opinions(user, [opinion.id]).get(opinion.id)
    if found is None:
        return []
    consolidation, heading = found
    return [
        NextStep(
            label=f"Xem cả nhóm “{_short(heading.title)}”",
            url=f"/consolidations/{consolidation.id}#heading-{heading.id}",
            tone="quiet",
        )
    ]


def _short(title: str) -> str:
    return title if len(title) <= 40 else title[:38].rsplit(" ", 1)[0] + "…"
