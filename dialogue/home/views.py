"""HTTP of the first page."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from dialogue.core import clock
from dialogue.core.permissions import public, requires, signed_in
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
    today = clock.today()
    todos = queries.todos(user)
    return render_template(
        "home/index.html",
        todos=todos,
        late=[t for t in todos if t.due_on is not None and t.due_on < today],
        waiting=queries.waiting(user),
        meeting=meeting,
        phases=plans.phases(meeting) if meeting else [],
        next_words=plans.next_words(meeting) if meeting else None,
    )


@bp.get("/gio")
@public
def server_time() -> Response:
    """The server's time in milliseconds since 1970, for the clocks on every screen."""
    millis = int(clock.now().timestamp() * 1000)
    return Response(str(millis), mimetype="text/plain", headers={"Cache-Control": "no-store"})
