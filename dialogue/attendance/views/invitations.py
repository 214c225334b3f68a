"""On paper: the invitations of a meeting, and the list of who is expected."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request
from markupsafe import Markup

from dialogue.attendance import queries
from dialogue.attendance.forms import show_phone
from dialogue.attendance.models import Delegate
from dialogue.attendance.permissions import can_arrange, sees_phones
from dialogue.attendance.views import bp
from dialogue.attendance.views.shared import named_people, overseen
from dialogue.attendance.workflow import DELEGATE
from dialogue.core.permissions import requires
from dialogue.core.qr import qr_of
from dialogue.core.web import actor, base_url
from dialogue.plans.queries import presider_of


@bp.get("/meetings/<int:meeting_id>/attendance/invitations")
@requires(can_arrange)
def invitations(meeting_id: int) -> Any:
    """Every numbered invitation, each with the code that the desk reads; or one (?number=)."""
    meeting = overseen(meeting_id)
    number = request.args.get("number", type=int)
    people = [
        one
        for one in queries.expected(meeting)
        if one.number is not None and (number is None or one.number == number)
    ]
    if number is not None and not people:
        abort(404)
    return render_template(
        "attendance/invitations.html",
        meeting=meeting,
        people=people,
        presider=presider_of(meeting),
        qr=_qr,
    )


def _qr(delegate: Delegate) -> Markup:
    # A phone's camera opens the page for the desk; a scanner types it into the desk's search.
    return qr_of(f"{base_url()}/diem-danh/{delegate.code}")


@bp.get("/meetings/<int:meeting_id>/attendance/print")
@requires(named_people)
def printed(meeting_id: int) -> Any:
    """Who is expected, by invitation number, to tick on paper."""
    meeting = overseen(meeting_id)
    people = queries.expected(meeting)
    user = actor()
    twins = queries.twins_of(meeting)
    return render_template(
        "attendance/print.html",
        meeting=meeting,
        people=people,
        phones={d.id: show_phone(d.phone) for d in people if sees_phones(user, d.roll)},
        twins=twins,
        count=twins.people({one.list_id for one in people}),
        flow=DELEGATE,
    )
