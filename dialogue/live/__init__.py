"""Topics, the bus and the stream endpoint. A page without a stream polls its own fragment."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Make the registry that higher features fill."""
    from dialogue.live.registry import registry

    registry(app)
