"""Topics, the bus and the stream endpoint."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``."""
    from dialogue.live import views

    app.register_blueprint(views.bp)
