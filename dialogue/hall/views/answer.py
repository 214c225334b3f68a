"""The phone of who was asked to answer: the question, the prepared answer, the clock (H5)."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from dialogue.core import clock
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.hall import queries
from dialogue.hall.views.shared import bp, polled, stream_of, time_url
from dialogue.plans.permissions import takes_part


@bp.get("/my-answer")
@requires(takes_part)
def my_answer() -> Any:
    """The page; it follows the meeting that is live."""
    meeting_id = queries.live_meeting_id()
    return render_template(
        "hall/my_answer.html",
        stream=stream_of(meeting_id) if meeting_id is not None else None,
        fetch=url_for("hall.my_answer_part"),
        time_url=time_url(),
        **_context(),
    )


@bp.get("/my-answer/part")
@requires(takes_part)
def my_answer_part() -> Any:
    """The inside of the live region."""
    shown = _context()
    state = [(t.id, t.answer_started_at, t.opinion.root.version) for t in shown["turns"]]
    return polled(state, lambda: render_template("hall/_my_answer.html", **shown))


def _context() -> dict[str, Any]:
    turns = queries.handed_to(actor())
    halls = [queries.find(turn.meeting_id) for turn in turns]
    return {
        "turns": turns,
        "allowance": {h.meeting_id: h.answer_seconds for h in halls if h is not None},
        "now": clock.now(),
    }
