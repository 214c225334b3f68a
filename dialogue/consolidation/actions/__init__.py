"""The only writer of consolidations."""

from dialogue.consolidation.actions.gathering import (
    MAX_SUMMARY,
    MAX_TITLE,
    add_heading,
    drop_heading,
    edit_heading,
    move_heading,
    move_item,
    put,
    start,
    take_out,
)
from dialogue.consolidation.actions.sending import (
    MAX_NOTE,
    Problem,
    Unsendable,
    needs_reason,
    return_to_unit,
    send,
    take_back,
)
from dialogue.consolidation.actions.triage import ask_heading, classify_heading, select_heading

__all__ = [
    "MAX_NOTE",
    "MAX_SUMMARY",
    "MAX_TITLE",
    "Problem",
    "Unsendable",
    "add_heading",
    "ask_heading",
    "classify_heading",
    "drop_heading",
    "edit_heading",
    "move_heading",
    "move_item",
    "needs_reason",
    "put",
    "return_to_unit",
    "select_heading",
    "send",
    "start",
    "take_back",
    "take_out",
]
