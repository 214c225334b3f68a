"""Who keeps the templates; a document itself is for whoever may see what it is about."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_admin


def keeps_templates(user: Account) -> bool:
    """The administrator changes the ward's templates."""
    return is_admin(user)
