"""HTTP of the first page."""

from __future__ import annotations

from flask import Blueprint, render_template

from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor
from dialogue.home import queries
from dialogue.plans import queries as plans

bp = Blueprint("home", __name__)


@bp.get("/")
@requires(signed_in)
def index() -> str:
    """Việc của tôi."""
    user = actor()
    meeting = plans.current_meeting()
    todos = queries.todos(user)
    return render_template(
        "home/index.html",
        todos=todos,
        waiting=queries.waiting(user),
        meeting=meeting,
        phases=plans.phases(meeting) if meeting else [],
        next_words=plans.next_words(meeting) if meeting else None,
    )
