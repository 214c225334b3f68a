"""The only writer of lists and delegates."""

from dialogue.attendance.actions.invitations import answer, invite_all
from dialogue.attendance.actions.people import add, edit, remove, restore
from dialogue.attendance.actions.rolls import allot, send
from dialogue.attendance.actions.uploads import drop, take, upload

__all__ = [
    "add",
    "allot",
    "answer",
    "drop",
    "edit",
    "invite_all",
    "remove",
    "restore",
    "send",
    "take",
    "upload",
]
