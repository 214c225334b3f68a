"""The filters of the desk that a person keeps."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import FilterForm
from dialogue.opinions.models import SavedFilter
from dialogue.opinions.permissions import can_triage
from dialogue.opinions.views import bp
from dialogue.opinions.views.place import Back


@bp.get("/triage/filters")
@requires(can_triage)
def filters() -> Any:
    return _page()


@bp.post("/triage/filters")
@requires(can_triage)
def save_filter() -> Any:
    form = FilterForm()
    back = Back.read(form.back.data)
    if form.validate_on_submit():
        try:
            saved = actions.save_filter(form.name.data or "", str(back), actor=actor())
        except InvalidInput as wrong:
            form.name.errors = [wrong.message]
        else:
            say(f"Đã lưu bộ lọc “{saved.name}”.")
            return go(back.url(None))
    return _page(form, new=True), 422


@bp.post("/triage/filters/<int:filter_id>")
@requires(can_triage)
def rename_filter(filter_id: int) -> Any:
    saved = _own(filter_id)
    form = FilterForm()
    if form.validate_on_submit():
        try:
            actions.rename_filter(saved, form.name.data or "", actor=actor())
        except InvalidInput as wrong:
            form.name.errors = [wrong.message]
        else:
            say("Đã đổi tên bộ lọc.")
            return go(url_for(".filters"))
    return _page(form, failed_id=filter_id), 422


@bp.post("/triage/filters/<int:filter_id>/removal")
@requires(can_triage)
def drop_filter(filter_id: int) -> Any:
    saved = _own(filter_id)
    name = saved.name
    actions.drop_filter(saved, actor=actor())
    say(f"Đã bỏ bộ lọc “{name}”.")
    return go(url_for(".filters"))


def _own(filter_id: int) -> SavedFilter:
    saved = queries.saved_filter(actor(), filter_id)
    if saved is None:
        raise NotAllowed
    return saved


def _page(form: FilterForm | None = None, failed_id: int | None = None, new: bool = False) -> str:
    rows = []
    for saved in queries.saved_filters(actor()):
        if form is not None and saved.id == failed_id:
            shown = form
        else:
            shown = FilterForm(formdata=None, name=saved.name)
        rows.append((saved, Back.read(saved.place).url(None), shown.named(f"filter-{saved.id}")))
    return render_template(
        "opinions/filters.html",
        rows=rows,
        form=form.named("filter") if form is not None and new else None,
    )
