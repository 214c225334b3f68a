"""Who may keep a list, see its people and their phones, and invite them."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office, sees_everything
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import is_desk, names_delegates

OPEN = ("planned", "announced", "live")  # a meeting that people may still be named for


def can_arrange(user: Account, _thing: object = None) -> bool:
    """The office allots the places, keeps the guests and invites."""
    return is_office(user)


def can_keep(user: Account, kept: DelegateList) -> bool:
    """The unit's own people; the office for a unit that tells it so, and for the guests."""
    if is_office(user):
        return True
    return kept.unit_id is not None and names_delegates(user) and user.unit_id == kept.unit_id


def can_see(user: Account, kept: DelegateList) -> bool:
    """Who keeps it, the leaders; the meeting's desk once it is sent."""
    if can_keep(user, kept) or sees_everything(user):
        return True
    return kept.state == "sent" and is_desk(user, kept.meeting)


def sees_phones(user: Account, kept: DelegateList) -> bool:
    """The sending unit, the office and the desk; not the leaders."""
    return can_keep(user, kept) or (kept.state == "sent" and is_desk(user, kept.meeting))


def sees_overview(user: Account, meeting: Meeting) -> bool:
    """Every unit's list side by side."""
    return sees_everything(user) or is_desk(user, meeting)


def keeps(user: Account, delegate: Delegate) -> bool:
    return can_keep(user, delegate.roll)


def invites(user: Account, _delegate: Delegate) -> bool:
    return is_office(user)


def is_open(meeting: Meeting) -> bool:
    return meeting.state in OPEN
