"""Whose work it is: accepted, asked to be another's, decided, given to another unit."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.forms import StepForm, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.followup import actions, queries
from dialogue.followup.forms import AskForm, DecideForm, ReassignForm
from dialogue.followup.models import REQUEST_KINDS, Assignment, AssignmentRequest
from dialogue.followup.views import bp
from dialogue.followup.workflow import ASSIGNMENT, REQUEST
from dialogue.plans.permissions import takes_part


def _others(assignment: Assignment) -> list[Any]:
    return [unit for unit in queries.lead_units() if unit.id != assignment.lead_unit_id]


@bp.post("/assignments/<int:assignment_id>/acceptance")
@requires(takes_part)
@shows_fresh("followup.assignment")
def accept(assignment_id: int) -> Any:
    """The lead unit takes the work on."""
    assignment = queries.get_assignment(actor(), assignment_id)
    actions.accept(assignment, actor=actor(), version=StepForm().version.data)
    say("Đã nhận việc.")
    return go(url_for(".assignment", assignment_id=assignment_id))


@bp.route("/assignments/<int:assignment_id>/requests/new", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("followup.assignment")
def ask(assignment_id: int) -> Any:
    """The lead unit asks for another unit, or for one more interim reply."""
    assignment = queries.get_assignment(actor(), assignment_id)
    ASSIGNMENT.admit(actor(), assignment, "ask")
    ASSIGNMENT.permit(actor(), assignment, "ask", reason="-")
    form = AskForm()
    form.offer(_others(assignment), with_interim=not assignment.may_be_interim)
    if request.method == "GET":
        form.version.data = assignment.version
    elif form.validate_on_submit():
        try:
            _ask(assignment, form)
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            say("Đã gửi đề nghị. Hạn giải quyết chưa thay đổi.")
            return go(url_for(".assignment", assignment_id=assignment_id))
    assignment = queries.get_assignment(actor(), assignment_id)
    page = render_template("followup/ask.html", assignment=assignment, form=form)
    return page, 422 if form.errors else 200


def _ask(assignment: Assignment, form: AskForm) -> None:
    if form.kind.data == "interim":
        actions.ask_interim(
            assignment,
            reason=form.reason.data or "",
            until=form.until.data,
            actor=actor(),
            version=form.version.data,
        )
    else:
        actions.ask_other_unit(
            assignment,
            reason=form.reason.data or "",
            unit=form.chosen,
            actor=actor(),
            version=form.version.data,
        )


@bp.get("/requests/<int:request_id>")
@requires(takes_part)
def asked(request_id: int) -> Any:
    """What a unit asked, and what was decided."""
    asked = queries.get_request(actor(), request_id)
    form = DecideForm(formdata=None, version=asked.version)
    form.arrange(asked.kind, _others(asked.assignment))
    if asked.kind == "interim":
        form.until.data = asked.until
    else:
        form.unit.data = asked.unit_id or 0
    return _asked_page(asked, form)


@bp.post("/requests/<int:request_id>")
@requires(takes_part)
@shows_fresh("followup.asked")
def decide(request_id: int) -> Any:
    """Say yes or no to it."""
    asked = queries.get_request(actor(), request_id)
    REQUEST.admit(actor(), asked, "grant")
    form = DecideForm()
    form.arrange(asked.kind, _others(asked.assignment))
    if not form.validate_on_submit():
        return _asked_page(asked, form), 422
    try:
        _decide(asked, form)
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _asked_page(queries.get_request(actor(), request_id), form), 422
    say("Đã đồng ý." if form.is_granted else "Đã trả lời không đồng ý.")
    return go(url_for(".assignment", assignment_id=asked.assignment_id))


def _asked_page(asked: AssignmentRequest, form: DecideForm) -> str:
    return render_template(
        "followup/request.html",
        asked=asked,
        assignment=asked.assignment,
        form=form if REQUEST.can(actor(), asked, "grant") else None,
        may_withdraw=REQUEST.can(actor(), asked, "withdraw"),
        KINDS=REQUEST_KINDS,
        REQUEST=REQUEST,
    )


def _decide(asked: AssignmentRequest, form: DecideForm) -> None:
    version, words = form.version.data, form.words.data or ""
    if not form.is_granted:
        actions.refuse_request(asked, reason=words, actor=actor(), version=version)
    elif asked.kind == "interim":
        actions.grant_interim(
            asked, words=words, until=form.until.data, actor=actor(), version=version
        )
    else:
        assert form.chosen is not None  # validated
        actions.grant_other_unit(
            asked,
            unit=form.chosen,
            words=words,
            due_on=form.due_on.data,
            actor=actor(),
            version=version,
        )


@bp.post("/requests/<int:request_id>/withdrawal")
@requires(takes_part)
@shows_fresh("followup.asked")
def withdraw(request_id: int) -> Any:
    """The unit no longer asks."""
    asked = queries.get_request(actor(), request_id)
    actions.withdraw_request(asked, actor=actor(), version=StepForm().version.data)
    say("Đã rút đề nghị.")
    return go(url_for(".assignment", assignment_id=asked.assignment_id))


@bp.route("/assignments/<int:assignment_id>/reassignment", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("followup.assignment")
def reassign(assignment_id: int) -> Any:
    """Give it to another lead unit."""
    assignment = queries.get_assignment(actor(), assignment_id)
    ASSIGNMENT.permit(actor(), assignment, "reassign", reason="-")
    form = ReassignForm()
    form.offer(_others(assignment))
    if request.method == "GET":
        form.version.data = assignment.version
    elif form.validate_on_submit():
        try:
            actions.reassign(
                assignment,
                unit=form.chosen,
                reason=form.reason.data or "",
                due_on=form.due_on.data,
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            say(f"Đã giao {form.chosen.name}.")
            return go(url_for(".assignment", assignment_id=assignment_id))
    assignment = queries.get_assignment(actor(), assignment_id)
    page = render_template("followup/reassign.html", assignment=assignment, form=form)
    return page, 422 if form.errors else 200
