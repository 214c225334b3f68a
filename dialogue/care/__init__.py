"""Care of the server: how it is, and copies of the ward's data, tried, kept and put back."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes and commands to ``app``."""
    from dialogue.care import cli, views

    app.register_blueprint(views.bp)

    for command in (cli.backup, cli.backup_check, cli.backup_key, cli.restore, cli.care_note):
        app.cli.add_command(command)
