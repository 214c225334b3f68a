"""What features above keep a unit from ending while it owes something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dialogue.accounts.models import Unit


@dataclass(frozen=True)
class OpenWork:
    """What a unit still owes, in words ("3 việc chưa trả lời"), and where it is handed on."""

    words: str
    url: str


_open_work: dict[str, Callable[[Unit], OpenWork | None]] = {}


def register_open_work(call: Callable[[Unit], OpenWork | None]) -> None:
    """``call(unit)`` says what ``unit`` owes, or None; called in ``init_app``."""
    _open_work[f"{call.__module__}.{call.__qualname__}"] = call


def open_work(unit: Unit) -> list[OpenWork]:
    """All that ``unit`` owes."""
    return [found for call in _open_work.values() if (found := call(unit)) is not None]
