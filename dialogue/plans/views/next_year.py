"""Next year's plan from an earlier one: shown whole, then drafted in one act."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.plans import actions, queries
from dialogue.plans.forms import show_error
from dialogue.plans.forms.office import NextYearForm
from dialogue.plans.models import AUDIENCES
from dialogue.plans.permissions import can_edit_plan
from dialogue.plans.views import bp


@bp.route("/plans/<int:plan_id>/next", methods=["GET", "POST"])
@requires(can_edit_plan)
@shows_fresh("plans.show")
def next_year(plan_id: int) -> Any:
    source = queries.get_plan(actor(), plan_id)
    form = NextYearForm()
    if request.method == "GET":
        form.year.data = queries.usual_year(source)
    elif form.validate_on_submit():
        year = form.year.data or 0
        try:
            if form.is_confirmed:
                plan = actions.make_next_plan(source, year, actor=actor(), seen=form.seen.data)
                say(f"Đã lập dự thảo kế hoạch năm {year}. Xin xem lại rồi ghi số, ngày ban hành.")
                return go(url_for(".show", plan_id=plan.id))
            return render_template(
                "plans/next_preview.html",
                source=source,
                form=form,
                model=queries.preview_next(source, year),
                audiences=AUDIENCES,
                rule_words=queries.rule_words,
            )
        except InvalidInput as error:
            show_error(form, error)
    form.back_to_start()
    page = render_template("plans/next.html", source=source, form=form)
    return page, 422 if form.errors else 200
