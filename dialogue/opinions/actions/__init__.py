"""The only writer of opinions, merges and prepared answers."""

from dialogue.opinions.actions.bulk import BulkResult, ask_all, classify_all, return_all, select_all
from dialogue.opinions.actions.consent import change_consent
from dialogue.opinions.actions.distinct import compare_again, tell_apart
from dialogue.opinions.actions.fields import load_fields
from dialogue.opinions.actions.filters import drop_filter, rename_filter, save_filter
from dialogue.opinions.actions.hall import conclude, raise_in_hall, reopen_conclusion, take_up
from dialogue.opinions.actions.intake import (
    MAX_PHOTOS,
    NOTHING,
    Content,
    Voice,
    discard,
    drop_photo,
    is_late,
    report_all_sent,
    report_nothing,
    resend,
    save_draft,
    send,
    submit,
    undo_report,
    withdraw,
)
from dialogue.opinions.actions.listed import enter_from_list
from dialogue.opinions.actions.merging import gather, merge, unmerge
from dialogue.opinions.actions.paper import enter_paper, is_late_on
from dialogue.opinions.actions.preparing import (
    ask_more,
    ask_preparation,
    cancel_preparation,
    write_preparation,
)
from dialogue.opinions.actions.splitting import MAX_PARTS, MAX_WORDS, Part, split, unsplit
from dialogue.opinions.actions.triage import (
    classify,
    classify_and_select,
    move_on_agenda,
    refer,
    refuse,
    restore,
    return_for_clarification,
    select_for_agenda,
    take_back,
    unclassify,
    unselect,
)

select = select_for_agenda

__all__ = [
    "MAX_PARTS",
    "MAX_PHOTOS",
    "MAX_WORDS",
    "NOTHING",
    "BulkResult",
    "Content",
    "Part",
    "Voice",
    "ask_all",
    "ask_more",
    "ask_preparation",
    "cancel_preparation",
    "change_consent",
    "classify",
    "classify_all",
    "classify_and_select",
    "compare_again",
    "conclude",
    "discard",
    "drop_filter",
    "drop_photo",
    "enter_from_list",
    "enter_paper",
    "gather",
    "is_late",
    "is_late_on",
    "load_fields",
    "merge",
    "move_on_agenda",
    "raise_in_hall",
    "refer",
    "refuse",
    "rename_filter",
    "reopen_conclusion",
    "report_all_sent",
    "report_nothing",
    "resend",
    "restore",
    "return_all",
    "return_for_clarification",
    "save_draft",
    "save_filter",
    "select",
    "select_all",
    "select_for_agenda",
    "send",
    "split",
    "submit",
    "take_back",
    "take_up",
    "tell_apart",
    "unclassify",
    "undo_report",
    "unmerge",
    "unselect",
    "unsplit",
    "withdraw",
    "write_preparation",
]
