"""Who is reminded of what is late, and to whom it goes up: the ladder as data (A5)."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; remind of assignments by the ladder."""
    from dialogue.chasing import reminders, views
    from dialogue.notifications.reminders import register_reminders

    app.register_blueprint(views.bp)
    register_reminders(reminders.assignment_reminders)
