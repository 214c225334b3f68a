"""The steps of a reply, each its own sub-resource."""

from __future__ import annotations

from typing import Any

from flask import url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.forms import StepForm, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.followup import actions, queries
from dialogue.followup.forms import IssueForm, ReasonForm
from dialogue.followup.views import bp
from dialogue.followup.views.replies import page
from dialogue.followup.workflow import REPLY
from dialogue.plans.permissions import takes_part


@bp.post("/replies/<int:reply_id>/recall")
@requires(takes_part)
@shows_fresh("followup.reply")
def recall_reply(reply_id: int) -> Any:
    reply = queries.get_reply(actor(), reply_id)
    actions.recall_reply(reply, actor=actor(), version=StepForm().version.data)
    say("Đã rút văn bản lại để sửa.")
    return go(url_for(".edit_reply", reply_id=reply_id))


@bp.post("/replies/<int:reply_id>/return")
@requires(takes_part)
@shows_fresh("followup.reply")
def return_reply(reply_id: int) -> Any:
    reply = queries.get_reply(actor(), reply_id)
    REPLY.admit(actor(), reply, "return")
    form = ReasonForm()
    if not form.validate_on_submit():
        return page(reply, returning=form), 422
    actions.return_reply(
        reply, reason=form.reason.data or "", actor=actor(), version=form.version.data
    )
    say(f"Đã trả văn bản lại cho {reply.assignment.lead_unit.name}.")
    return go(url_for(".reply", reply_id=reply_id))


@bp.post("/replies/<int:reply_id>/approval")
@requires(takes_part)
@shows_fresh("followup.reply")
def approve_reply(reply_id: int) -> Any:
    reply = queries.get_reply(actor(), reply_id)
    actions.approve_reply(reply, actor=actor(), version=StepForm().version.data)
    say("Đã duyệt văn bản trả lời. Văn phòng sẽ ghi số và phát hành.")
    return go(url_for(".reply", reply_id=reply_id))


@bp.post("/replies/<int:reply_id>/issue")
@requires(takes_part)
@shows_fresh("followup.reply")
def issue_reply(reply_id: int) -> Any:
    reply = queries.get_reply(actor(), reply_id)
    REPLY.admit(actor(), reply, "issue")
    form = IssueForm()
    if not form.validate_on_submit():
        return page(reply, issuing=form), 422
    assert form.issued_on.data is not None
    try:
        actions.issue_reply(
            reply, issued_on=form.issued_on.data, actor=actor(), version=form.version.data
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return page(queries.get_reply(actor(), reply_id), issuing=form), 422
    say(f"Đã phát hành văn bản số {reply.symbol}.")
    return go(url_for(".reply", reply_id=reply_id))
