"""A task of one meeting as the office assigns it: add, edit, withdraw, assign again."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import units
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.plans import actions, queries
from dialogue.plans.forms import PlainForm, ReasonForm, show_error
from dialogue.plans.forms.assigning import TaskContentForm
from dialogue.plans.permissions import can_assign_tasks
from dialogue.plans.views import bp
from dialogue.plans.views.task_lines import addressee_of, content_of
from dialogue.plans.workflow import TASK


@bp.route("/meetings/<int:meeting_id>/tasks/new", methods=["GET", "POST"])
@requires(can_assign_tasks)
@shows_fresh("plans.meeting")
def new_task(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    form = TaskContentForm()
    form.offer(units(), kinds=True)
    if request.method == "GET":
        form.days.data = 7
    elif form.validate_on_submit():
        try:
            made = actions.add_task(meeting, content_of(form), _chosen(form), actor=actor())
        except InvalidInput as error:
            show_error(form, error)
        else:
            whom = made[0].unit.name if len(made) == 1 else f"{len(made)} đơn vị"
            say(f"Đã giao nhiệm vụ cho {whom}.")
            return go(url_for(".tasks", meeting=meeting_id))
    page = render_template("plans/task_form.html", meeting=meeting, task=None, form=form)
    return page, 422 if form.errors else 200


def _chosen(form: TaskContentForm) -> list[Unit]:
    whom = addressee_of(form)
    return units(whom) if isinstance(whom, str) else [whom]


@bp.route("/tasks/<int:task_id>/edit", methods=["GET", "POST"])
@requires(can_assign_tasks)
@shows_fresh("plans.task")
def edit_task(task_id: int) -> Any:
    task = queries.get_task(actor(), task_id)
    form = TaskContentForm()
    form.offer(units(), kinds=False)
    form.allow_rule(task.rule)
    if request.method == "GET":
        TASK.permit(actor(), task, "edit")
        form.shown(task)
        form.version.data = task.version
    elif form.validate_on_submit():
        try:
            unit = addressee_of(form)
            assert isinstance(unit, Unit)
            actions.edit_task(
                task,
                content_of(form),
                unit=unit,
                actor=actor(),
                reason=form.reason.data or "",
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã lưu nhiệm vụ.")
            return go(url_for(".task", task_id=task_id))
    page = render_template("plans/task_form.html", meeting=task.meeting, task=task, form=form)
    return page, 422 if form.errors else 200


@bp.route("/tasks/<int:task_id>/withdrawal", methods=["GET", "POST"])
@requires(can_assign_tasks)
@shows_fresh("plans.task")
def withdraw_task(task_id: int) -> Any:
    task = queries.get_task(actor(), task_id)
    form = ReasonForm()
    if request.method == "GET":
        TASK.permit(actor(), task, "withdraw", reason="-")
        form.version.data = task.version
    elif form.validate_on_submit():
        actions.withdraw_task(
            task, reason=form.reason.data or "", actor=actor(), version=form.version.data
        )
        say(f"Đã rút nhiệm vụ và báo cho {task.unit.name}.")
        return go(url_for(".task", task_id=task_id))
    page = render_template(
        "plans/reason.html",
        form=form,
        title="Rút nhiệm vụ",
        lede=f"{task.unit.name}, {task.meeting.name}: {task.title}. "
        "Chỉ rút ở đợt này; đơn vị được báo cùng lý do.",
        verb="Rút nhiệm vụ",
        back=url_for(".task", task_id=task_id),
    )
    return page, 422 if form.errors else 200


@bp.post("/tasks/<int:task_id>/restoration")
@requires(can_assign_tasks)
@shows_fresh("plans.task")
def restore_task(task_id: int) -> Any:
    task = queries.get_task(actor(), task_id)
    form = PlainForm()
    form.validate_on_submit()
    actions.restore_task(task, actor=actor(), version=form.version.data)
    say(f"Đã giao lại nhiệm vụ cho {task.unit.name}.")
    return go(url_for(".task", task_id=task_id))
