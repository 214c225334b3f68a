"""Personal data: what is kept of whom, given out, erased and let go by the years."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes and the command to ``app``."""
    from dialogue.privacy import cli, views

    app.register_blueprint(views.bp)
    app.cli.add_command(cli.retention)
    app.cli.add_command(cli.erase_person)
