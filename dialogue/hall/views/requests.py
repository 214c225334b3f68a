"""The desk answers what phones in the hall asked for."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import units
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.extensions import db
from dialogue.hall import actions, queries
from dialogue.hall.forms import REFUSALS, RefusalForm, RegistrationForm
from dialogue.hall.models import SpeakingRequest
from dialogue.hall.permissions import may_register
from dialogue.hall.views.shared import bp, open_hall_of, refuse
from dialogue.opinions.models import Field
from dialogue.opinions.queries import fields
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part

BASE = "/meetings/<int:meeting_id>/desk/requests/<int:request_id>"


@bp.get(BASE)
@requires(takes_part)
def request_form(meeting_id: int, request_id: int) -> Any:
    """What the phone sent, to be put right before the number is given."""
    meeting, asked = _load(meeting_id, request_id)
    form = RegistrationForm(
        formdata=None,
        speaker_name=asked.speaker_name,
        unit=asked.unit_id or 0,
        field=asked.field_id or 0,
        words=asked.words,
        version=asked.version,
    )
    form.offer(units(), fields())
    return _page("accept", meeting, asked, form)


@bp.post(BASE)
@requires(takes_part)
@shows_fresh("hall.desk")
def accept_request(meeting_id: int, request_id: int) -> Any:
    meeting, asked = _load(meeting_id, request_id)
    form = RegistrationForm()
    form.offer(units(), fields())
    if not form.validate_on_submit():
        return _page("accept", meeting, asked, form), 422
    try:
        turn = actions.accept(
            asked,
            actor=actor(),
            speaker_name=form.speaker_name.data or "",
            unit=db.session.get(Unit, form.unit.data) if form.unit.data else None,
            field=db.session.get(Field, form.field.data) if form.field.data else None,
            topic=form.topic.data or "",
            words=form.words.data or "",
            version=form.version.data,
        )
    except InvalidInput as problem:
        refuse(form, problem, form.speaker_name)
        return _page("accept", meeting, asked, form), 422
    return go(url_for("hall.desk", meeting_id=meeting_id, slip=turn.id))


@bp.get(f"{BASE}/refusal")
@requires(takes_part)
def refusal(meeting_id: int, request_id: int) -> Any:
    """The form with the reason that the phone will show."""
    meeting, asked = _load(meeting_id, request_id)
    form = RefusalForm(formdata=None, version=asked.version)
    return _page("refuse", meeting, asked, form)


@bp.post(f"{BASE}/refusal")
@requires(takes_part)
@shows_fresh("hall.desk")
def refuse_request(meeting_id: int, request_id: int) -> Any:
    meeting, asked = _load(meeting_id, request_id)
    form = RefusalForm()
    if not form.validate_on_submit():
        return _page("refuse", meeting, asked, form), 422
    actions.refuse(asked, reason=form.reason.data or "", actor=actor(), version=form.version.data)
    say(f"Đã trả lời {asked.speaker_name} trên điện thoại.")
    return go(url_for("hall.desk", meeting_id=meeting_id))


def _load(meeting_id: int, request_id: int) -> tuple[Meeting, SpeakingRequest]:
    meeting, _hall = open_hall_of(meeting_id, may_register)
    asked = queries.get_request(actor(), request_id)
    if asked.meeting_id != meeting.id:
        raise NotAllowed
    return meeting, asked


def _page(kind: str, meeting: Meeting, asked: SpeakingRequest, form: Any) -> str:
    return render_template(
        "hall/request.html", kind=kind, meeting=meeting, asked=asked, form=form, refusals=REFUSALS
    )
