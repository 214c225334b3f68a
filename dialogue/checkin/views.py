"""HTTP of the door: how many came, one person checked in, added, taken back."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from dialogue.accounts.queries import units
from dialogue.attendance.queries import get_delegate
from dialogue.checkin import actions, queries
from dialogue.checkin.forms import TakeBackForm, WalkInForm
from dialogue.checkin.models import CheckIn
from dialogue.checkin.permissions import checks_in, is_the_day, sees
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.forms import show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, etagged, go, say, shows_fresh
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part
from dialogue.plans.queries import get_meeting

bp = Blueprint("checkin", __name__)
PAGE = 50


@bp.get("/meetings/<int:meeting_id>/check-in")
@requires(takes_part)
def overview(meeting_id: int) -> Any:
    """How many came by unit, and who, the latest first."""
    meeting = _meeting(meeting_id)
    page = max(1, request.args.get("page", 1, type=int))
    counts = queries.counts(meeting)
    return render_template(
        "checkin/overview.html",
        meeting=meeting,
        counts=counts,
        rows=queries.arrived(meeting, page=page, size=PAGE),
        page=page,
        has_more=counts.in_hall > page * PAGE,
        may_check_in=checks_in(actor(), meeting),
        is_the_day=is_the_day(meeting),
    )


@bp.get("/meetings/<int:meeting_id>/check-in/part")
@requires(takes_part)
def counts_part(meeting_id: int) -> Any:
    """The numbers alone, asked for every few seconds by each desk."""
    meeting = _meeting(meeting_id)
    return etagged(
        render_template("checkin/_counts.html", meeting=meeting, counts=queries.counts(meeting))
    )


@bp.post("/meetings/<int:meeting_id>/check-in/delegates/<int:delegate_id>")
@requires(takes_part)
@shows_fresh("checkin.overview")
def check_in(meeting_id: int, delegate_id: int) -> Any:
    """One press at the desk; twice is once."""
    meeting = _meeting(meeting_id)
    delegate = get_delegate(actor(), delegate_id)
    if delegate.meeting_id != meeting.id:
        abort(404)
    way = "code" if request.form.get("way") == "code" else "list"
    row, fresh = actions.check_in(delegate, actor=actor(), way=way)
    return _back(row, fresh)


@bp.get("/meetings/<int:meeting_id>/check-in/walk-ins")
@requires(takes_part)
def walk_in_form(meeting_id: int) -> Any:
    """Who stands on no list; ``?name=`` as it was sought."""
    meeting = _at_the_door(meeting_id)
    name = " ".join(request.args.get("name", "").split())
    return _walk_in_page(meeting, _empty_form(name))


@bp.post("/meetings/<int:meeting_id>/check-in/walk-ins")
@requires(takes_part)
@shows_fresh("checkin.walk_in_form")
def walk_in(meeting_id: int) -> Any:
    meeting = _at_the_door(meeting_id)
    form = WalkInForm()
    form.offer(units())
    if not form.validate_on_submit():
        return _walk_in_page(meeting, form), 422
    try:
        row = actions.walk_in(
            meeting,
            full_name=form.full_name.data or "",
            unit=form.meant,
            actor=actor(),
            key=form.submission_key.data or None,
            another=form.another.data,
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _walk_in_page(meeting, form), 422
    return _back(row, True)


@bp.route("/check-ins/<int:row_id>/take-back", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("checkin.gone")
def take_back(row_id: int) -> Any:
    """It was somebody else, or he is not there after all."""
    row = queries.get_row(actor(), row_id)
    if not checks_in(actor(), row.meeting):
        abort(404)
    form = TakeBackForm()
    if form.validate_on_submit():
        actions.take_back(
            row, reason=form.reason.data or "", actor=actor(), version=form.version.data
        )
        say(f"Đã rút điểm danh của {row.full_name}.")
        return go(url_for("checkin.overview", meeting_id=row.meeting_id))
    if request.method == "GET":
        form.version.data = row.version
    page = render_template("checkin/take_back.html", row=row, form=form)
    return page, 422 if form.errors else 200


@bp.get("/check-ins/<int:row_id>")
@requires(takes_part)
def gone(row_id: int) -> Any:
    """The overview of the meeting that a check-in belongs to."""
    return overview(queries.get_row(actor(), row_id).meeting_id)


@bp.get("/diem-danh/<string:code>")
@requires(takes_part)
def by_code(code: str) -> Any:
    """What the code on an invitation opens for who serves at the desk."""
    delegate = queries.by_code(code)
    if not checks_in(actor(), delegate.meeting):
        raise NotAllowed
    return render_template(
        "checkin/code.html",
        delegate=delegate,
        meeting=delegate.meeting,
        row=queries.row_of(delegate),
        is_the_day=is_the_day(delegate.meeting),
    )


def _empty_form(name: str = "") -> WalkInForm:
    """An empty form for one more person, with a key of its own."""
    form = WalkInForm(formdata=None, full_name=name, submission_key=secrets.token_hex(16))
    form.offer(units())
    return form


def _back(row: CheckIn, fresh: bool) -> Any:
    """To the desk, which says what was done and waits for the next person."""
    at = clock.show_time(row.at)
    if not fresh:
        say(f"{row.full_name} đã điểm danh lúc {at}.")
    return go(f"/meetings/{row.meeting_id}/desk?arrived={row.id}")


def _meeting(meeting_id: int) -> Meeting:
    meeting = get_meeting(actor(), meeting_id)
    if meeting.state == "planned" or not sees(actor(), meeting):
        raise NotAllowed
    return meeting


def _at_the_door(meeting_id: int) -> Meeting:
    meeting = _meeting(meeting_id)
    if not checks_in(actor(), meeting):
        raise NotAllowed
    return meeting


def _walk_in_page(meeting: Meeting, form: WalkInForm) -> str:
    return render_template("checkin/walk_in.html", meeting=meeting, form=form)
