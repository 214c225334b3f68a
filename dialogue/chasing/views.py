"""The ladder, whom the next run tells, whom today's told."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from dialogue.accounts.permissions import sees_everything
from dialogue.chasing import actions, queries
from dialogue.chasing.forms import LadderForm
from dialogue.chasing.models import WHOM
from dialogue.chasing.permissions import keeps_ladder
from dialogue.chasing.reminders import assignment_reminders
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import StepForm, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh

bp = Blueprint("chasing", __name__)


@bp.route("/chasing", methods=["GET", "POST"])
@requires(sees_everything)
def index() -> Any:
    """Whom it tells and when; a step is added here."""
    form = LadderForm()
    if request.method == "POST" and not keeps_ladder(actor()):
        abort(404)
    if form.validate_on_submit():
        try:
            actions.add_step(days=form.signed_days, whom=form.whom.data or "", actor=actor())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            say("Đã thêm bước nhắc.")
            return go(url_for(".index"))
    now = clock.now()
    found = list(assignment_reminders(now))
    page = render_template(
        "chasing/index.html",
        steps=queries.ladder(),
        coming=queries.coming(found, now),
        told=queries.told_today(found, now),
        form=form if keeps_ladder(actor()) else None,
        WHOM=WHOM,
    )
    return page, 422 if form.errors else 200


@bp.post("/chasing/steps/<int:step_id>/removal")
@requires(keeps_ladder)
@shows_fresh("chasing.index")
def remove_step(step_id: int) -> Any:
    """No longer tell them then."""
    step = queries.get_step(step_id)
    actions.remove_step(step, actor=actor(), version=StepForm().version.data)
    say("Đã bỏ bước nhắc.")
    return go(url_for(".index"))
