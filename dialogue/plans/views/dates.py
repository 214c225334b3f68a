"""A meeting's date: typed, shown with all that follows, then confirmed (B2)."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.plans import actions, queries
from dialogue.plans.forms import PREVIEW, DateForm, show_error
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import can_announce
from dialogue.plans.queries.preview import check_times
from dialogue.plans.views import bp
from dialogue.plans.workflow import MEETING

CHANGED = "Danh sách hạn vừa thay đổi sau khi xem trước. Xin xem lại trước khi xác nhận."


@bp.route("/meetings/<int:meeting_id>/date", methods=["GET", "POST"])
@requires(can_announce)
@shows_fresh("plans.meeting")
def announce(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    is_move = meeting.starts_at is not None
    form = DateForm()
    seen = None if request.method == "GET" else form.version.data
    verb = "move_date" if is_move else "announce"
    MEETING.permit(actor(), meeting, verb, version=seen, reason="-")
    if request.method == "GET":
        form.shown(meeting)
        form.version.data = meeting.version
        return _form(meeting, form)
    if form.validate_on_submit():
        if is_move and not form.reason.data:
            show_error(form, InvalidInput("Cần ghi rõ lý do.", field="reason"))
            return _form(meeting, form)
        try:
            check_times(form.starts_at, form.ends_at)
            change = queries.preview_date(meeting, clock.local(form.starts_at).date())
            if not form.is_confirmed:
                return render_template(
                    "plans/date_preview.html", meeting=meeting, form=form, change=change
                )
            if form.seen.data != change.key:
                raise Conflict(CHANGED)
            _write(meeting, form, is_move)
        except InvalidInput as error:
            show_error(form, error)
        else:
            say(
                "Đã dời ngày đối thoại và báo cho các đơn vị."
                if is_move
                else "Đã công bố ngày đối thoại và báo cho các đơn vị."
            )
            return go(url_for(".meeting", meeting_id=meeting_id))
    return _form(meeting, form)


def _form(meeting: Meeting, form: DateForm) -> Any:
    form.step.data = PREVIEW
    form.seen.data = ""
    page = render_template("plans/date_form.html", meeting=meeting, form=form)
    return page, 422 if form.errors else 200


def _write(meeting: Meeting, form: DateForm, is_move: bool) -> None:
    if is_move:
        actions.move_date(
            meeting,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            reason=form.reason.data or "",
            actor=actor(),
            version=form.version.data,
        )
    else:
        actions.announce_date(
            meeting,
            starts_at=form.starts_at,
            ends_at=form.ends_at,
            actor=actor(),
            version=form.version.data,
        )
