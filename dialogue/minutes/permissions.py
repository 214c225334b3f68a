"""The secretary writes, the office stands in; who presides signs; leaders read."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.hall.permissions import may_look
from dialogue.minutes.models import Minutes
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import is_presider, is_secretary


def may_write(user: Account, meeting: Meeting) -> bool:
    """Once the date is announced: the opening may be prepared before the hall fills."""
    return meeting.state != "planned" and is_secretary(user, meeting)


def may_read(user: Account, meeting: Meeting) -> bool:
    return meeting.state != "planned" and may_look(user, meeting)


def writes(user: Account, minutes: Minutes) -> bool:
    return may_write(user, minutes.meeting)


def signs(user: Account, minutes: Minutes) -> bool:
    return is_presider(user, minutes.meeting)
