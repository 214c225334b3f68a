"""Who puts results before the public."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office


def publishes(user: Account) -> bool:
    return is_office(user) or is_chair(user)
