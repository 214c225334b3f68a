"""Sending it, its receipt; the office returns it or takes it back."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.consolidation import actions, queries
from dialogue.consolidation.forms import PlainForm, ReturnForm, SendForm, blame
from dialogue.consolidation.models import Consolidation
from dialogue.consolidation.permissions import can_gather, can_receive, is_gatherer
from dialogue.consolidation.views import bp
from dialogue.consolidation.workflow import CONSOLIDATION
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh


@bp.route("/consolidations/<int:consolidation_id>/sending", methods=["GET", "POST"])
@requires(can_gather)
@shows_fresh("consolidation.show")
def send(consolidation_id: int) -> Any:
    """What goes with it, the covering note, why late; then everything at once or nothing."""
    found = queries.get(actor(), consolidation_id)
    if not is_gatherer(actor(), found):
        raise NotAllowed
    verb = "resend" if found.state == "returned" else "send"
    CONSOLIDATION.permit(actor(), found, verb)
    form = SendForm()
    if request.method == "GET":
        form.version.data, form.note.data = found.version, found.note
    if not form.validate_on_submit():
        return _send_page(found, form)
    try:
        actions.send(
            found,
            note=form.note.data or "",
            late_reason=form.late_reason.data or "",
            actor=actor(),
            version=form.version.data,
        )
    except actions.Unsendable as refusal:
        form.note.errors = [refusal.message]
        return _send_page(queries.get(actor(), consolidation_id), form, refusal.problems)
    except InvalidInput as error:
        blame(form, error, "note")
        return _send_page(queries.get(actor(), consolidation_id), form)
    return go(url_for(".receipt", consolidation_id=consolidation_id))


def _send_page(
    found: Consolidation, form: SendForm, problems: list[actions.Problem] | None = None
) -> Any:
    items = found.items
    page = render_template(
        "consolidation/send.html",
        one=found,
        form=form,
        groups=len([h for h in found.headings if h.items]),
        items=items,
        unsent=[item.opinion for item in items if item.opinion.state == "draft"],
        free_count=queries.count_ungathered(found),
        late=actions.needs_reason(found),
        problems=problems or [],
        identities=[item.opinion for item in items if queries.has_identity(item.opinion)],
    )
    return page, 422 if form.errors else 200


@bp.get("/consolidations/<int:consolidation_id>/receipt")
@requires(can_gather)
def receipt(consolidation_id: int) -> Any:
    """Its number, and each opinion's own."""
    found = queries.get(actor(), consolidation_id)
    if found.state != "sent" or not is_gatherer(actor(), found):
        abort(404)
    return render_template(
        "consolidation/receipt.html", one=found, groups=queries.groups(actor(), found)
    )


@bp.route("/consolidations/<int:consolidation_id>/return", methods=["GET", "POST"])
@requires(can_receive)
@shows_fresh("consolidation.show")
def return_to_unit(consolidation_id: int) -> Any:
    found = queries.get(actor(), consolidation_id)
    CONSOLIDATION.permit(actor(), found, "return", reason="-")
    form = ReturnForm()
    if request.method == "GET":
        form.version.data = found.version
    if not form.validate_on_submit():
        page = render_template("consolidation/return.html", one=found, form=form)
        return page, 422 if form.errors else 200
    actions.return_to_unit(
        found, reason=form.reason.data or "", actor=actor(), version=form.version.data
    )
    say(
        f"Đã trả lại {found.receipt} cho {found.unit.name}.",
        undo_url=url_for(".take_back", consolidation_id=found.id),
    )
    return go(url_for(".show", consolidation_id=found.id))


@bp.post("/consolidations/<int:consolidation_id>/taking-back")
@requires(can_receive)
@shows_fresh("consolidation.show")
def take_back(consolidation_id: int) -> Any:
    found = queries.get(actor(), consolidation_id)
    form = PlainForm()
    form.validate_on_submit()
    actions.take_back(found, actor=actor(), version=form.version.data)
    say(f"Đã nhận lại {found.receipt}.")
    return go(url_for(".show", consolidation_id=consolidation_id))
