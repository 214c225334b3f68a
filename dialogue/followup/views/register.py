"""The ward's register: what was numbered, and papers made elsewhere."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.permissions import is_office, sees_everything
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say
from dialogue.followup import register as book
from dialogue.followup.forms import OutsideForm
from dialogue.followup.views import bp


@bp.route("/register", methods=["GET", "POST"])
@requires(sees_everything)
def register() -> Any:
    """By type and year; the office enters a paper made elsewhere beneath."""
    series, year = request.args.get("series"), request.args.get("year", type=int)
    if series is not None and series not in book.NAMES:
        abort(404)
    form = OutsideForm()
    if request.method == "POST" and not is_office(actor()):
        abort(404)
    if form.validate_on_submit():
        try:
            entry = book.enter_outside(
                form.series.data or "",
                number=form.number.data,
                title=form.title.data or "",
                issued_on=form.issued_on.data,
                actor=actor(),
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            say(f"Đã ghi sổ số {entry.symbol}.")
            return go(url_for(".register", series=entry.series, year=entry.year))
    page = render_template(
        "followup/register.html",
        entries=book.entries(series, year),
        names=book.NAMES,
        form=form if is_office(actor()) else None,
        filters=[
            {
                "label": label,
                "url": url_for(".register", series=code, year=year),
                "count": None,
                "current": code == series,
            }
            for code, label in ((None, "Mọi loại"), *book.NAMES.items())
        ],
        year_filters=[
            {
                "label": str(one) if one else "Mọi năm",
                "url": url_for(".register", series=series, year=one),
                "count": None,
                "current": one == year,
            }
            for one in (None, *book.years())
        ],
    )
    return page, 422 if form.errors else 200
