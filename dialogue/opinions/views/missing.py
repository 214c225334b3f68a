"""Who has not yet sent for a meeting, with words to copy into Zalo (B4)."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template

from dialogue.accounts.permissions import sees_everything
from dialogue.accounts.queries import ward
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.opinions import queries
from dialogue.opinions.views import bp
from dialogue.opinions.zalo import to_all, to_one
from dialogue.plans import queries as plans


@bp.get("/meetings/<int:meeting_id>/opinions/missing")
@requires(sees_everything)
def missing(meeting_id: int) -> Any:
    meeting = plans.get_meeting(actor(), meeting_id)
    shown = queries.missing_senders(meeting)
    here, address = ward(), current_app.config["PUBLIC_URL"]
    return render_template(
        "opinions/missing.html",
        meeting=meeting,
        shown=shown,
        texts={one.task.id: to_one(here, meeting, one, address) for one in shown.missing},
        to_all=to_all(here, meeting, shown.missing, address),
    )
