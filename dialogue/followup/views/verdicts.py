"""The sender's word on an answer, taken on the page of the reply."""

from __future__ import annotations

from typing import Any

from flask import url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.forms import show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.files.actions import prepare
from dialogue.followup import actions, queries
from dialogue.followup.views import bp
from dialogue.followup.views.replies import page, verdict_form
from dialogue.followup.workflow import ASSIGNMENT
from dialogue.plans.permissions import takes_part


@bp.post("/replies/<int:reply_id>/verdicts")
@requires(takes_part)
@shows_fresh("followup.reply")
def give_verdict(reply_id: int) -> Any:
    """Confirm that it is settled, or contest it with a reason and photos."""
    reply = queries.get_reply(actor(), reply_id)
    ASSIGNMENT.admit(actor(), reply.assignment, "confirm")
    form = verdict_form(reply)
    if not form.validate_on_submit():
        return page(reply, judging=form), 422
    sender = form.sender_among(queries.units_that_sent(reply.assignment))
    try:
        photos = prepare(form.photos.data or [])
        if form.kind.data == "confirmed":
            actions.confirm(
                reply,
                actor=actor(),
                unit=sender,
                words=form.said.data or "",
                photos=photos,
                version=form.version.data,
            )
        else:
            actions.contest(
                reply,
                actor=actor(),
                unit=sender,
                reason=form.said.data or "",
                photos=photos,
                version=form.version.data,
            )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return page(queries.get_reply(actor(), reply_id), judging=form), 422
    say(
        "Đã ghi nhận: đã giải quyết xong. Xin cảm ơn."
        if form.kind.data == "confirmed"
        else "Đã mở lại. Đơn vị chủ trì và Văn phòng đã được báo."
    )
    return go(url_for(".reply", reply_id=reply_id))
