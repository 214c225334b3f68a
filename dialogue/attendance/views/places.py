"""The office allots the places."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from dialogue.attendance import actions, queries
from dialogue.attendance.actions.rolls import places_seen
from dialogue.attendance.forms import places_form, show_error
from dialogue.attendance.permissions import can_arrange, is_open
from dialogue.attendance.views import bp
from dialogue.attendance.views.shared import overseen
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.plans.models import Meeting


@bp.get("/meetings/<int:meeting_id>/attendance/places")
@requires(can_arrange)
def places(meeting_id: int) -> Any:
    """How many places each unit has; filled in with the usual share at first."""
    return _page(overseen(meeting_id))


def _page(meeting: Meeting, form: Any = None) -> str:
    if not is_open(meeting):
        raise Conflict("Buổi đối thoại đã kết thúc nên không phân bổ chỗ nữa.")
    lines = queries.overview(meeting)
    rolls = [line.roll for line in lines]
    if form is None:
        form = places_form(rolls, formdata=None)
        form.seen.data = places_seen(rolls)
        for unit_id, number in queries.suggested_places(meeting, rolls).items():
            form[f"unit_{unit_id or 0}"].data = number
    return render_template(
        "attendance/places.html",
        meeting=meeting,
        lines=lines,
        form=form,
        seats=meeting.expected,
        total=sum(form.numbers()[roll.unit_id] or 0 for roll in rolls),
        is_first=all(roll.places is None for roll in rolls),
    )


@bp.post("/meetings/<int:meeting_id>/attendance/places")
@requires(can_arrange)
@shows_fresh("attendance.places")
def allot(meeting_id: int) -> Any:
    meeting = overseen(meeting_id)
    form = places_form([line.roll for line in queries.overview(meeting)])
    if form.validate_on_submit():
        try:
            changed = actions.allot(
                meeting, form.numbers(), actor=actor(), seen=form.seen.data or None
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say(f"Đã phân bổ chỗ; {len(changed)} đơn vị có thay đổi được báo.")
            return go(url_for(".index", meeting_id=meeting_id))
    return _page(meeting, form), 422
