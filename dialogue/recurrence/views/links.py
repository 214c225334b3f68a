"""Say that two opinions are one matter, or are not; and take it back."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, local_path, say, shows_fresh
from dialogue.opinions.models import Opinion
from dialogue.opinions.queries import get_many
from dialogue.recurrence import actions, queries
from dialogue.recurrence.forms import LinkForm
from dialogue.recurrence.permissions import can_link
from dialogue.recurrence.views import bp


def _both(opinion_id: int, other_id: int) -> tuple[Opinion, Opinion]:
    found = get_many(actor(), [opinion_id, other_id])
    if len(found) != 2:
        raise NotAllowed
    return found[0], found[1]


def _back(opinion: Opinion) -> str:
    """Where the verb was given, else the opinion's own page."""
    given = request.form.get("back") or request.args.get("back")
    return local_path(given, url_for("opinions.show", opinion_id=opinion.id))


@bp.route("/opinions/<int:opinion_id>/same/<int:other_id>", methods=["GET", "POST"])
@requires(can_link)
@shows_fresh("opinions.show")
def link(opinion_id: int, other_id: int) -> Any:
    """The two texts and a note; or at once from a list, without a note."""
    one, other = _both(opinion_id, other_id)
    form = LinkForm(back=_back(one))
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                actions.link(one, other, note=form.note.data or "", actor=actor())
            except InvalidInput as wrong:
                form.note.errors = [wrong.message]
            else:
                undo_url = url_for(".unlink", opinion_id=one.id, other_id=other.id, back=_back(one))
                say(f"Đã nối {one.receipt} với {other.receipt}: cùng một việc.", undo_url=undo_url)
                return go(_back(one))
    page = render_template(
        "recurrence/link.html",
        form=form,
        one=one,
        other=other,
        told=queries.load([one.root.id, other.root.id], whole=True),
        is_same_meeting=one.root.meeting_id == other.root.meeting_id,
        back_url=_back(one),
    )
    return page, status


@bp.post("/opinions/<int:opinion_id>/same/<int:other_id>/removal")
@requires(can_link)
@shows_fresh("opinions.show")
def unlink(opinion_id: int, other_id: int) -> Any:
    one, other = _both(opinion_id, other_id)
    actions.unlink(one, other, actor=actor())
    say(f"Đã bỏ nối {one.receipt} với {other.receipt}.")
    return go(_back(one))


@bp.post("/opinions/<int:opinion_id>/not-same/<int:other_id>")
@requires(can_link)
@shows_fresh("opinions.show")
def tell_apart(opinion_id: int, other_id: int) -> Any:
    one, other = _both(opinion_id, other_id)
    actions.tell_apart(one, other, actor=actor())
    say(
        f"Đã ghi: {one.receipt} và {other.receipt} không phải một việc.",
        undo_url=url_for(".compare_again", opinion_id=one.id, other_id=other.id, back=_back(one)),
    )
    return go(_back(one))


@bp.post("/opinions/<int:opinion_id>/not-same/<int:other_id>/removal")
@requires(can_link)
@shows_fresh("opinions.show")
def compare_again(opinion_id: int, other_id: int) -> Any:
    one, other = _both(opinion_id, other_id)
    actions.compare_again(one, other, actor=actor())
    say(f"Đã bỏ ghi chú giữa {one.receipt} và {other.receipt}.")
    return go(_back(one))
