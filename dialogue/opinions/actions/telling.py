"""Telling units, in the same transaction as the act."""

from __future__ import annotations

from dialogue.notifications.actions import tell_unit, tell_units
from dialogue.opinions.models import Opinion, Preparation


def path_of(opinion: Opinion) -> str:
    return f"/opinions/{opinion.id}"


def tell_sender(opinion: Opinion, text: str) -> None:
    """Tell the unit that sent it; what was raised in the hall has no unit to tell."""
    if opinion.channel != "hall":
        tell_unit(opinion.unit_id, f"Ý kiến {opinion.receipt}: {text}", url=path_of(opinion))


def tell_prepared(preparation: Preparation, text: str, *, supporting: bool = True) -> None:
    """Tell the lead unit and, if asked, the supporting units."""
    units = [preparation.lead_unit_id]
    if supporting:
        units += [row.unit_id for row in preparation.supporting]
    opinion = preparation.opinion
    tell_units(units, f"{text} ({opinion.receipt}: {opinion.short})", url=path_of(opinion))
