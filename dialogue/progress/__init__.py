"""What units do on an assignment: supporting parts, notes on the way, letters to others."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; add to the page of an assignment, to the reminders and to
    what the calendar moves."""
    from dialogue.accounts.hooks import register_open_work
    from dialogue.deadlines.holders import register_holder
    from dialogue.files.registry import register_owner
    from dialogue.followup.hooks import register_panels
    from dialogue.followup.queries import sees_assignment
    from dialogue.notifications.reminders import register_reminders
    from dialogue.progress import queries, reminders, views
    from dialogue.progress.models import SupportPart

    app.register_blueprint(views.bp)
    register_panels(queries.panels, queries.told_of)
    register_owner("progress_note", queries.sees_note)
    register_owner("referral", queries.sees_referral)
    register_open_work(queries.open_work)
    register_reminders(reminders.progress_reminders)
    register_holder(
        SupportPart.due_id,
        is_open=queries.is_open_part,
        moved=queries.tell_moved,
        may_see=lambda user, part: sees_assignment(user, part.assignment_id),
    )
