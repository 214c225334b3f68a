"""Who answers for the personal data of residents."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_admin, is_office


def keeps_personal_data(user: Account) -> bool:
    """The office, which receives requests about data, and the administrator."""
    return is_office(user) or is_admin(user)
