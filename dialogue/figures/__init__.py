"""What one meeting came to, in numbers: speaking, waiting, answering, outcomes."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``."""
    from dialogue.figures import views

    app.register_blueprint(views.bp)
