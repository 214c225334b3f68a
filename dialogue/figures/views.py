"""HTTP of one meeting's figures."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.figures import queries
from dialogue.hall.permissions import may_look
from dialogue.hall.timing import show_seconds
from dialogue.plans.permissions import takes_part
from dialogue.plans.queries import get_meeting

bp = Blueprint("figures", __name__)
BEGUN = ("live", "ended", "closed")


@bp.get("/meetings/<int:meeting_id>/figures")
@requires(takes_part)
def meeting(meeting_id: int) -> Any:
    """While it goes on and afterwards; before the opening the page says when it comes."""
    found = get_meeting(actor(), meeting_id)
    if not may_look(actor(), found):
        raise NotAllowed
    begun = found.state in BEGUN
    return render_template(
        "figures/meeting.html",
        meeting=found,
        figures=queries.figures(found, clock.now()) if begun else None,
        record=url_for("hall.record", meeting_id=found.id),
        conclusions=url_for("followup.conclusions", meeting_id=found.id),
        show=show_seconds,
        rows=_rows,
        now=clock.now(),
    )


def _rows(times: tuple[queries.Times, ...]) -> list[dict[str, Any]]:
    return [
        {"label": one.name, "value": one.total, "text": show_seconds(one.total)} for one in times
    ]
