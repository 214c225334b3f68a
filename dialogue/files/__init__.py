"""Attachments: checked, re-encoded, stored, served by permission."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes and commands to ``app``."""
    from dialogue.files import actions, cli, views

    app.register_blueprint(views.bp)
    app.cli.add_command(cli.files_clean)

    @app.teardown_request
    def forget_unused(_error: BaseException | None) -> None:
        actions.forget_unused()
