"""What features above this one add to it, registered in their ``init_app``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialogue.accounts.models import Unit
from dialogue.plans.models import Meeting

Settled = Callable[[Meeting], bool]
UnitsOf = Callable[[Meeting], Sequence[Unit]]
WarningsOf = Callable[[Meeting, date], Iterable[str]]

_settled: dict[str, Settled] = {}
_units_of: dict[str, UnitsOf] = {}
_warnings_of: list[WarningsOf] = []


def register_settled(column: str, call: Settled) -> None:
    """``call(meeting)``: whether what is due by that due date of the meeting was done.

    ``column`` is "opinions_due", "answers_due" or "notice_due"; a due date that is settled
    no longer moves.
    """
    _settled[column] = call


def register_units(column: str, call: UnitsOf) -> None:
    """``call(meeting)``: the units that work towards that due date besides those with tasks.

    A preview names them, and whoever is told of the meeting's date is told with them.
    """
    _units_of[column] = call


def register_warnings(call: WarningsOf) -> None:
    """``call(meeting, new day)``: lines to read before the meeting's date is moved."""
    if (call.__module__, call.__qualname__) not in {_name(known) for known in _warnings_of}:
        _warnings_of.append(call)


@dataclass(frozen=True)
class LeftOpen:
    """What of a meeting is not done when it is closed: in words, and the list behind it."""

    words: str
    url: str


LeftOpenOf = Callable[[Meeting], Iterable[LeftOpen]]
_left_open: dict[str, LeftOpenOf] = {}


def register_left_open(call: LeftOpenOf) -> None:
    """``call(meeting)``: what stays open once the meeting is closed (A9)."""
    _left_open[f"{call.__module__}.{call.__qualname__}"] = call


def left_open(meeting: Meeting) -> list[LeftOpen]:
    """All of it, to be read before closing and kept with the act."""
    return [one for call in _left_open.values() for one in call(meeting)]


def is_settled(meeting: Meeting, column: str) -> bool:
    call = _settled.get(column)
    return call is not None and call(meeting)


def units_of(meeting: Meeting, column: str) -> Sequence[Unit]:
    """The units that work towards that due date, each once."""
    call = _units_of.get(column)
    return list(dict.fromkeys(call(meeting))) if call else []


def concerned_units(meeting: Meeting) -> set[int]:
    """The ids of every unit that a feature above says the meeting's dates concern."""
    return {unit.id for column in _units_of for unit in units_of(meeting, column)}


def warnings_of(meeting: Meeting, day: date) -> list[str]:
    return [line for call in _warnings_of for line in call(meeting, day)]


def _name(call: Any) -> tuple[str, str]:
    return call.__module__, call.__qualname__
