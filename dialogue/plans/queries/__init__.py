"""Reads of plans, meetings and tasks, each within what its reader may see."""

from dialogue.plans.queries.meetings import (
    current_meeting,
    current_plan,
    get_meeting,
    get_plan,
    meetings,
    part_three,
    plans,
    presider_of,
    programme_times,
)
from dialogue.plans.queries.preview import DateChange, Line, preview_date
from dialogue.plans.queries.progress import Phase, next_date, next_words, phases
from dialogue.plans.queries.tasks import (
    PAGE,
    TaskFilter,
    count_tasks,
    get_task,
    list_tasks,
    task_of_kind,
    tasks_of_meeting,
    visible_to,
)
from dialogue.plans.queries.todos import todos

__all__ = [
    "PAGE",
    "DateChange",
    "Line",
    "Phase",
    "TaskFilter",
    "count_tasks",
    "current_meeting",
    "current_plan",
    "get_meeting",
    "get_plan",
    "get_task",
    "list_tasks",
    "meetings",
    "next_date",
    "next_words",
    "part_three",
    "phases",
    "plans",
    "presider_of",
    "preview_date",
    "programme_times",
    "task_of_kind",
    "tasks_of_meeting",
    "todos",
    "visible_to",
]
