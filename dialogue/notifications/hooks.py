"""What features above this one do when a line is told."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.notifications.models import Notification

OnTold = Callable[[Notification], None]

_on_told: dict[str, OnTold] = {}


def register_on_told(call: OnTold) -> None:
    """``call(line)`` within the act that tells it; called in ``init_app``."""
    _on_told[f"{call.__module__}.{call.__qualname__}"] = call


def told(line: Notification) -> None:
    """Tell everyone who registered."""
    for call in _on_told.values():
        call(line)
