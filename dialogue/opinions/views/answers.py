"""All the answers prepared for a meeting, on one page, as who presides reads them before it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import RemarkForm
from dialogue.opinions.permissions import prepares_answers, sees_answers
from dialogue.opinions.views import bp
from dialogue.opinions.workflow import PREPARATION
from dialogue.plans.queries import get_meeting


@bp.get("/meetings/<int:meeting_id>/answers")
@requires(prepares_answers)
def answers(meeting_id: int, **_of_another_page: Any) -> Any:
    """In the agenda's order; "print" for paper."""
    user = actor()
    meeting = get_meeting(user, meeting_id)
    if not sees_answers(user, meeting):
        raise NotAllowed
    matters = queries.agenda(meeting, user)
    prepared = [m.preparation for m in matters if m.preparation is not None]
    template = "answers_print.html" if "print" in request.args else "answers.html"
    return render_template(
        f"opinions/{template}",
        meeting=meeting,
        matters=matters,
        counts={
            "all": len(matters),
            "ready": sum(one.state == "ready" for one in prepared),
            "late": sum(one.is_late for one in prepared),
            "unasked": len(matters) - len(prepared),
        },
        may_ask={one.id for one in prepared if PREPARATION.can(user, one, "ask_more")},
        PREPARATION=PREPARATION,
    )


@bp.route("/preparations/<int:preparation_id>/remark", methods=["GET", "POST"])
@requires(prepares_answers)
@shows_fresh("opinions.preparation")
def ask_more(preparation_id: int) -> Any:
    """ "Cần bổ sung": the reason goes back to the unit."""
    found = queries.get_preparation(actor(), preparation_id)
    form = RemarkForm()
    if request.method == "GET":
        if not PREPARATION.can(actor(), found, "ask_more"):
            raise NotAllowed
        form.version.data = found.version
    if not form.validate_on_submit():
        page = render_template(
            "opinions/remark.html", preparation=found, opinion=found.opinion, form=form
        )
        return page, 422 if form.errors else 200
    actions.ask_more(found, reason=form.reason.data or "", actor=actor(), version=form.version.data)
    say(f"Đã báo {found.lead_unit.name} bổ sung ({found.opinion.receipt}).")
    return go(url_for(".answers", meeting_id=found.opinion.meeting_id))
