"""One page for chair and office: what is late and whose, what was kept, what people raise."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``."""
    from dialogue.dashboard import views

    app.register_blueprint(views.bp)
