"""Small predicates over an account. Roles come and go by date; ask here, not the grants."""

from __future__ import annotations

from dialogue.accounts.models import Account


def is_admin(user: Account) -> bool:
    return user.has("admin")


def is_office(user: Account) -> bool:
    return user.has("office")


def is_chair(user: Account) -> bool:
    return user.has("chair")


def is_leader(user: Account) -> bool:
    """Chair or vice chair."""
    return user.has("chair", "vice_chair")


def sees_everything(user: Account) -> bool:
    """Chair, vice chair and office see every petition; the administrator does not."""
    return user.has("chair", "vice_chair", "office")


def sends_opinions(user: Account) -> bool:
    """Front, mass organisations, youth union, group leaders; departments may (B4)."""
    return user.has("front", "youth_union", "group_leader", "department", "office")
