"""A unit's own texts for replies: the list, adding, changing, dropping."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.forms import StepForm, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.followup import actions, queries
from dialogue.followup.forms import TextForm
from dialogue.followup.permissions import writes_replies
from dialogue.followup.views import bp


@bp.route("/reply-texts", methods=["GET", "POST"])
@requires(writes_replies)
def texts() -> Any:
    """The unit's texts; a new one is added beneath."""
    form = TextForm()
    if form.validate_on_submit():
        try:
            actions.add_text(name=form.name.data or "", words=form.words.data or "", actor=actor())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            say("Đã thêm mẫu trả lời.")
            return go(url_for(".texts"))
    page = render_template(
        "followup/texts.html", texts=queries.texts_of(actor().unit_id), form=form
    )
    return page, 422 if form.errors else 200


@bp.route("/reply-texts/<int:text_id>", methods=["GET", "POST"])
@requires(writes_replies)
@shows_fresh("followup.texts")
def edit_text(text_id: int) -> Any:
    """Change one."""
    text = queries.get_text(actor(), text_id)
    form = TextForm(name=text.name, words=text.words, version=text.version)
    if form.validate_on_submit():
        try:
            actions.edit_text(
                text,
                name=form.name.data or "",
                words=form.words.data or "",
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            say("Đã lưu mẫu trả lời.")
            return go(url_for(".texts"))
    page = render_template("followup/text_form.html", text=text, form=form)
    return page, 422 if request.method == "POST" and form.errors else 200


@bp.post("/reply-texts/<int:text_id>/end")
@requires(writes_replies)
@shows_fresh("followup.texts")
def end_text(text_id: int) -> Any:
    """No longer offer it."""
    text = queries.get_text(actor(), text_id)
    actions.end_text(text, actor=actor(), version=StepForm().version.data)
    say(f"Đã bỏ mẫu “{text.name}”.")
    return go(url_for(".texts"))
