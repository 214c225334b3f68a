"""Two opinions side by side, to merge them or to tell them apart."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.files.queries import attachments_by_owner
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import ApartForm, MergeForm
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import can_triage
from dialogue.opinions.views import bp
from dialogue.opinions.views.place import Back
from dialogue.opinions.workflow import OPINION

Form = MergeForm | ApartForm


def _both(opinion_id: int, other_id: int) -> tuple[Opinion, Opinion]:
    found = queries.get_many(actor(), [opinion_id, other_id])
    if len(found) != 2:
        raise NotAllowed
    return found[0], found[1]


@bp.get("/opinions/<int:opinion_id>/compare/<int:other_id>")
@requires(can_triage)
def compare(opinion_id: int, other_id: int, form: Form | None = None) -> Any:
    """The two texts with what differs, their facts, and what may be done."""
    one, other = _both(opinion_id, other_id)
    user = actor()
    back = Back.read(request.form.get("back") or request.args.get("back"))
    left, right = queries.differing(one.words, other.words)
    return render_template(
        "opinions/compare.html",
        pair=((one, left, other), (other, right, one)),
        one=one,
        other=other,
        facts=queries.facts_beside(one, other),
        photos=attachments_by_owner("opinion", [one.id, other.id]),
        verbs={o.id: {row.verb for row in OPINION.available(user, o)} for o in (one, other)},
        is_apart=other.id in queries.told_apart(one),
        is_one_matter=one.root.id == other.root.id,
        is_same_meeting=one.meeting_id == other.meeting_id,
        form=form or ApartForm(formdata=None, back=str(back)),
        back=str(back),
        back_url=back.url(one.id),
        OPINION=OPINION,
    )


@bp.post("/opinions/<int:opinion_id>/compare/<int:other_id>/merge")
@requires(can_triage)
@shows_fresh("opinions.compare")
def merge_beside(opinion_id: int, other_id: int) -> Any:
    """Let the other one stand for this one too."""
    one, other = _both(opinion_id, other_id)
    form = MergeForm()
    back = Back.read(form.back.data)
    following = back.following(one.id)
    try:
        root = actions.merge(
            one,
            other,
            reason=form.reason.data or "",
            actor=actor(),
            version=form.version.data,
        )
    except InvalidInput as wrong:
        form.reason.errors = [wrong.message]
        return compare(opinion_id, other_id, form=form), 422
    say(
        f"Đã gộp {one.receipt} vào {root.receipt}.",
        undo_url=url_for(".unmerge", opinion_id=one.id, back=str(back)),
    )
    return go(back.url(following))


@bp.post("/opinions/<int:opinion_id>/compare/<int:other_id>/apart")
@requires(can_triage)
@shows_fresh("opinions.compare")
def tell_apart(opinion_id: int, other_id: int) -> Any:
    one, other = _both(opinion_id, other_id)
    form = ApartForm()
    back = Back.read(form.back.data)
    if not form.validate_on_submit():
        return compare(opinion_id, other_id, form=form), 422
    actions.tell_apart(one, other, reason=form.reason.data or "", actor=actor())
    say(
        f"Đã ghi: {one.receipt} và {other.receipt} không trùng.",
        undo_url=url_for(".compare_again", opinion_id=one.id, other_id=other.id, back=str(back)),
    )
    return go(back.url(one.id))


@bp.post("/opinions/<int:opinion_id>/compare/<int:other_id>/again")
@requires(can_triage)
@shows_fresh("opinions.compare")
def compare_again(opinion_id: int, other_id: int) -> Any:
    one, other = _both(opinion_id, other_id)
    back = Back.read(request.form.get("back") or request.args.get("back"))
    actions.compare_again(one, other, actor=actor())
    say(f"Đã bỏ ghi chú không trùng giữa {one.receipt} và {other.receipt}.")
    return go(back.url(one.id))
