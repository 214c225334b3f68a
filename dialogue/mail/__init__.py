"""E-mail to who wants it: a note that something waits in the inbox, queued with the act."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes and the command to ``app``; queue mail when a line is told."""
    from dialogue.care.hooks import register_gauges
    from dialogue.mail import actions, cli, queries, views
    from dialogue.notifications.hooks import register_on_told

    app.register_blueprint(views.bp)
    cli.register(app)
    register_on_told(actions.queue)
    register_gauges(queries.gauges)
