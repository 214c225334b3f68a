"""Everything that happened at a meeting, in the order of time (H11)."""

from __future__ import annotations

from collections.abc import Iterable

from dialogue.hall.hooks import Happening, happenings_of
from dialogue.hall.models import HallCommand
from dialogue.plans.models import Meeting


def chronicle(meeting: Meeting, log: Iterable[HallCommand]) -> list[Happening]:
    """The commands of ``log`` and what other features know of ``meeting``, oldest first."""
    own = [Happening(c.at, c.label, c.actor_name, c.reason) for c in log]
    return sorted([*own, *happenings_of(meeting)], key=lambda one: one.at)
