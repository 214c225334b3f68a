"""HTTP of personal data: what is kept, who is looked for, what is given out or erased."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, send_file, url_for

from dialogue.accounts.permissions import is_office
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say
from dialogue.privacy import actions, erasing, queries, rules
from dialogue.privacy.forms import PersonForm, SearchForm
from dialogue.privacy.permissions import keeps_personal_data
from dialogue.privacy.queries import Found

bp = Blueprint("privacy", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/privacy")
@requires(keeps_personal_data)
def index() -> str:
    """What is kept, why, how long, who sees it; the search; what was erased."""
    return _index(SearchForm(formdata=None))


def _index(form: SearchForm) -> str:
    return render_template(
        "privacy/index.html", form=form, erasures=queries.erasures(), rules=rules.RULES
    )


@bp.post("/privacy/search")
@requires(keeps_personal_data)
def search() -> Any:
    """The rows that name a person. A POST: neither the address nor the log holds the name."""
    form = SearchForm()
    if not form.validate():
        return _index(form), 422
    name, phone = form.name.data or "", form.phone.data or ""
    try:
        found = actions.search(name, phone, actor=actor())
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _index(form), 422
    return _found(_asked(name, phone, found), found)


def _asked(name: str, phone: str, found: Sequence[Found]) -> PersonForm:
    form = PersonForm(formdata=None, name=name, phone=phone)
    form.offer(found, queries.files_of(found))
    form.rows.data = [one.key for one in found]
    return form


def _found(form: PersonForm, found: Sequence[Found]) -> str:
    return render_template(
        "privacy/found.html",
        form=form,
        found=found,
        counts=Counter(one.place.label for one in found),
        open_assignments=queries.open_assignments(found),
        namesakes=queries.namesakes(form.name.data or ""),
        may_open=is_office(actor()),
    )


def _typed() -> tuple[PersonForm, list[Found]]:
    form = PersonForm()
    found = queries.find(form.name.data or "", form.phone.data or "")
    form.offer(found, queries.files_of(found))
    return form, found


@bp.post("/privacy/export")
@requires(keeps_personal_data)
def export() -> Any:
    """The workbook for the person who asked in writing."""
    form, found = _typed()
    if not form.validate():
        return _found(form, found), 422
    marked = [one for one in found if one.key in (form.rows.data or [])]
    try:
        data = actions.export(
            marked,
            name=form.name.data or "",
            phone=form.phone.data or "",
            reason=form.ground.data or "",
            actor=actor(),
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _found(form, found), 422
    name = f"du-lieu-ca-nhan-{clock.today():%Y%m%d}.xlsx"
    return send_file(io.BytesIO(data), XLSX, as_attachment=True, download_name=name)


@bp.post("/privacy/erasure")
@requires(keeps_personal_data)
def erase() -> Any:
    """Take the person out; the matter and its answer stay."""
    form, found = _typed()
    if not form.validate():
        return _found(form, found), 422
    try:
        done = erasing.erase(
            erasing.Wish(
                name=form.name.data or "",
                phone=form.phone.data or "",
                rows=tuple(form.rows.data or ()),
                files=tuple(int(one) for one in form.files.data or ()),
                ground=form.ground.data or "",
                despite_open=bool(form.despite_open.data),
                sure=bool(form.sure.data),
            ),
            actor=actor(),
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _found(form, found), 422
    say(f"Đã xóa dữ liệu cá nhân ở {sum(done.counts.values())} dòng.")
    return go(url_for(".index"))
