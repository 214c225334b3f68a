"""Reads of consolidations, each within what its reader may see."""

from dialogue.consolidation.queries.consolidations import (
    PAGE,
    Row,
    get,
    list_rows,
    load,
    of_opinions,
    open_of,
    visible_clause,
    visible_to,
    with_all,
)
from dialogue.consolidation.queries.gathering import (
    SHOWN,
    Group,
    count_ungathered,
    gatherable,
    groups,
    has_identity,
    obstacle,
    ungathered,
)
from dialogue.consolidation.queries.work import todos, waiting

__all__ = [
    "PAGE",
    "SHOWN",
    "Group",
    "Row",
    "count_ungathered",
    "gatherable",
    "get",
    "groups",
    "has_identity",
    "list_rows",
    "load",
    "obstacle",
    "of_opinions",
    "open_of",
    "todos",
    "ungathered",
    "visible_clause",
    "visible_to",
    "waiting",
    "with_all",
]
