"""Attachments: checked, re-encoded, stored, served by permission."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``."""
    from dialogue.files import views

    app.register_blueprint(views.bp)
