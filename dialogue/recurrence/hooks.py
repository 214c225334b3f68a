"""What became of an opinion; the feature that knows registers it in its ``init_app``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

KEPT = {
    "kept": ("Đúng hẹn", "good"),
    "broken": ("Lỡ hẹn", "bad"),
    "pending": ("Chưa đến hẹn", "wait"),
    "": ("Chưa hẹn ngày", "neutral"),
}


@dataclass(frozen=True)
class Fate:
    """The outcome, what was promised by when, and whether that was kept (a key of ``KEPT``).

    ``settled``: nothing more is owed on it. ``reply``: the last document, in short.
    """

    outcome: str
    settled: bool
    promise: str = ""
    by: date | None = None
    kept: str = ""
    reply: str = ""


# (opinion ids, whether the reader sees what no notice has told yet)
FatesOf = Callable[[Sequence[int], bool], dict[int, Fate]]
_fates_of: list[FatesOf] = []


def register_fates(call: FatesOf) -> None:
    """``call(opinion ids, whole)``: what became of those on which something was concluded.

    ``whole`` False leaves out what no issued notice has told yet.
    """
    _fates_of[:] = [call]


def fates(ids: Sequence[int], *, whole: bool) -> dict[int, Fate]:
    """What became of them; empty while nobody provides it."""
    return {n: fate for call in _fates_of for n, fate in call(ids, whole).items()}
