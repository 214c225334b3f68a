"""Split one letter into its matters."""

from __future__ import annotations

import re
from typing import Any

from flask import render_template, request

from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, shows_fresh
from dialogue.files.queries import attachments_of
from dialogue.opinions import actions
from dialogue.opinions.forms import SplitForm
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import can_triage
from dialogue.opinions.views import bp
from dialogue.opinions.views.verbs import back_of, done, load

_NUMBERED = re.compile(r"\n+|(?:(?<=[.;!?])|^)\s*(?=(?:\d{1,2}[.)]|[-–•+])\s)")


@bp.route("/opinions/<int:opinion_id>/split", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def split(opinion_id: int) -> Any:
    """One box for each matter; "more" gives another box without sending anything."""
    letter = load(opinion_id)
    form = SplitForm()
    if request.method == "GET":
        form = SplitForm(
            formdata=None,
            parts=[{"words": words} for words in _matters(letter)],
            version=letter.version,
            back=request.args.get("back", ""),
        )
        return _page(letter, form)
    if request.form.get("act") == "more":
        if len(form.parts) < actions.MAX_PARTS:
            form.parts.append_entry()
        return _page(letter, form)
    if not form.validate_on_submit():
        return _page(letter, form), 422
    back = back_of(form)
    try:
        made = actions.split(letter, form.chosen(), actor=actor(), version=form.version.data)
    except InvalidInput as wrong:
        form.back.errors = [wrong.message]
        return _page(load(opinion_id), form), 422
    words = f"Đã tách thành {len(made)} việc"
    return done(letter, back, letter.id if back.is_thread else made[0].id, words, ".unsplit")


def _page(letter: Opinion, form: SplitForm) -> str:
    return render_template(
        "opinions/split.html",
        opinion=letter,
        form=form,
        photos=attachments_of(letter),
        may_add=len(form.parts) < actions.MAX_PARTS,
    )


def _matters(letter: Opinion) -> list[str]:
    """The letter's own lines or numbered points; else all in the first box."""
    found = [line.strip() for line in _NUMBERED.split(letter.words) if line and line.strip()]
    if 2 <= len(found) <= actions.MAX_PARTS:
        return found
    return [letter.words, ""]
