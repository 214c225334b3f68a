"""Who may see a file: whoever may see the thing that it belongs to."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.accounts.models import Account

MaySee = Callable[[Account, int], bool]
_owners: dict[str, MaySee] = {}


def register_owner(owner_type: str, may_see: MaySee) -> None:
    """``may_see(account, owner_id)`` decides for files of ``owner_type`` (a table's name)."""
    _owners[owner_type] = may_see


def may_see(account: Account, owner_type: str, owner_id: int) -> bool:
    """Whether ``account`` may see files of that thing; unknown kinds nobody may."""
    rule = _owners.get(owner_type)
    return rule is not None and rule(account, owner_id)
