"""Official documents."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``."""
    from dialogue.documents.tables import views as tables

    app.register_blueprint(tables.bp)
