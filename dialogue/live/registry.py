"""What may be streamed: higher features register it, this one knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask


@dataclass(frozen=True)
class PublicView:
    """A view without sign-in: ``topic(token)`` (None: no such token) and ``render(token)``.

    ``render`` gives the inside of the live region, from the allow-listed projection only.
    ``priority``: the smaller is told first (the screen before phones).
    """

    name: str
    topic: Callable[[str], str | None]
    render: Callable[[str], str]
    priority: int = 5


@dataclass
class Registry:
    """Public views by name, guards of personal topics by prefix, sources of versions."""

    views: dict[str, PublicView] = field(default_factory=dict)
    guards: dict[str, Callable[[Any, str], bool]] = field(default_factory=dict)
    versions: list[Callable[[], Mapping[str, int]]] = field(default_factory=list)


def registry(app: Flask) -> Registry:
    """The one registry of ``app``."""
    found: Registry = app.extensions.setdefault("live", Registry())
    return found


def add_public_view(app: Flask, view: PublicView) -> None:
    """Serve ``view`` at ``/live/<name>/<token>``."""
    registry(app).views[view.name] = view


def add_guard(app: Flask, prefix: str, may: Callable[[Any, str], bool]) -> None:
    """Let ``may(account, topic)`` decide who hears topics ``"<prefix>:…"`` at ``/live/topic/…``."""
    registry(app).guards[prefix] = may


def add_versions(app: Flask, read: Callable[[], Mapping[str, int]]) -> None:
    """``read()`` gives topic → stored version: what a second process wrote is found by it."""
    registry(app).versions.append(read)
