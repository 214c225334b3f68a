"""HTTP of plans, meetings, duties and tasks."""

from flask import Blueprint

bp = Blueprint("plans", __name__)

from dialogue.plans.views import (  # noqa: E402
    dates,
    duties,
    meeting_list,
    meetings,
    next_year,
    plans,
    programme,
    rule_sets,
    task_edits,
    task_lines,
    tasks,
)

__all__ = [
    "bp",
    "dates",
    "duties",
    "meeting_list",
    "meetings",
    "next_year",
    "plans",
    "programme",
    "rule_sets",
    "task_edits",
    "task_lines",
    "tasks",
]
