"""One matter on one page: from the first words to the last reply, over the years (A9)."""

from __future__ import annotations

from typing import Any

from flask import render_template

from dialogue.core.errors import NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.opinions.permissions import can_read_opinions
from dialogue.opinions.queries import get, get_many
from dialogue.opinions.queries import thread as thread_of
from dialogue.recurrence import queries
from dialogue.recurrence.views import bp


@bp.get("/opinions/<int:opinion_id>/thread")
@requires(can_read_opinions)
def thread(opinion_id: int) -> Any:
    """Each time that it was said, as far as the reader may see it, oldest first; to print."""
    user = actor()
    opinion = get(user, opinion_id)
    if opinion.receipt is None:
        raise NotAllowed
    # The thread of a merged opinion tells its own part and that of the one it went into.
    others = queries.matter_ids(opinion.root.id) - {opinion.root.id}
    seen = [opinion, *get_many(user, sorted(others))]
    times = sorted(seen, key=lambda one: (one.meeting.plan.year, one.meeting.ordinal, one.id))
    return render_template(
        "recurrence/thread.html",
        opinion=opinion,
        times=[(one, thread_of(user, one)) for one in times],
        hidden=len(others) + 1 - len(times),
    )
