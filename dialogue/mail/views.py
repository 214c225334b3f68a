"""A person's own mail: where to, about what, a trial."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.mail import actions, queries
from dialogue.mail.forms import MailForm
from dialogue.mail.models import TOPICS

bp = Blueprint("mail", __name__)


@bp.route("/me/mail", methods=["GET", "POST"])
@requires(signed_in)
def mine() -> Any:
    """Everything stands in the inbox all the same; mail only says that something does."""
    setting = queries.setting_of(actor())
    form = MailForm()
    if request.method == "GET":
        form.address.data = setting.address if setting else ""
        form.topics.data = setting.topics if setting else list(TOPICS)
    elif form.validate():
        try:
            actions.change_setting(form.address.data or "", form.topics.data or [], actor=actor())
        except InvalidInput as refusal:
            form._fields[refusal.field or "address"].errors = [refusal.message]
        else:
            say("Đã lưu." if form.address.data else "Đã thôi nhận thư điện tử.")
            return go(url_for(".mine"))
    page = render_template(
        "mail/mine.html",
        form=form,
        setting=setting,
        last=queries.last_of(actor()),
        is_configured=queries.is_configured(),
    )
    return page, 422 if form.errors else 200


@bp.post("/me/mail/trial")
@requires(signed_in)
@shows_fresh("mail.mine")
def trial() -> Any:
    """Queue a note to oneself."""
    if not queries.is_configured():
        abort(404)
    actions.try_out(actor=actor())
    say("Thư thử sẽ đến trong vài phút.")
    return go(url_for(".mine"))
