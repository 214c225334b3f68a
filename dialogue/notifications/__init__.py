"""The inbox, written with the act."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes and command to ``app``."""
    from dialogue.notifications import cli, views

    app.register_blueprint(views.bp)
    cli.register(app)
