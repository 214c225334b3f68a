"""What units, a delegated presider and the office report after a meeting (A7)."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``."""
    from dialogue.reports import views

    app.register_blueprint(views.bp)
