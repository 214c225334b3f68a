"""Who brings a list in, and for whom."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office
from dialogue.imports.models import OpinionImport
from dialogue.opinions.permissions import can_enter_for, can_send


def can_import(user: Account) -> bool:
    """Whoever sends opinions."""
    return can_send(user)


def chooses_unit(user: Account) -> bool:
    """The office says whose list it is; a unit brings its own."""
    return is_office(user)


def is_owner(user: Account, brought: OpinionImport) -> bool:
    """Only who uploaded the file sees it, as long as he may still bring that unit's list."""
    return brought.account_id == user.id and can_enter_for(user, brought.unit)
