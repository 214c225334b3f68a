"""Where a thing of this feature has its page, for acts and lists outside a request."""

from __future__ import annotations

from dialogue.attendance.models import DelegateList
from dialogue.plans.models import Meeting


def overview_path(meeting: Meeting) -> str:
    """``/meetings/2/attendance``: the overview, or a unit's own list."""
    return f"/meetings/{meeting.id}/attendance"


def roll_path(roll: DelegateList) -> str:
    """``/meetings/2/attendance/14`` or ``/meetings/2/attendance/guests``."""
    return f"/meetings/{roll.meeting_id}/attendance/{roll.unit_id or 'guests'}"
