"""A person's due dates and the ward's meetings in his own calendar, at a secret address."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``."""
    from dialogue.feeds import views

    app.register_blueprint(views.bp)
