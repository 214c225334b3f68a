"""The office keeps the ladder; leaders read it."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office


def keeps_ladder(user: Account) -> bool:
    return is_office(user) or is_chair(user)
