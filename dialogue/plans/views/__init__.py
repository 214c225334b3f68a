"""HTTP of plans, meetings, duties and tasks."""

from flask import Blueprint

bp = Blueprint("plans", __name__)

from dialogue.plans.views import (  # noqa: E402
    board,
    dates,
    duties,
    meeting_list,
    meetings,
    next_year,
    plans,
    programme,
    programme_files,
    rule_sets,
    task_edits,
    task_lines,
    tasks,
    uploads,
)

__all__ = [
    "board",
    "bp",
    "dates",
    "duties",
    "meeting_list",
    "meetings",
    "next_year",
    "plans",
    "programme",
    "programme_files",
    "rule_sets",
    "task_edits",
    "task_lines",
    "tasks",
    "uploads",
]
