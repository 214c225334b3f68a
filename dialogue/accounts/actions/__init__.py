"""The verbs on units, accounts, roles, passwords and sessions."""

from dialogue.accounts.actions.devices import end_session, open_session, touch
from dialogue.accounts.actions.people import (
    create_account,
    deactivate,
    reactivate,
    reset_password,
    update_account,
)
from dialogue.accounts.actions.roles import change_roles, end_role, grant_role
from dialogue.accounts.actions.signing import change_password, end_sessions, sign_in
from dialogue.accounts.actions.two_step import confirm, take_off, turn_off, turn_on
from dialogue.accounts.actions.units import create_unit, update_unit
from dialogue.accounts.actions.ward import rename_ward

__all__ = [
    "change_password",
    "change_roles",
    "confirm",
    "create_account",
    "create_unit",
    "deactivate",
    "end_role",
    "end_session",
    "end_sessions",
    "grant_role",
    "open_session",
    "reactivate",
    "rename_ward",
    "reset_password",
    "sign_in",
    "take_off",
    "touch",
    "turn_off",
    "turn_on",
    "update_account",
    "update_unit",
]
