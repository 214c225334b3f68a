"""Who is invited to a meeting: places, lists, guests, invitations."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``."""
    from dialogue.attendance import views

    app.register_blueprint(views.bp)
