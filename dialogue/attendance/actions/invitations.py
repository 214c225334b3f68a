"""Invitations: numbers in sequence for each meeting, and what those invited answer."""

from __future__ import annotations

from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.attendance.models import Delegate
from dialogue.attendance.permissions import can_arrange, is_open
from dialogue.attendance.queries.people import to_invite
from dialogue.attendance.queries.same import twins_of
from dialogue.attendance.workflow import DELEGATE
from dialogue.core.errors import Conflict, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform
from dialogue.plans.models import Meeting

ANSWERS = ("confirm", "decline", "unanswer")


def invite_all(meeting: Meeting, *, actor: Account) -> list[Delegate]:
    """Give everyone of a sent list who has none the next invitation number of the meeting.

    Numbers have no gap and are never given again: rows are not deleted, and only one act
    writes at a time. One person in two lists is invited once.
    """
    if not can_arrange(actor):
        raise NotAllowed
    with unit_of_work():
        if not is_open(meeting):
            raise Conflict("Buổi đối thoại đã kết thúc nên không ghi thêm giấy mời.")
        invited = to_invite(meeting, twins_of(meeting))
        last = db.session.scalar(
            select(func.max(Delegate.number)).where(Delegate.meeting_id == meeting.id)
        )
        for number, delegate in enumerate(invited, (last or 0) + 1):
            delegate.number = number
            perform(DELEGATE, delegate, "invite", actor=actor, label=f"Ghi giấy mời số {number}")
        return invited


def answer(
    delegate: Delegate, verb: str, *, actor: Account, version: int | None = None
) -> Delegate:
    """Note that an invited person will come ("confirm"), will not ("decline"), or take the
    answer back ("unanswer")."""
    if verb not in ANSWERS:
        raise NotAllowed
    with unit_of_work():
        perform(DELEGATE, delegate, verb, actor=actor, version=version)
        return delegate
