"""What several views of this feature need."""

from __future__ import annotations

from flask import abort, url_for

from dialogue.accounts.models import Account
from dialogue.attendance import queries
from dialogue.attendance.models import DelegateList
from dialogue.attendance.permissions import sees_overview
from dialogue.core.web import actor
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part
from dialogue.plans.queries import get_meeting


def named_people(user: Account) -> bool:
    """Whoever may have a list, oversee them or serve at a desk."""
    return takes_part(user)


def roll_at(meeting_id: int, who: str) -> DelegateList:
    """The list that the address names; 404 for none that the reader may see."""
    if who != "guests" and not who.isdecimal():
        abort(404)
    user = actor()
    unit_id = None if who == "guests" else int(who)
    return queries.get_roll(user, get_meeting(user, meeting_id), unit_id)


def who_of(roll: DelegateList) -> str:
    """The last part of a list's address."""
    return "guests" if roll.unit_id is None else str(roll.unit_id)


def roll_url(roll: DelegateList) -> str:
    return url_for("attendance.roll", meeting_id=roll.meeting_id, who=who_of(roll))


def overseen(meeting_id: int) -> Meeting:
    """The meeting, for who may see every list side by side."""
    meeting = get_meeting(actor(), meeting_id)
    if not sees_overview(actor(), meeting):
        abort(404)
    return meeting
