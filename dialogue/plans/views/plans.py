"""Plans: the list, one plan, its texts, its number."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.history.queries import timeline
from dialogue.plans import actions, queries
from dialogue.plans.forms import IssueForm, show_error
from dialogue.plans.forms.office import PlanForm, RenumberForm
from dialogue.plans.models import AUDIENCES, RULE_SETS
from dialogue.plans.permissions import can_edit_plan, sees_all_tasks
from dialogue.plans.views import bp
from dialogue.plans.workflow import MEETING, PLAN


@bp.get("/plans")
@requires(signed_in)
def index() -> Any:
    plans = queries.plans()
    newest = plans[0] if plans and can_edit_plan(actor()) else None
    return render_template(
        "plans/index.html", plans=plans, flow=PLAN, stages=MEETING, follows=newest
    )


@bp.get("/plans/<int:plan_id>")
@requires(signed_in)
def show(plan_id: int) -> Any:
    user = actor()
    plan = queries.get_plan(user, plan_id)
    return render_template(
        "plans/show.html",
        plan=plan,
        flow=PLAN,
        stages=MEETING,
        verbs={row.verb for row in PLAN.available(user, plan)},
        part_three=queries.part_three(plan),
        audiences=AUDIENCES,
        rule_sets=RULE_SETS,
        may_edit=can_edit_plan(user, plan),
        sees_all=sees_all_tasks(user),
        rule_words=queries.rule_words,
        events=timeline(plan),
    )


@bp.route("/plans/<int:plan_id>/texts", methods=["GET", "POST"])
@requires(can_edit_plan)
@shows_fresh("plans.show")
def edit(plan_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    form = PlanForm()
    if request.method == "GET":
        form.shown(plan)
        form.version.data = plan.version
    elif form.validate_on_submit():
        try:
            actions.edit_plan(
                plan,
                title=form.title.data or "",
                place=form.place.data or "",
                timing=form.timing.data or "",
                lists=form.lists,
                reason=form.reason.data or "",
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã lưu kế hoạch.")
            return go(url_for(".show", plan_id=plan.id))
    page = render_template("plans/edit.html", plan=plan, form=form)
    return page, 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/number", methods=["GET", "POST"])
@requires(can_edit_plan)
@shows_fresh("plans.show")
def issue(plan_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    form = IssueForm()
    if request.method == "GET":
        if not PLAN.can(actor(), plan, "issue"):
            abort(404)
        form.version.data = plan.version
    elif form.validate_on_submit():
        assert form.issued_on.data is not None
        try:
            actions.issue_plan(
                plan,
                number=form.number.data or 0,
                issued_on=form.issued_on.data,
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã ghi số và ngày ban hành kế hoạch.")
            return go(url_for(".show", plan_id=plan.id))
    page = render_template("plans/issue.html", plan=plan, form=form)
    return page, 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/number/correction", methods=["GET", "POST"])
@requires(can_edit_plan)
@shows_fresh("plans.show")
def renumber(plan_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    form = RenumberForm()
    if request.method == "GET":
        PLAN.permit(actor(), plan, "renumber", reason="-")
        form.number.data, form.issued_on.data = plan.number, plan.issued_on
        form.version.data = plan.version
    elif form.validate_on_submit():
        assert form.issued_on.data is not None
        try:
            actions.renumber_plan(
                plan,
                number=form.number.data or 0,
                issued_on=form.issued_on.data,
                reason=form.reason.data or "",
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã sửa số, ngày ban hành kế hoạch.")
            return go(url_for(".show", plan_id=plan.id))
    page = render_template("plans/issue.html", plan=plan, form=form)
    return page, 422 if form.errors else 200
