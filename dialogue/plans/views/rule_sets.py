"""How a plan counts its due dates: chosen, shown with every date that changes, confirmed."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.plans import actions, queries
from dialogue.plans.forms import show_error
from dialogue.plans.forms.office import RuleSetForm
from dialogue.plans.models import RULE_SETS
from dialogue.plans.permissions import can_edit_plan
from dialogue.plans.views import bp


@bp.route("/plans/<int:plan_id>/rule-set", methods=["GET", "POST"])
@requires(can_edit_plan)
@shows_fresh("plans.show")
def rule_set(plan_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    form = RuleSetForm()
    if request.method == "GET":
        form.version.data = plan.version
        form.rule_set.data = next(code for code in RULE_SETS if code != plan.rule_set)
    elif form.validate_on_submit():
        wanted = form.rule_set.data or ""
        try:
            actions.check_rule_set(plan, wanted)
            if form.is_confirmed:
                actions.change_rule_set(
                    plan,
                    wanted,
                    reason=form.reason.data or "",
                    actor=actor(),
                    seen=form.seen.data,
                    version=form.version.data,
                )
                say("Đã đổi cách tính hạn và báo cho các đơn vị liên quan.")
                return go(url_for(".show", plan_id=plan.id))
            return render_template(
                "plans/rule_set_preview.html",
                plan=plan,
                form=form,
                change=queries.preview_rules(plan, wanted),
                rule_sets=RULE_SETS,
            )
        except InvalidInput as error:
            show_error(form, error)
    form.back_to_start()
    page = render_template("plans/rule_set.html", plan=plan, form=form, rule_sets=RULE_SETS)
    return page, 422 if form.errors else 200
