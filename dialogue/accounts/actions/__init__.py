"""The verbs on units, accounts, passwords and sessions."""

from dialogue.accounts.actions.people import (
    change_roles,
    create_account,
    create_unit,
    deactivate,
    reactivate,
    reset_password,
    update_account,
    update_unit,
)
from dialogue.accounts.actions.signing import change_password, end_sessions, sign_in

__all__ = [
    "change_password",
    "change_roles",
    "create_account",
    "create_unit",
    "deactivate",
    "end_sessions",
    "reactivate",
    "reset_password",
    "sign_in",
    "update_account",
    "update_unit",
]
