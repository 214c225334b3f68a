"""Intake, triage, merge and prepared answers."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app``."""
    from dialogue.opinions import views

    app.register_blueprint(views.bp)
