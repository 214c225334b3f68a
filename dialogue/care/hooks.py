"""What a feature above this one adds to the administrator's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gauge:
    """One line of the page: what, how much, and whether somebody must look (``bad``)."""

    label: str
    value: str
    bad: bool = False


GaugesOf = Callable[[], list[Gauge]]
_gauges: list[GaugesOf] = []


def register_gauges(call: GaugesOf) -> None:
    """``call()``: the lines of a feature."""
    if call not in _gauges:
        _gauges.append(call)


def gauges() -> list[Gauge]:
    """The lines of all features."""
    return [one for call in _gauges for one in call()]
