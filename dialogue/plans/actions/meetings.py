"""Open, end, resume and close a meeting."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import perform
from dialogue.plans.hooks import left_open
from dialogue.plans.models import Meeting
from dialogue.plans.workflow import MEETING


def open_meeting(meeting: Meeting, *, actor: Account, version: int | None = None) -> Meeting:
    """Begin the meeting. ``Conflict`` before its day or once it has begun."""
    with unit_of_work():
        perform(MEETING, meeting, "open", actor=actor, version=version)
        meeting.opened_at = clock.now()
        return meeting


def end_meeting(meeting: Meeting, *, actor: Account, version: int | None = None) -> Meeting:
    """End the meeting; what was taken on is to be settled now."""
    with unit_of_work():
        perform(MEETING, meeting, "end", actor=actor, version=version)
        meeting.closed_at = clock.now()
        return meeting


def resume_meeting(
    meeting: Meeting, *, reason: str, actor: Account, version: int | None = None
) -> Meeting:
    """Go on with a meeting that was ended too early; the reason is required."""
    with unit_of_work():
        perform(MEETING, meeting, "resume", actor=actor, version=version, reason=reason)
        meeting.closed_at = None
        return meeting


def close_meeting(meeting: Meeting, *, actor: Account, version: int | None = None) -> Meeting:
    """Put the meeting away. What stays open goes on by itself and stands in the record (A9)."""
    with unit_of_work():
        carried = [one.words for one in left_open(meeting)]
        perform(MEETING, meeting, "close", actor=actor, version=version, carried=carried)
        return meeting
