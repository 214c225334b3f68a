"""Who keeps the calendar."""

from __future__ import annotations

from dialogue.accounts.models import Account


def can_keep_calendar(user: Account) -> bool:
    """The office and the administrator keep the table of days off."""
    return user.has("office", "admin")
