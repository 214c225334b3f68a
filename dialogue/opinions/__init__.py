"""Intake, triage, merge and prepared answers."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes to ``app`` and say who may see an opinion's photos."""
    from dialogue.files.registry import register_owner
    from dialogue.notifications.reminders import register_reminders
    from dialogue.opinions import queries, reminders, views, words
    from dialogue.plans.hooks import register_units

    register_reminders(reminders.opinion_reminders)
    app.register_blueprint(views.bp)
    words.register(app)
    app.add_template_global(queries.has_contact)
    register_owner("opinion", queries.may_see)
    register_units("answers_due", queries.preparing_units)
