"""Reads of the hall."""

from dialogue.hall.queries.log import commands
from dialogue.hall.queries.queue import Queue, queue, turn
from dialogue.hall.queries.sessions import by_token, find, topic

__all__ = ["Queue", "by_token", "commands", "find", "queue", "topic", "turn"]
