"""Say that two opinions look alike and are not the same matter; on record, undone at will."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.opinions.models import NotDuplicate, Opinion
from dialogue.opinions.permissions import can_triage


def tell_apart(
    opinion: Opinion, other: Opinion, *, reason: str = "", actor: Account
) -> NotDuplicate:
    """Remember that the two are no duplicates: they are not offered for merging again.

    ``Conflict`` if that is known already or one is merged into the other.
    """
    with unit_of_work() as session:
        if not can_triage(actor, opinion):
            raise NotAllowed
        if opinion.id == other.id:
            raise InvalidInput("Cần hai ý kiến khác nhau.", field="other")
        if opinion.root.id == other.root.id:
            raise Conflict("Hai ý kiến này đang gộp với nhau. Hãy tách ra trước.")
        if known(opinion, other) is not None:
            raise Conflict("Đã ghi trước đó: hai ý kiến này không trùng.")
        one_id, other_id = sorted((opinion.id, other.id))
        pair = NotDuplicate(
            one_id=one_id, other_id=other_id, actor_id=actor.id, reason=clean(reason)
        )
        session.add(pair)
        for this, that in ((opinion, other), (other, opinion)):
            record(
                actor,
                this,
                "tell_apart",
                f"Không trùng với ý kiến {that.receipt}",
                reason=reason,
                other=that.id,
            )
        return pair


def compare_again(opinion: Opinion, other: Opinion, *, actor: Account) -> None:
    """Undo it: the two are offered again. ``Conflict`` if they were not told apart."""
    with unit_of_work():
        if not can_triage(actor, opinion):
            raise NotAllowed
        pair = known(opinion, other)
        if pair is None:
            raise Conflict("Hai ý kiến này không còn được ghi là không trùng.")
        pair.undone_at = clock.now()
        pair.undone_by_id = actor.id
        for this, that in ((opinion, other), (other, opinion)):
            record(
                actor,
                this,
                "compare_again",
                f"Bỏ ghi chú không trùng với ý kiến {that.receipt}",
                other=that.id,
            )


def known(opinion: Opinion, other: Opinion) -> NotDuplicate | None:
    """The standing note that the two are no duplicates."""
    one_id, other_id = sorted((opinion.id, other.id))
    return db.session.scalar(
        select(NotDuplicate).where(
            NotDuplicate.one_id == one_id,
            NotDuplicate.other_id == other_id,
            NotDuplicate.undone_at.is_(None),
        )
    )
