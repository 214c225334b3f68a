"""The office's verbs over a whole heading: what was done and what was not, by name."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from dialogue.consolidation import actions, queries
from dialogue.consolidation.forms import VERBS, HeadingWorkForm, blame
from dialogue.consolidation.models import Consolidation
from dialogue.consolidation.permissions import can_receive
from dialogue.consolidation.views import bp
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, shows_fresh
from dialogue.opinions import queries as opinions
from dialogue.opinions.actions import BulkResult
from dialogue.opinions.workflow import OPINION


@bp.route(
    "/consolidations/<int:consolidation_id>/headings/<int:heading_id>/triage",
    methods=["GET", "POST"],
)
@requires(can_receive)
@shows_fresh("consolidation.show")
def work(consolidation_id: int, heading_id: int) -> Any:
    found = queries.get(actor(), consolidation_id)
    group = next((g for g in queries.groups(actor(), found) if g.heading.id == heading_id), None)
    if group is None:
        raise NotAllowed
    form = HeadingWorkForm()
    if request.method == "GET":
        form.begin(group.items)
    result = None
    if form.validate_on_submit():
        try:
            result = _act(found, heading_id, form)
        except InvalidInput as error:
            blame(form, error, "ids")
    if result is not None:
        return render_template(
            "consolidation/worked.html",
            one=found,
            heading=group.heading,
            label=VERBS[form.verb.data],
            result=result,
        )
    page = render_template(
        "consolidation/work.html", one=found, group=group, form=form, OPINION=OPINION
    )
    return page, 422 if form.errors else 200


def _act(found: Consolidation, heading_id: int, form: HeadingWorkForm) -> BulkResult | None:
    """The result; None when what the verb needs is missing (the form says so)."""
    ids = form.ids.data or []
    if form.verb.data == "select":
        return actions.select_heading(found, heading_id, ids, actor=actor())
    if form.verb.data == "classify":
        field = opinions.field_of(form.field.data)
        if field is None:
            form.field.errors = ["Cần chọn lĩnh vực."]
            return None
        return actions.classify_heading(
            found,
            heading_id,
            ids,
            field=field,
            competence=form.competence.data,
            actor=actor(),
        )
    lead = form.chosen_unit()
    if lead is None:
        form.lead_unit.errors = ["Cần chọn đơn vị chủ trì."]
        return None
    return actions.ask_heading(found, heading_id, ids, lead_unit=lead, actor=actor())
