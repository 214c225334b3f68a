"""Reads of plans, meetings and tasks, each within what its reader may see."""

from dialogue.plans.queries.board import Board, BoardFilter, board
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
from dialogue.plans.queries.next_year import NextPlan, check_year, preview_next, usual_year
from dialogue.plans.queries.preview import DateChange, Line, both_dates, preview_date
from dialogue.plans.queries.programme import Programme, get_item, programme
from dialogue.plans.queries.programme_files import (
    ShownFile,
    files_by_item,
    files_of,
    files_of_task,
    get_file,
    review_tasks,
    usual_item,
)
from dialogue.plans.queries.progress import Phase, next_date, next_words, phases
from dialogue.plans.queries.rule_sets import RuleChange, preview_rules
from dialogue.plans.queries.task_lines import (
    TaskLine,
    get_line,
    rule_words,
    task_lines,
    units_without_tasks,
)
from dialogue.plans.queries.tasks import (
    PAGE,
    TaskFilter,
    all_tasks,
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
    "Board",
    "BoardFilter",
    "DateChange",
    "Line",
    "NextPlan",
    "Phase",
    "Programme",
    "RuleChange",
    "ShownFile",
    "TaskFilter",
    "TaskLine",
    "all_tasks",
    "board",
    "both_dates",
    "check_year",
    "count_tasks",
    "current_meeting",
    "current_plan",
    "files_by_item",
    "files_of",
    "files_of_task",
    "get_file",
    "get_item",
    "get_line",
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
    "preview_next",
    "preview_rules",
    "programme",
    "programme_times",
    "review_tasks",
    "rule_words",
    "task_lines",
    "task_of_kind",
    "tasks_of_meeting",
    "todos",
    "units_without_tasks",
    "usual_item",
    "usual_year",
    "visible_to",
]
