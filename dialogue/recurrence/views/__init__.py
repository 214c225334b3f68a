"""HTTP of what recurs: links, the list, what is asked while typing."""

from flask import Blueprint

bp = Blueprint("recurrence", __name__)

from dialogue.recurrence.views import (  # noqa: E402, I001
    links as links,
    lists as lists,
    parts as parts,
    thread as thread,
    typing as typing,
)
