"""What a feature above this one adds to the hall, registered in its ``init_app``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True)
class Happening:
    """One line of the meeting's record: when, what, who, and for what reason if any."""

    at: datetime
    words: str
    who: str
    reason: str = ""


ConclusionsOf = Callable[[Meeting], Sequence[PublicConclusion]]
_conclusions_of: list[ConclusionsOf] = []
HappeningsOf = Callable[[Meeting], Sequence[Happening]]
_happenings_of: list[HappeningsOf] = []


def register_conclusions(call: ConclusionsOf) -> None:
    """``call(meeting)``: its conclusions so far, for screens and phones."""
    _conclusions_of[:] = [call]


def conclusions_of(meeting: Meeting) -> Sequence[PublicConclusion]:
    """The conclusions so far; empty while nobody provides them."""
    return [c for call in _conclusions_of for c in call(meeting)]


def register_happenings(call: HappeningsOf) -> None:
    """``call(meeting)``: what a feature adds to the record of the meeting."""
    if call not in _happenings_of:
        _happenings_of.append(call)


def happenings_of(meeting: Meeting) -> list[Happening]:
    """What is known of ``meeting`` besides the hall's own commands."""
    return [one for call in _happenings_of for one in call(meeting)]
