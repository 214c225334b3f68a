"""Care of the server: copies of the ward's data, tried, kept and put back."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's commands to ``app``."""
    from dialogue.care import cli

    for command in (cli.backup, cli.backup_check, cli.backup_key, cli.restore):
        app.cli.add_command(command)
