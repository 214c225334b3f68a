"""Reads of the hall."""

from dialogue.hall.queries.answers import Answer, answers_of, names_of
from dialogue.hall.queries.chronicle import chronicle
from dialogue.hall.queries.console import Console, answerers, answering_people, console
from dialogue.hall.queries.desk import Candidate, candidates, last_registrations
from dialogue.hall.queries.log import commands
from dialogue.hall.queries.public import PublicState, public_projection
from dialogue.hall.queries.queue import Queue, queue, same_matter, turn
from dialogue.hall.queries.requests import (
    Asked,
    get_request,
    of_device,
    takes_requests,
    waiting_requests,
)
from dialogue.hall.queries.sessions import by_token, find, may_hear, topic, versions
from dialogue.hall.queries.why import Why, place_words, why
from dialogue.hall.queries.work import handed_to, live_meeting_id, todos

__all__ = [
    "Answer",
    "Asked",
    "Candidate",
    "Console",
    "PublicState",
    "Queue",
    "Why",
    "answerers",
    "answering_people",
    "answers_of",
    "by_token",
    "candidates",
    "chronicle",
    "commands",
    "console",
    "find",
    "get_request",
    "handed_to",
    "last_registrations",
    "live_meeting_id",
    "may_hear",
    "names_of",
    "of_device",
    "place_words",
    "public_projection",
    "queue",
    "same_matter",
    "takes_requests",
    "todos",
    "topic",
    "turn",
    "versions",
    "waiting_requests",
    "why",
]
