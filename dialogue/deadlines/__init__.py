"""The working calendar, named rules and the reason of each date."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes, words and command to ``app``."""
    from dialogue.deadlines import cli, views, words

    app.register_blueprint(views.bp)
    words.register(app)
    cli.register(app)
