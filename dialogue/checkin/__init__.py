"""Check-in at the door: who is in the hall, from the lists or without a place on one."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``."""
    from dialogue.checkin import views

    app.register_blueprint(views.bp)
