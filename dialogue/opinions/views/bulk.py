"""The safe verbs over several opinions at once; each refusal is said."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template

from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import BulkForm, answering_unit
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import can_triage
from dialogue.opinions.views import bp
from dialogue.opinions.views.desk import Back

SAID = {
    "classify": "Đã phân loại",
    "select": "Đã đưa vào chương trình",
    "ask": "Đã giao chuẩn bị trả lời",
}


@bp.post("/triage/bulk")
@requires(can_triage)
def bulk() -> Any:
    form = BulkForm()
    back = Back.read(form.back.data)
    is_valid = form.validate_on_submit()
    opinions = queries.get_many(actor(), form.ids.data or [])
    if not opinions:
        form.ids.errors = ["Cần đánh dấu ít nhất một ý kiến."]
        is_valid = False
    result = _act(form, opinions) if is_valid else None
    if result is None:
        page = render_template("opinions/bulk.html", form=form, opinions=opinions, back=str(back))
        return page, 422
    if result.done:
        say(f"{SAID[form.verb.data]} {len(result.done)} ý kiến.")
    for opinion, why in result.refused:
        flash(f"{opinion.receipt}: {why}", "warn")
    return go(back.url(None))


def _act(form: BulkForm, opinions: list[Opinion]) -> actions.BulkResult | None:
    """The result; None when what the verb needs is missing (the form says so)."""
    if form.verb.data == "select":
        return actions.select_all(opinions, actor=actor())
    if form.verb.data == "classify":
        field = queries.field_of(form.field.data)
        if field is None:
            form.field.errors = ["Cần chọn lĩnh vực."]
            return None
        return actions.classify_all(
            opinions, field=field, competence=form.competence.data, actor=actor()
        )
    lead = answering_unit(form.lead_unit.data)
    if lead is None:
        form.lead_unit.errors = ["Cần chọn đơn vị chủ trì."]
        return None
    return actions.ask_all(opinions, lead_unit=lead, actor=actor())
