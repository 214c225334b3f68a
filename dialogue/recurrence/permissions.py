"""Who says that two opinions are one matter, and who reads what became of it."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office, sees_everything
from dialogue.opinions.permissions import can_send


def can_link(user: Account) -> bool:
    """Only the office, as it alone merges and selects (B6, B7)."""
    return is_office(user)


def can_read_recurrences(user: Account) -> bool:
    """The matters of all units: chair, vice chair and office."""
    return sees_everything(user)


def can_ask_while_typing(user: Account) -> bool:
    """Whoever writes opinions."""
    return can_send(user)
