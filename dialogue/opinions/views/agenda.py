"""The agenda of a meeting: the matters chosen, in order, with their prepared answers."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, shows_fresh
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import DeskForm
from dialogue.opinions.permissions import can_read_opinions, can_triage, sees_answers
from dialogue.opinions.views import bp
from dialogue.opinions.workflow import OPINION, PREPARATION
from dialogue.plans.queries import get_meeting


@bp.get("/meetings/<int:meeting_id>/agenda")
@requires(can_read_opinions)
def agenda(meeting_id: int, **_of_another_page: Any) -> Any:
    user = actor()
    meeting = get_meeting(user, meeting_id)
    matters = queries.agenda(meeting, user)
    return render_template(
        "opinions/agenda.html",
        meeting=meeting,
        matters=matters,
        may_triage=can_triage(user),
        sees_answers=sees_answers(user, meeting),
        shown={m.id for m in matters if queries.sees_preparation(user, m)},
        OPINION=OPINION,
        PREPARATION=PREPARATION,
    )


@bp.post("/meetings/<int:meeting_id>/agenda/<int:opinion_id>/place")
@requires(can_triage)
@shows_fresh("opinions.agenda")
def reorder(meeting_id: int, opinion_id: int) -> Any:
    """One place up or down ("way")."""
    opinion = queries.get(actor(), opinion_id)
    form = DeskForm()
    up = request.form.get("way") == "up"
    actions.move_on_agenda(opinion, up=up, actor=actor(), version=form.version.data)
    return go(url_for(".agenda", meeting_id=meeting_id))
