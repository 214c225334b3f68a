"""What a feature above this one adds to the hall, registered in its ``init_app``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from dialogue.plans.models import Meeting


class PublicConclusion(Protocol):
    """A conclusion fit for anyone: no resident's name, phone or address in its words."""

    @property
    def receipt(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def lead_unit(self) -> str: ...


ConclusionsOf = Callable[[Meeting], Sequence[PublicConclusion]]
_conclusions_of: list[ConclusionsOf] = []


def register_conclusions(call: ConclusionsOf) -> None:
    """``call(meeting)``: its conclusions so far, for screens and phones."""
    _conclusions_of[:] = [call]


def conclusions_of(meeting: Meeting) -> Sequence[PublicConclusion]:
    """The conclusions so far; empty while nobody provides them."""
    return [c for call in _conclusions_of for c in call(meeting)]
