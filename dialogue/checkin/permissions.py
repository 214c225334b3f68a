"""Who may say that somebody is in the hall, and who may read it."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sees_everything
from dialogue.checkin.models import CheckIn
from dialogue.core import clock
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import is_desk, is_presider, is_secretary


def checks_in(user: Account, meeting: Meeting) -> bool:
    """The meeting's desk; the presider may greet somebody himself."""
    return is_desk(user, meeting) or is_presider(user, meeting)


def sees(user: Account, meeting: Meeting) -> bool:
    """How many came, and who."""
    return checks_in(user, meeting) or is_secretary(user, meeting) or sees_everything(user)


def takes_back(user: Account, row: CheckIn) -> bool:
    return checks_in(user, row.meeting)


def is_the_day(meeting: Meeting) -> bool:
    """People come on the day itself, before the opening and while the meeting goes on."""
    return meeting.state == "live" or (
        meeting.state == "announced" and meeting.held_on == clock.today()
    )
