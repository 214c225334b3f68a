"""The only writer of links between opinions of different meetings."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import NotDuplicate, Opinion
from dialogue.opinions.queries import UNSAID, told_apart
from dialogue.recurrence.models import RecurrenceLink
from dialogue.recurrence.permissions import can_link
from dialogue.recurrence.queries.links import matter_ids, standing_links

NOTE_LENGTH = 500


def link(one: Opinion, other: Opinion, *, note: str = "", actor: Account) -> RecurrenceLink:
    """Say that the two are one matter; whichever was given first is the earlier one. What was
    merged is linked by the one that it went into.

    ``Conflict`` if they are one already or were told apart; ``InvalidInput`` for two of the
    same meeting, which are merged instead, and for a note that is too long.
    """
    with unit_of_work() as session:
        if not can_link(actor):
            raise NotAllowed
        one, other = one.root, other.root
        _check(one, other)
        note = clean(note)
        if len(note) > NOTE_LENGTH:
            raise InvalidInput(f"Ghi chú dài nhất {NOTE_LENGTH} chữ.", field="note")
        earlier, later = sorted((one, other), key=_when)
        made = RecurrenceLink(earlier_id=earlier.id, later_id=later.id, note=note, actor=actor)
        session.add(made)
        for this, that in ((one, other), (other, one)):
            record(
                actor,
                this,
                "link_recurrence",
                f"Nối cùng một việc với ý kiến {that.receipt}",
                reason=note,
                other=that.id,
            )
        return made


def _check(one: Opinion, other: Opinion) -> None:
    if one.id == other.id:
        raise Conflict("Hai ý kiến này đã gộp với nhau, hoặc là một.")
    if one.state in UNSAID or other.state in UNSAID:
        raise Conflict("Ý kiến này đã rút, đã tách hoặc chưa gửi nên không nối được.")
    if one.meeting_id == other.meeting_id:
        raise InvalidInput("Hai ý kiến cùng một đợt thì gộp với nhau, không nối.", field="note")
    if other.id in told_apart(one):
        raise Conflict("Hai ý kiến này đã ghi là không trùng. Hãy bỏ ghi chú đó trước.")
    if other.id in matter_ids(one.id):
        raise Conflict("Hai ý kiến này đã nối cùng một việc.")


def _when(opinion: Opinion) -> tuple[int, int, int]:
    return opinion.meeting.plan.year, opinion.meeting.ordinal, opinion.id


def unlink(one: Opinion, other: Opinion, *, actor: Account) -> None:
    """Undo the link between exactly these two. ``Conflict`` if there is none (any more)."""
    with unit_of_work() as session:
        if not can_link(actor):
            raise NotAllowed
        one, other = one.root, other.root
        found = standing_links(one.id, other.id)
        if not found:
            raise Conflict("Hai ý kiến này không còn nối với nhau.")
        for each in found:
            each.undone_at = clock.now()
            each.undone_by_id = actor.id
        session.flush()
        for this, that in ((one, other), (other, one)):
            record(
                actor,
                this,
                "unlink_recurrence",
                f"Bỏ nối cùng một việc với ý kiến {that.receipt}",
                other=that.id,
            )


def tell_apart(one: Opinion, other: Opinion, *, actor: Account) -> NotDuplicate:
    """Say that the two are not one matter: they are not offered again.

    ``Conflict`` while they are linked, or if it is known already.
    """
    with unit_of_work():
        if not can_link(actor):
            raise NotAllowed
        one, other = one.root, other.root
        if other.id in matter_ids(one.id):
            raise Conflict("Hai ý kiến này đang nối cùng một việc. Hãy bỏ nối trước.")
        return opinions.tell_apart(one, other, actor=actor)


def compare_again(one: Opinion, other: Opinion, *, actor: Account) -> None:
    """Take that back: the two are offered again. ``Conflict`` if nobody has said it."""
    opinions.compare_again(one.root, other.root, actor=actor)
