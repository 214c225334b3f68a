"""Which meetings a plan has: add, edit, drop."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.extensions import db
from dialogue.plans import actions, queries
from dialogue.plans.forms import ReasonForm, show_error
from dialogue.plans.forms.office import MeetingForm
from dialogue.plans.permissions import can_edit_meeting, can_edit_plan
from dialogue.plans.views import bp
from dialogue.plans.workflow import MEETING


def _content(form: MeetingForm) -> actions.MeetingContent:
    return actions.MeetingContent(
        title=form.title.data or "",
        audience=form.audience.data or "",
        topic=form.topic.data or "",
        place=form.place.data or "",
        expected=form.expected.data,
    )


@bp.route("/plans/<int:plan_id>/meetings/new", methods=["GET", "POST"])
@requires(can_edit_plan)
@shows_fresh("plans.show")
def new_meeting(plan_id: int) -> Any:
    plan = queries.get_plan(actor(), plan_id)
    form = MeetingForm()
    if request.method == "GET":
        form.version.data = plan.version
        form.place.data = plan.place
    elif form.validate_on_submit():
        try:
            meeting = actions.add_meeting(
                plan,
                _content(form),
                actor=actor(),
                reason=form.reason.data or "",
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say(f"Đã thêm {meeting.name}, chưa định ngày.")
            return go(url_for(".meeting", meeting_id=meeting.id))
    page = render_template("plans/meeting_form.html", plan=plan, meeting=None, form=form)
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/words", methods=["GET", "POST"])
@requires(can_edit_meeting)
@shows_fresh("plans.meeting")
def edit_meeting(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    form = MeetingForm()
    if request.method == "GET":
        MEETING.permit(actor(), meeting, "edit")
        form.shown(meeting)
        form.version.data = meeting.version
    elif form.validate_on_submit():
        try:
            actions.edit_meeting(meeting, _content(form), actor=actor(), version=form.version.data)
        except InvalidInput as error:
            show_error(form, error)
        else:
            say(f"Đã lưu {meeting.name}.")
            return go(url_for(".meeting", meeting_id=meeting_id))
    page = render_template("plans/meeting_form.html", plan=meeting.plan, meeting=meeting, form=form)
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/drop", methods=["GET", "POST"])
@requires(can_edit_meeting)
def drop_meeting(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    form = ReasonForm()
    if request.method == "GET":
        MEETING.permit(actor(), meeting, "drop", reason="-")
        form.version.data = meeting.version
    elif form.validate_on_submit():
        plan_id, name = meeting.plan_id, meeting.name
        try:
            actions.drop_meeting(
                meeting, reason=form.reason.data or "", actor=actor(), version=form.version.data
            )
        except Conflict as conflict:
            return _not_dropped(meeting_id, form, conflict)
        say(f"Đã bỏ {name} khỏi kế hoạch.")
        return go(url_for(".show", plan_id=plan_id))
    return _drop_page(meeting_id, form), 422 if form.errors else 200


def _not_dropped(meeting_id: int, form: ReasonForm, conflict: Conflict) -> Any:
    db.session.rollback()
    g.conflict_message = conflict.message
    return _drop_page(meeting_id, form), 409


def _drop_page(meeting_id: int, form: ReasonForm) -> str:
    meeting = queries.get_meeting(actor(), meeting_id)
    return render_template(
        "plans/reason.html",
        form=form,
        title=f"Bỏ {meeting.name}",
        lede=f"{meeting.title}. Nhiệm vụ, chương trình, nội quy của đợt này bị bỏ theo.",
        verb="Bỏ đợt này",
        back=url_for(".meeting", meeting_id=meeting_id),
    )
