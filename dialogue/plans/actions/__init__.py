"""The only writer of plans, meetings, duties and tasks."""

from dialogue.plans.actions.dates import announce_date, move_date
from dialogue.plans.actions.duties import delegate_presider, end_duty, name_duty, take_back_presider
from dialogue.plans.actions.meeting_list import (
    MeetingContent,
    add_meeting,
    drop_meeting,
    edit_meeting,
)
from dialogue.plans.actions.meetings import (
    close_meeting,
    end_meeting,
    open_meeting,
    resume_meeting,
)
from dialogue.plans.actions.next_year import make_next_plan
from dialogue.plans.actions.nudging import Nudged, nudge
from dialogue.plans.actions.plan import LISTS, edit_plan, issue_plan, renumber_plan
from dialogue.plans.actions.programme import (
    ItemContent,
    add_item,
    drop_item,
    edit_item,
    move_item,
    set_house_rules,
    take_usual_programme,
)
from dialogue.plans.actions.programme_files import (
    add_files,
    remove_file,
    replace_file,
    show_file_to,
)
from dialogue.plans.actions.rule_sets import change_rule_set, check_rule_set
from dialogue.plans.actions.task_edits import (
    TaskContent,
    add_task,
    edit_task,
    restore_task,
    withdraw_task,
)
from dialogue.plans.actions.task_lines import (
    add_line,
    edit_line,
    give_to_new_units,
    withdraw_line,
)
from dialogue.plans.actions.tasks import (
    add_evidence,
    complete_task,
    generate_tasks,
    reopen_task,
    take_back_task,
    undo_task,
)

__all__ = [
    "LISTS",
    "ItemContent",
    "MeetingContent",
    "Nudged",
    "TaskContent",
    "add_evidence",
    "add_files",
    "add_item",
    "add_line",
    "add_meeting",
    "add_task",
    "announce_date",
    "change_rule_set",
    "check_rule_set",
    "close_meeting",
    "complete_task",
    "delegate_presider",
    "drop_item",
    "drop_meeting",
    "edit_item",
    "edit_line",
    "edit_meeting",
    "edit_plan",
    "edit_task",
    "end_duty",
    "end_meeting",
    "generate_tasks",
    "give_to_new_units",
    "issue_plan",
    "make_next_plan",
    "move_date",
    "move_item",
    "name_duty",
    "nudge",
    "open_meeting",
    "remove_file",
    "renumber_plan",
    "reopen_task",
    "replace_file",
    "restore_task",
    "resume_meeting",
    "set_house_rules",
    "show_file_to",
    "take_back_presider",
    "take_back_task",
    "take_usual_programme",
    "undo_task",
    "withdraw_line",
    "withdraw_task",
]
