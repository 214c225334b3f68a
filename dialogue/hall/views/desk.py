"""The desk: a number for each speaker, in seconds and by keyboard (H2)."""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import units
from dialogue.checkin import queries as checkin
from dialogue.checkin.models import CheckIn
from dialogue.checkin.permissions import is_the_day
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.qr import qr_of
from dialogue.core.web import actor, base_url, go, is_htmx, say, shows_fresh
from dialogue.extensions import db
from dialogue.hall import actions, queries
from dialogue.hall.forms import WITHDRAWALS, CommandForm, RegistrationForm, WithdrawalForm
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.permissions import may_register
from dialogue.hall.timing import show_seconds
from dialogue.hall.views.shared import bp, open_hall_of, polled, refuse, stream_of
from dialogue.hall.workflow import SPEAKABLE, TURN
from dialogue.opinions.models import Field, Opinion
from dialogue.opinions.queries import fields
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part


@bp.get("/meetings/<int:meeting_id>/desk")
@requires(takes_part)
def desk(meeting_id: int, **_more: Any) -> Any:
    """Search, check-in, walk-in, who waits, the last five acts."""
    meeting, hall = open_hall_of(meeting_id, may_register)
    if is_htmx() and "q" in request.args:
        return render_template("hall/_candidates.html", **_search(meeting))
    arrived = _arrived(meeting)
    if arrived is None:
        return _page(meeting, hall, _form())
    known = {"speaker_name": arrived.full_name, "unit": arrived.unit_id or 0}
    return _page(meeting, hall, _form(**known), arrived=arrived)


@bp.get("/meetings/<int:meeting_id>/desk/part")
@requires(takes_part)
def desk_part(meeting_id: int) -> Any:
    """The inside of the live region: who waits, the last acts."""
    meeting, hall = open_hall_of(meeting_id, may_register)
    shown = _waiting(meeting, hall)
    state = (hall.version, hall.registration_open, meeting.state)
    return polled(state, lambda: render_template("hall/_desk.html", **shown))


@bp.get("/meetings/<int:meeting_id>/desk/opinions/<int:opinion_id>")
@requires(takes_part)
def desk_opinion(meeting_id: int, opinion_id: int) -> Any:
    """The registration of an opinion's speaker, to be completed."""
    meeting, hall = open_hall_of(meeting_id, may_register)
    opinion = _opinion(meeting, opinion_id)
    form = _form(
        opinion_id=opinion.id,
        speaker_name=opinion.resident_name,
        unit=opinion.area_id or opinion.unit_id,
        field=opinion.field_id or 0,
    )
    return _page(meeting, hall, form, opinion)


@bp.post("/meetings/<int:meeting_id>/desk/registrations")
@requires(takes_part)
@shows_fresh("hall.desk")
def register(meeting_id: int) -> Any:
    meeting, hall = open_hall_of(meeting_id, may_register)
    form = RegistrationForm()
    form.offer(units(), fields())
    opinion = _opinion(meeting, form.opinion_id.data) if form.opinion_id.data else None
    if not form.validate_on_submit():
        return _page(meeting, hall, form, opinion), 422
    try:
        command = actions.register(
            meeting,
            actor=actor(),
            speaker_name=form.speaker_name.data or "",
            unit=db.session.get(Unit, form.unit.data) if form.unit.data else None,
            topic=form.topic.data or "",
            opinion=opinion,
            words=form.words.data or "",
            field=db.session.get(Field, form.field.data) if form.field.data else None,
            key=form.submission_key.data or None,
        )
    except InvalidInput as problem:
        refuse(form, problem, form.speaker_name)
        return _page(meeting, hall, form, opinion), 422
    return go(url_for("hall.desk", meeting_id=meeting_id, slip=command.turn_id))


@bp.get("/meetings/<int:meeting_id>/desk/turns/<int:turn_id>/withdrawal")
@requires(takes_part)
def withdrawal(meeting_id: int, turn_id: int) -> Any:
    """The form with the reason."""
    meeting, hall = open_hall_of(meeting_id, may_register)
    form = WithdrawalForm(formdata=None, turn=turn_id, version=hall.version)
    return _withdrawal_page(meeting, _turn(meeting, turn_id), form)


@bp.post("/meetings/<int:meeting_id>/desk/turns/<int:turn_id>/withdrawal")
@requires(takes_part)
@shows_fresh("hall.withdrawal")
def withdraw(meeting_id: int, turn_id: int) -> Any:
    meeting, _hall = open_hall_of(meeting_id, may_register)
    turn, form = _turn(meeting, turn_id), WithdrawalForm()
    if not form.validate_on_submit():
        return _withdrawal_page(meeting, turn, form), 422
    actions.withdraw(turn, reason=form.reason.data or "", actor=actor(), version=form.version.data)
    say(f"Đã rút đăng ký của số {turn.number}.")
    return go(url_for("hall.desk", meeting_id=meeting_id))


