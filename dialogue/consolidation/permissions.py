"""Who gathers, who reads, who returns."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office, sees_everything, sends_opinions
from dialogue.consolidation.models import Consolidation


def can_gather(user: Account) -> bool:
    """Whoever sends opinions may gather those of the own unit."""
    return sends_opinions(user)


def can_read(user: Account) -> bool:
    """The sending units, the office and the leaders; what each sees is narrowed further."""
    return sends_opinions(user) or sees_everything(user)


def can_receive(user: Account, consolidation: Consolidation | None = None) -> bool:
    """Only the office returns a consolidation and works on what is in it."""
    return is_office(user)


def is_gatherer(user: Account, consolidation: Consolidation) -> bool:
    """The sending unit's own people."""
    return can_gather(user) and user.unit_id == consolidation.unit_id
