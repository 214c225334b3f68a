"""The safe verbs over several opinions at once; each refusal is said by its number."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import BulkForm, answering_unit
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import can_triage
from dialogue.opinions.views import bp
from dialogue.opinions.views.place import Back

SAID = {
    "classify": "Đã phân loại",
    "select": "Đã đưa vào chương trình",
    "ask": "Đã giao chuẩn bị trả lời",
    "return": "Đã trả lại để làm rõ",
}


@bp.post("/triage/bulk")
@requires(can_triage)
def bulk() -> Any:
    """Without a verb yet: the page that asks for it, over the marked ones."""
    form = BulkForm()
    back = Back.read(form.back.data)
    asked = list(dict.fromkeys(form.ids.data or []))
    opinions = queries.get_many(actor(), asked[:1000])
    form.back.data = str(back)
    page: dict[str, Any] = {"opinions": opinions, "back_url": back.url(None)}
    if "verb" not in request.form and opinions:
        form.process(formdata=None, back=str(back))
        return render_template("opinions/bulk.html", form=form, **page)
    result = _act(form, opinions) if form.validate_on_submit() else None
    if result is None:
        return render_template("opinions/bulk.html", form=form, **page), 422
    said = f"{SAID[form.verb.data]} {len(result.done)} ý kiến."
    unknown = len(asked) - len(opinions)
    if not result.refused and not unknown:
        say(said)
        return go(back.url(None))
    return render_template(
        "opinions/bulk_done.html", said=said, result=result, unknown=unknown, **page
    )


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
    if form.verb.data == "return":
        if not form.question.data:
            form.question.errors = ["Cần ghi điều cần làm rõ."]
            return None
        return actions.return_all(opinions, question=form.question.data, actor=actor())
    lead = answering_unit(form.lead_unit.data)
    if lead is None:
        form.lead_unit.errors = ["Cần chọn đơn vị chủ trì."]
        return None
    return actions.ask_all(opinions, lead_unit=lead, actor=actor())
