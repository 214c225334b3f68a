"""All documents of a meeting on one page; the words to send and to read out."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template

from dialogue.core.errors import NotAllowed
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor
from dialogue.documents.messages import occasions_of, writes_messages
from dialogue.documents.papers import papers_of, tables_of
from dialogue.documents.views import bp
from dialogue.plans.queries import get_meeting


@bp.get("/meetings/<int:meeting_id>/documents")
@requires(signed_in)
def of_meeting(meeting_id: int) -> Any:
    """To whoever sees the meeting: what that person may have of its documents."""
    user = actor()
    meeting = get_meeting(user, meeting_id)
    return render_template(
        "documents/of_meeting.html",
        meeting=meeting,
        groups=papers_of(user, meeting),
        tables=tables_of(user, meeting),
    )


@bp.get("/meetings/<int:meeting_id>/messages")
@requires(signed_in)
def messages(meeting_id: int) -> Any:
    """Texts to copy into Zalo, texts to read out over the loudspeakers."""
    user = actor()
    meeting = get_meeting(user, meeting_id)
    if not writes_messages(user, meeting):
        raise NotAllowed
    return render_template(
        "documents/messages.html",
        meeting=meeting,
        occasions=occasions_of(meeting, current_app.config["PUBLIC_URL"]),
    )
