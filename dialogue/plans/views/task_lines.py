"""Part III of a plan as the office edits it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import get_unit, units
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.plans import actions, queries
from dialogue.plans.forms import PlainForm, ReasonForm, show_error
from dialogue.plans.forms.assigning import TaskContentForm, TaskLineForm
from dialogue.plans.models import AUDIENCES, TASK_KINDS
from dialogue.plans.permissions import can_edit_plan
from dialogue.plans.views import bp


def content_of(form: TaskContentForm) -> actions.TaskContent:
    """What the form says of a task."""
    return actions.TaskContent(
        title=form.title.data or "",
        rule=form.rule,
        due_on=form.day,
        basis=form.basis.data or "",
        kind=form.kind.data or "",
    )


def addressee_of(form: TaskContentForm) -> Unit | str:
    """The unit that was chosen, or the kind of which every unit is meant.

    ``InvalidInput`` for a unit that is no more.
    """
    kind, _, value = (form.addressee.data or "").partition(":")
    if kind == "kind":
        return value
    unit = get_unit(int(value)) if value.isdigit() else None
    if unit is None:
        raise InvalidInput("Cần chọn đơn vị làm nhiệm vụ này.", field="addressee")
    return unit


@bp.get("/plans/<int:plan_id>/tasks")
@requires(can_edit_plan)
def task_lines(plan_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    lines = queries.task_lines(plan)
    return render_template(
        "plans/task_lines.html",
        plan=plan,
        lines=[line for line in lines if line.template.withdrawn_at is None],
        withdrawn=[line for line in lines if line.template.withdrawn_at is not None],
        waiting=queries.units_without_tasks(plan),
        audiences=AUDIENCES,
        kinds=TASK_KINDS,
        rule_words=queries.rule_words,
    )


@bp.route("/plans/<int:plan_id>/tasks/new", methods=["GET", "POST"])
@requires(can_edit_plan)
@shows_fresh("plans.task_lines")
def new_line(plan_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    form = TaskLineForm()
    form.offer(units(), kinds=True)
    if request.method == "GET":
        form.version.data = plan.version
        form.days.data = 7
    elif form.validate_on_submit():
        try:
            actions.add_line(
                plan,
                content_of(form),
                addressee=addressee_of(form),
                audience=form.audience.data or None,
                actor=actor(),
                reason=form.reason.data or "",
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã thêm nhiệm vụ vào kế hoạch và giao cho các đợt chưa họp.")
            return go(url_for(".task_lines", plan_id=plan_id))
    page = render_template("plans/task_line_form.html", plan=plan, line=None, form=form)
    return page, 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/tasks/<int:line_id>", methods=["GET", "POST"])
@requires(can_edit_plan)
@shows_fresh("plans.task_lines")
def edit_line(plan_id: int, line_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    line = queries.get_line(plan, line_id)
    form = TaskLineForm()
    form.offer(units(), kinds=True)
    form.allow_rule(line.rule)
    if request.method == "GET":
        form.shown(line)
        form.audience.data = line.audience or ""
        form.version.data = plan.version
    elif form.validate_on_submit():
        try:
            actions.edit_line(
                line,
                content_of(form),
                plan=plan,
                addressee=addressee_of(form),
                audience=form.audience.data or None,
                actor=actor(),
                reason=form.reason.data or "",
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã sửa nhiệm vụ; những việc chưa xong của các đợt chưa họp đổi theo.")
            return go(url_for(".task_lines", plan_id=plan_id))
    page = render_template("plans/task_line_form.html", plan=plan, line=line, form=form)
    return page, 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/tasks/<int:line_id>/withdrawal", methods=["GET", "POST"])
@requires(can_edit_plan)
@shows_fresh("plans.task_lines")
def withdraw_line(plan_id: int, line_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    line = queries.get_line(plan, line_id)
    form = ReasonForm()
    if request.method == "GET":
        form.version.data = plan.version
    elif form.validate_on_submit():
        actions.withdraw_line(
            line,
            plan=plan,
            reason=form.reason.data or "",
            actor=actor(),
            version=form.version.data,
        )
        say("Đã rút nhiệm vụ khỏi kế hoạch.")
        return go(url_for(".task_lines", plan_id=plan_id))
    page = render_template(
        "plans/reason.html",
        form=form,
        title="Rút nhiệm vụ khỏi kế hoạch",
        lede=f"{line.addressee}: {line.title}. Việc chưa xong của các đợt chưa họp được rút theo, "
        "đơn vị được báo cùng lý do.",
        verb="Rút nhiệm vụ",
        back=url_for(".task_lines", plan_id=plan_id),
    )
    return page, 422 if form.errors else 200


@bp.post("/plans/<int:plan_id>/tasks/new-units")
@requires(can_edit_plan)
@shows_fresh("plans.task_lines")
def give_to_new_units(plan_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    form = PlainForm()
    form.validate_on_submit()
    new = actions.give_to_new_units(plan, actor=actor(), version=form.version.data)
    say(f"Đã giao nhiệm vụ cho {', '.join(unit.name for unit in new)}.")
    return go(url_for(".task_lines", plan_id=plan_id))
