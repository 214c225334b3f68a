"""A look at a resident's phone or address is an act: who looked, when."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.core.errors import NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.opinions.models import Opinion
from dialogue.opinions.queries import sees_contact


def look_at_contact(opinion: Opinion, *, actor: Account) -> None:
    """Note in the opinion's history that ``actor`` looked. ``NotAllowed`` for anyone else."""
    with unit_of_work():
        if not sees_contact(actor, opinion):
            raise NotAllowed
        record(actor, opinion, "look_contact", "Xem số điện thoại, địa chỉ người nêu")
