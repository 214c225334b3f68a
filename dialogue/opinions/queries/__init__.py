"""Reads of opinions, each within what its reader may see."""

from dialogue.opinions.queries.agenda import (
    agenda,
    get_preparation,
    list_preparations,
    sees_preparation,
)
from dialogue.opinions.queries.intake import (
    default_meeting,
    field_of,
    fields,
    meeting_of,
    open_meetings,
    own_by_key,
    places,
    sent_by,
)
from dialogue.opinions.queries.lists import (
    DESK_FILTERS,
    FILTERS,
    OWN_FILTERS,
    PAGE,
    Row,
    Wanted,
    count_opinions,
    ids_of,
    list_opinions,
)
from dialogue.opinions.queries.scope import (
    by_receipt,
    get,
    get_many,
    may_see,
    read_receipt,
    sees_contact,
    visible_clause,
    visible_to,
)
from dialogue.opinions.queries.similar import (
    Similar,
    Suggestion,
    similar,
    suggest_field,
    suggest_unit,
)
from dialogue.opinions.queries.thread import next_steps, thread
from dialogue.opinions.queries.work import todos, waiting

__all__ = [
    "DESK_FILTERS",
    "FILTERS",
    "OWN_FILTERS",
    "PAGE",
    "Row",
    "Similar",
    "Suggestion",
    "Wanted",
    "agenda",
    "by_receipt",
    "count_opinions",
    "default_meeting",
    "field_of",
    "fields",
    "get",
    "get_many",
    "get_preparation",
    "ids_of",
    "list_opinions",
    "list_preparations",
    "may_see",
    "meeting_of",
    "next_steps",
    "open_meetings",
    "own_by_key",
    "places",
    "read_receipt",
    "sees_contact",
    "sees_preparation",
    "sent_by",
    "similar",
    "suggest_field",
    "suggest_unit",
    "thread",
    "todos",
    "visible_clause",
    "visible_to",
    "waiting",
]