@bp.post("/meetings/<int:meeting_id>/desk/undo")
@requires(takes_part)
@shows_fresh("hall.desk")
def desk_undo(meeting_id: int) -> Any:
    meeting, _hall = open_hall_of(meeting_id, may_register)
    form = CommandForm()
    number = form.value.data or ""
    found = db.session.get(HallCommand, int(number)) if number.isdigit() else None
    if not form.validate_on_submit() or found is None or found.meeting_id != meeting.id:
        abort(404)
    actions.undo(found, actor=actor(), key=form.submission_key.data or None)
    say(f"Đã hoàn tác: {found.label}.")
    return go(url_for("hall.desk", meeting_id=meeting_id))


@bp.get("/turns/<int:turn_id>/slip")
@requires(takes_part)
def slip(turn_id: int) -> Any:
    """The number slip, to be printed or shown."""
    turn = queries.turn(actor(), turn_id)
    meeting, hall = open_hall_of(turn.meeting_id, may_register)
    return render_template("hall/slip.html", meeting=meeting, **_slip(hall, turn))


def _arrived(meeting: Meeting) -> CheckIn | None:
    """Who was checked in last at this desk, as the address says after the act."""
    number = request.args.get("arrived", type=int) if request.method == "GET" else None
    row = checkin.get_row(actor(), number) if number is not None else None
    return row if row is not None and row.meeting_id == meeting.id and row.is_present else None


def _page(
    meeting: Meeting,
    hall: HallSession,
    form: RegistrationForm,
    opinion: Opinion | None = None,
    arrived: CheckIn | None = None,
) -> str:
    shown = _waiting(meeting, hall) | _search(meeting)
    given = request.args.get("slip", type=int) if request.method == "GET" else None
    turn = next((t for t in shown["queue"].turns if t.id == given), None)
    return render_template(
        "hall/desk.html",
        form=form,
        opinion=opinion,
        arrived=arrived,
        counts=checkin.counts(meeting),
        new_walk_in_key=secrets.token_hex(16),
        stream=stream_of(meeting.id),
        slip=_slip(hall, turn) if turn is not None else None,
        not_here=turn is not None
        and is_the_day(meeting)
        and not checkin.is_here(meeting, turn.speaker_name, turn.unit_id),
        **shown,
    )


def _waiting(meeting: Meeting, hall: HallSession) -> dict[str, Any]:
    found = queries.queue(meeting.id)
    current = found.current
    return {
        "meeting": meeting,
        "hall": hall,
        "queue": found,
        "requests": queries.waiting_requests(meeting.id, found),
        "acts": queries.last_registrations(meeting.id, current.id if current else None),
        "TURN": TURN,
        "screen_url": url_for("hall.screen", token=hall.screen_token),
        "phone_url": url_for("hall.phone", token=hall.phone_token),
    }


def _search(meeting: Meeting) -> dict[str, Any]:
    asked = request.args.get("q", "").strip() if request.method == "GET" else ""
    return {
        "meeting": meeting,
        "asked": asked,
        "people": checkin.people(meeting, asked) if asked else [],
        "is_the_day": is_the_day(meeting),
        "candidates": queries.candidates(meeting, checkin.words_of(asked)),
        "new_key": lambda: secrets.token_hex(16),
    }


def _form(**values: Any) -> RegistrationForm:
    form = RegistrationForm(formdata=None, submission_key=secrets.token_hex(16), **values)
    form.offer(units(), fields())
    return form


def _slip(hall: HallSession, turn: Turn) -> dict[str, Any]:
    found = queries.queue(turn.meeting_id)
    address = url_for("hall.phone", token=hall.phone_token, so=turn.number)
    return {
        "turn": turn,
        "ahead": found.ahead_of(turn),
        "allowance": show_seconds(turn.allowance),
        "phone_address": f"{base_url()}{address}",
        "qr": qr_of(f"{base_url()}{address}"),
    }


def _withdrawal_page(meeting: Meeting, turn: Turn, form: WithdrawalForm) -> str:
    return render_template(
        "hall/withdrawal.html", meeting=meeting, turn=turn, form=form, usual=WITHDRAWALS
    )


def _turn(meeting: Meeting, turn_id: int) -> Turn:
    turn = queries.turn(actor(), turn_id)
    if turn.meeting_id != meeting.id:
        abort(404)
    return turn


def _opinion(meeting: Meeting, opinion_id: int) -> Opinion:
    # The desk sees what was sent for its own meeting, by name and words alone.
    found = db.session.get(Opinion, opinion_id)
    if found is None or found.meeting_id != meeting.id or found.root.state not in SPEAKABLE:
        abort(404)
    return found
