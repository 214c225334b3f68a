"""Reads of lists and delegates, each within what its reader may see."""

from dialogue.attendance.queries.people import (
    count_people,
    events_of,
    expected,
    find,
    get_delegate,
    is_anyone_expected,
    people_of,
    to_invite,
    visible_to,
)
from dialogue.attendance.queries.rolls import (
    Line,
    due_of,
    get_roll,
    overview,
    roll_of,
    roll_units,
    suggested_places,
    totals,
)
from dialogue.attendance.queries.same import Twins, doubled, notes_of, twins_of
from dialogue.attendance.queries.todos import todos
from dialogue.attendance.queries.uploads import Checked, Preview, get_upload, preview_of

__all__ = [
    "Checked",
    "Line",
    "Preview",
    "Twins",
    "count_people",
    "doubled",
    "due_of",
    "events_of",
    "expected",
    "find",
    "get_delegate",
    "get_roll",
    "get_upload",
    "is_anyone_expected",
    "notes_of",
    "overview",
    "people_of",
    "preview_of",
    "roll_of",
    "roll_units",
    "suggested_places",
    "to_invite",
    "todos",
    "totals",
    "twins_of",
    "visible_to",
]
