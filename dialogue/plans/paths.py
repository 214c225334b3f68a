"""Where a thing of this feature has its page, for acts and lists outside a request."""

from __future__ import annotations

from dialogue.plans.models import Meeting, Plan, Task


def meeting_path(meeting: Meeting, part: str = "") -> str:
    """``/meetings/2`` or, with ``part`` "date", ``/meetings/2/date``."""
    return f"/meetings/{meeting.id}/{part}".rstrip("/")


def plan_path(plan: Plan, part: str = "") -> str:
    """``/plans/1`` or ``/plans/1/number``."""
    return f"/plans/{plan.id}/{part}".rstrip("/")


def task_path(task: Task) -> str:
    """``/tasks/12``."""
    return f"/tasks/{task.id}"
