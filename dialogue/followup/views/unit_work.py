"""What a unit leads and has not answered, given to another unit at once."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.permissions import is_chair, is_office
from dialogue.accounts.queries import get_unit
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.forms import show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.followup import actions, queries
from dialogue.followup.forms import HandOverForm
from dialogue.followup.views import bp


def _may(user: Any) -> bool:
    return is_office(user) or is_chair(user)


@bp.route("/units/<int:unit_id>/work", methods=["GET", "POST"])
@requires(_may)
@shows_fresh("followup.assignments")
def unit_work(unit_id: int) -> Any:
    """The unit's open work with what each matter needs; a preview before it is handed on."""
    unit = get_unit(unit_id) or abort(404)
    rows = queries.open_of_unit(unit.id)
    form = HandOverForm()
    form.offer(rows, [one for one in queries.lead_units() if one.id != unit.id])
    if request.method == "GET":
        form.chosen.data = [row.id for row in rows]
    elif form.validate_on_submit():
        try:
            number = _hand_over(form)
        except (InvalidInput, Conflict) as refusal:
            show_refusal(form, InvalidInput(refusal.message))
        else:
            say(f"Đã giao {number} việc cho {form.unit_chosen.name}.")
            return go(url_for(".unit_work", unit_id=unit.id))
    page = render_template(
        "followup/unit_work.html",
        unit=unit,
        rows=queries.open_of_unit(unit.id),
        form=form,
    )
    return page, 422 if form.errors else 200


def _hand_over(form: HandOverForm) -> int:
    chosen = [queries.get_assignment(actor(), i) for i in form.chosen.data or []]
    actions.hand_over(chosen, unit=form.unit_chosen, reason=form.reason.data or "", actor=actor())
    return len(chosen)
