"""Reads of what recurs over the years."""

from dialogue.recurrence.queries.found import Candidate, candidates_of, find
from dialogue.recurrence.queries.links import is_recurrent, matters, standing_link
from dialogue.recurrence.queries.lists import PAGE, SHOWS, Asked, list_matters, may_select
from dialogue.recurrence.queries.matters import Chain, Matter, Told, chain, told

__all__ = [
    "PAGE",
    "SHOWS",
    "Asked",
    "Candidate",
    "Chain",
    "Matter",
    "Told",
    "candidates_of",
    "chain",
    "find",
    "is_recurrent",
    "list_matters",
    "matters",
    "may_select",
    "standing_link",
    "told",
]
