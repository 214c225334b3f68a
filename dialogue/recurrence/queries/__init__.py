"""Reads of what recurs over the years."""

from dialogue.recurrence.queries.found import Candidate, FoundPage, Proposed, candidates_of, find
from dialogue.recurrence.queries.links import (
    is_recurrent,
    linked_directly,
    matter_ids,
    matters,
    standing_links,
)
from dialogue.recurrence.queries.lists import PAGE, SHOWS, Asked, Found, list_matters, may_select
from dialogue.recurrence.queries.matters import Chain, Matter, Told, chain, load, told
from dialogue.recurrence.queries.typing import WhileTyping, while_typing

__all__ = [
    "PAGE",
    "SHOWS",
    "Asked",
    "Candidate",
    "Chain",
    "Found",
    "FoundPage",
    "Matter",
    "Proposed",
    "Told",
    "WhileTyping",
    "candidates_of",
    "chain",
    "find",
    "is_recurrent",
    "linked_directly",
    "list_matters",
    "load",
    "matter_ids",
    "matters",
    "may_select",
    "standing_links",
    "told",
    "while_typing",
]
