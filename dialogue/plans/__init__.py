"""Plan, meetings, duties, tasks and programme."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``."""
    from dialogue.plans import views

    app.register_blueprint(views.bp)
