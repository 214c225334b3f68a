"""The ward's own names."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, url_for

from dialogue.accounts import actions, queries
from dialogue.accounts.forms import WardForm
from dialogue.accounts.permissions import is_admin
from dialogue.accounts.views import bp
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say


@bp.route("/ward", methods=["GET", "POST"])
@requires(is_admin)
def ward() -> Any:
    """Names as papers write them; the former ones stay for papers of their time."""
    here = queries.ward() or abort(404)
    form = WardForm(
        name=here.name, parent_body=here.parent_body, place=here.place, from_day=clock.today()
    )
    if form.validate_on_submit():
        assert form.from_day.data is not None
        try:
            actions.rename_ward(
                name=form.name.data or "",
                parent_body=form.parent_body.data or "",
                place=form.place.data or "",
                from_day=form.from_day.data,
                actor=actor(),
            )
        except InvalidInput as problem:
            form[problem.field or "name"].errors = [problem.message]
        else:
            say("Đã lưu tên của phường. Văn bản có ngày trước đó vẫn ghi tên cũ.")
            return go(url_for("accounts.ward"))
    page = render_template(
        "accounts/ward.html", form=form, here=here, former=queries.former_wards()
    )
    return page, 422 if form.is_submitted() else 200
