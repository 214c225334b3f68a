"""Conclusions, notice, assignments, replies and results."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; add to the opinion's thread, the hall's phones and screen,
    and the calendar's moves."""
    from dialogue.accounts.hooks import register_open_work
    from dialogue.files.registry import register_owner
    from dialogue.followup import queries, views
    from dialogue.hall.hooks import register_conclusions, register_happenings
    from dialogue.opinions import hooks
    from dialogue.plans.hooks import register_left_open, register_settled
    from dialogue.recurrence.hooks import register_fates

    app.register_blueprint(views.bp)
    hooks.register_assigned(queries.assigned_opinions)
    hooks.register_thread_parts(queries.thread)
    hooks.register_next_steps(queries.next_steps)
    hooks.register_outcomes(queries.outcomes)
    register_fates(queries.fates)
    register_conclusions(queries.conclusions_so_far)
    register_happenings(queries.happenings)
    register_left_open(queries.left_open)
    app.add_template_global(queries.owed_before)
    register_settled("notice_due", queries.is_noticed)
    register_open_work(queries.open_work)
    register_owner("verdict", queries.sees_verdict)
    register_owner("conclusion_notice", queries.sees_notice)
    register_owner("reply", queries.sees_reply)
    _follow_the_calendar()


def _follow_the_calendar() -> None:
    """An assignment's due date is open until it is answered; its unit is told of a move."""
    from dialogue.deadlines.holders import register_holder
    from dialogue.followup.models import Assignment

    def unanswered() -> ColumnElement[bool]:
        return Assignment.state != "answered"

    register_holder(
        Assignment.due_id, is_open=unanswered, moved=_tell_unit, may_see=_knows_when_it_is_due
    )


def _knows_when_it_is_due(user: Any, assignment: Any) -> bool:
    """Who works on it, leaders and office, and whoever sent the opinion and waits."""
    from dialogue.followup.permissions import is_of_sender
    from dialogue.followup.queries import sees_assignment

    return sees_assignment(user, assignment.id) or is_of_sender(user, assignment)


def _tell_unit(_actor: Any, assignment: Any, old: Any, new: Any) -> None:
    from dialogue.core.clock import show_date
    from dialogue.notifications.actions import tell_unit

    if old.due_on != new.due_on:
        tell_unit(
            assignment.lead_unit_id,
            f"Hạn trả lời dời từ {show_date(old.due_on)} sang {show_date(new.due_on)}: "
            f"{new.why_moved}",
            url=f"/assignments/{assignment.id}",
        )
