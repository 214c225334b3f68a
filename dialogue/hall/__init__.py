"""Registration, the queue, presiding, the screen and phones."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``."""
    from dialogue.hall import views

    app.register_blueprint(views.bp)
