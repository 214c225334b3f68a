"""The only writer of plans, meetings, duties and tasks."""

from dialogue.plans.actions.dates import announce_date, move_date
from dialogue.plans.actions.duties import delegate_presider, end_duty, name_duty, take_back_presider
from dialogue.plans.actions.meetings import (
    close_meeting,
    end_meeting,
    open_meeting,
    resume_meeting,
)
from dialogue.plans.actions.plan import edit_plan, issue_plan
from dialogue.plans.actions.tasks import complete_task, generate_tasks, reopen_task, undo_task

__all__ = [
    "announce_date",
    "close_meeting",
    "complete_task",
    "delegate_presider",
    "edit_plan",
    "end_duty",
    "end_meeting",
    "generate_tasks",
    "issue_plan",
    "move_date",
    "name_duty",
    "open_meeting",
    "reopen_task",
    "resume_meeting",
    "take_back_presider",
    "undo_task",
]
