"""The append-only record of every act, and the timelines read from it."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``."""
    from dialogue.history import views

    app.register_blueprint(views.bp)
