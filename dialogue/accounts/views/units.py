"""The ward's units."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, url_for

from dialogue.accounts import actions, queries
from dialogue.accounts.forms import UnitForm
from dialogue.accounts.hooks import open_work
from dialogue.accounts.models import UNIT_KINDS, Account
from dialogue.accounts.permissions import is_admin, is_office
from dialogue.accounts.views import bp
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh


def _may(user: Account) -> bool:
    return is_admin(user) or is_office(user)


@bp.get("/units")
@requires(_may)
def units() -> str:
    """Every unit, ended ones too."""
    return render_template("accounts/units.html", units=queries.all_units(), kinds=UNIT_KINDS)


@bp.route("/units/new", methods=["GET", "POST"])
@requires(_may)
def new_unit() -> Any:
    """Add a unit."""
    form = UnitForm()
    if form.validate_on_submit():
        try:
            unit = actions.create_unit(
                name=form.name.data or "",
                short_name=form.short_name.data or "",
                kind=form.kind.data,
                position=len(queries.all_units()),
                valid_from=clock.today(),
                actor=actor(),
            )
        except InvalidInput as problem:
            form[problem.field or "name"].errors = [problem.message]
        else:
            say(f"Đã thêm đơn vị {unit.name}.")
            return go(url_for("accounts.units"))
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/unit.html", form=form, unit=None), status


@bp.route("/units/<int:unit_id>", methods=["GET", "POST"])
@requires(_may)
@shows_fresh("accounts.units")
def unit(unit_id: int) -> Any:
    """Rename or end a unit; old records keep the old name."""
    found = queries.get_unit(unit_id) or abort(404)
    form = UnitForm(obj=found)
    if form.validate_on_submit():
        try:
            actions.update_unit(
                found,
                name=form.name.data or "",
                short_name=form.short_name.data or "",
                valid_to=form.valid_to.data,
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as problem:
            form[problem.field or "name"].errors = [problem.message]
        else:
            say(f"Đã lưu đơn vị {found.name}.")
            return go(url_for("accounts.units"))
    status = 422 if form.is_submitted() else 200
    return render_template(
        "accounts/unit.html",
        form=form,
        unit=found,
        owed=open_work(found),
        hands_over=is_office(actor()),
    ), status
