"""Opinions out of an Excel list: shown row by row first, taken on a word (B4)."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``."""
    from dialogue.imports import views

    app.register_blueprint(views.bp)
