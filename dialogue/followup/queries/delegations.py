"""Who approves replies for the chair, now and before."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.followup.models import ReplyDelegation


def current_delegations() -> list[ReplyDelegation]:
    """Those that hold today or will, the soonest first."""
    return [one for one in all_delegations() if one.ended_at is None and not _is_over(one)]


def all_delegations() -> list[ReplyDelegation]:
    """All, the latest first."""
    query = (
        select(ReplyDelegation)
        .options(joinedload(ReplyDelegation.account), joinedload(ReplyDelegation.given_by))
        .order_by(ReplyDelegation.valid_from.desc(), ReplyDelegation.id.desc())
    )
    return list(db.session.scalars(query))


def get_delegation(delegation_id: int) -> ReplyDelegation:
    """One; ``NotAllowed`` if there is none."""
    row = db.session.get(ReplyDelegation, delegation_id)
    if row is None:
        raise NotAllowed
    return row


def _is_over(one: ReplyDelegation) -> bool:
    return one.valid_to < clock.today()
