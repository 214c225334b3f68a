"""Who serves at a meeting, and the delegation of the chair."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.models import Account
from dialogue.accounts.queries import accounts_with_role
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.plans import actions, queries
from dialogue.plans.forms import DelegationForm, DutyForm, PlainForm, ReasonForm, show_error
from dialogue.plans.models import DUTIES
from dialogue.plans.permissions import active_duties, can_delegate, can_name_duties, delegation
from dialogue.plans.views import bp
from dialogue.plans.workflow import MEETING

SERVE = ("office", "department", "front", "youth_union", "group_leader", "vice_chair")


def _may_delegate(user: Account) -> bool:
    return can_delegate(user, None)  # type: ignore[arg-type]


@bp.route("/meetings/<int:meeting_id>/duties", methods=["GET", "POST"])
@requires(can_name_duties)
@shows_fresh("plans.duties")
def duties(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    people = accounts_with_role(*SERVE)
    form = DutyForm()
    form.offer(people)
    if form.validate_on_submit():
        person = next(p for p in people if p.id == form.account.data)
        try:
            actions.name_duty(meeting, person, form.duty.data or "", actor=actor())
        except InvalidInput as error:
            show_error(form, error)
        else:
            say(f"Đã phân công {person.full_name} làm {DUTIES[form.duty.data or ''].lower()}.")
            return go(url_for(".duties", meeting_id=meeting_id))
    page = render_template(
        "plans/duties.html",
        meeting=meeting,
        form=form,
        presider=queries.presider_of(meeting),
        delegation=delegation(meeting),
        named={duty: active_duties(meeting, duty) for duty in ("secretary", "desk")},
    )
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/duties/<int:duty_id>/end")
@requires(can_name_duties)
def end_duty(meeting_id: int, duty_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    row = next((d for d in meeting.duties if d.id == duty_id), None)
    if row is None or not PlainForm().validate_on_submit():
        abort(404)
    actions.end_duty(row, actor=actor())
    say(f"Đã thôi phân công {row.account.full_name}.")
    return go(url_for(".duties", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/delegation", methods=["GET", "POST"])
@requires(_may_delegate)
@shows_fresh("plans.meeting")
def delegate(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    people = accounts_with_role("vice_chair")
    form = DelegationForm()
    form.offer(people)
    if request.method == "GET":
        MEETING.permit(actor(), meeting, "delegate", reason="-")
        form.version.data = meeting.version
    elif form.validate_on_submit():
        person = next(p for p in people if p.id == form.account.data)
        try:
            actions.delegate_presider(
                meeting,
                person,
                reason=form.reason.data or "",
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say(f"Đã ủy quyền cho {person.full_name} chủ trì.")
            return go(url_for(".meeting", meeting_id=meeting_id))
    page = render_template("plans/delegation.html", meeting=meeting, form=form, people=people)
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/return", methods=["GET", "POST"])
@requires(_may_delegate)
@shows_fresh("plans.meeting")
def take_back(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    form = ReasonForm()
    if request.method == "GET":
        MEETING.permit(actor(), meeting, "take_back", reason="-")
        form.version.data = meeting.version
    elif form.validate_on_submit():
        actions.take_back_presider(
            meeting, reason=form.reason.data or "", actor=actor(), version=form.version.data
        )
        say("Chủ tịch chủ trì trở lại.")
        return go(url_for(".meeting", meeting_id=meeting_id))
    page = render_template(
        "plans/reason.html",
        form=form,
        title="Chủ tịch chủ trì trở lại",
        lede=f"{meeting.name}: bỏ ủy quyền, Chủ tịch trực tiếp chủ trì.",
        verb="Chủ trì trở lại",
        back=url_for(".meeting", meeting_id=meeting_id),
    )
    return page, 422 if form.errors else 200
