"""A resident's phone asks to speak: no account, waits for the desk's yes (H2)."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import abort, render_template, session, url_for

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import units
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.permissions import public
from dialogue.core.web import etagged, go
from dialogue.extensions import db, limiter
from dialogue.hall import actions, queries
from dialogue.hall.forms import AskForm, CommandForm
from dialogue.hall.models import HallSession, SpeakingRequest
from dialogue.hall.views.shared import bp, refuse
from dialogue.hall.workflow import REQUEST
from dialogue.opinions.models import Field
from dialogue.opinions.queries import fields

BASE = "/hoi-truong/<string:token>/dang-ky"
KEPT = "hall_device"


@bp.get(BASE)
@public
def phone_ask(token: str) -> Any:
    """The form, and what this phone has asked already."""
    return _page(queries.by_token("phone", token), _form())


@bp.post(BASE)
@public
@limiter.limit("60 per minute")
def phone_send(token: str) -> Any:
    hall = queries.by_token("phone", token)
    form = AskForm()
    form.offer(_groups_first(), fields())
    if not form.validate_on_submit():
        return _page(hall, form), 422
    try:
        actions.ask(
            hall.meeting,
            speaker_name=form.speaker_name.data or "",
            words=form.words.data or "",
            unit=db.session.get(Unit, form.unit.data) if form.unit.data else None,
            field=db.session.get(Field, form.field.data) if form.field.data else None,
            device=_device(),
            key=form.submission_key.data or secrets.token_hex(16),
        )
    except InvalidInput as problem:
        refuse(form, problem, form.words)
        return _page(hall, form), 422
    except Conflict as problem:
        db.session.rollback()
        form.words.errors = [*form.words.errors, problem.message]
        return _page(hall, form), 409
    return go(url_for("hall.phone_ask", token=token))


@bp.get(f"{BASE}/part")
@public
def phone_ask_part(token: str) -> Any:
    """The answers of the desk to this phone."""
    hall = queries.by_token("phone", token)
    return etagged(render_template("hall/_asked.html", **_asked(hall)))


@bp.post(f"{BASE}/<int:request_id>/rut")
@public
@limiter.limit("60 per minute")
def phone_take_back(token: str, request_id: int) -> Any:
    """The phone that asked takes it back; another phone finds nothing here."""
    hall = queries.by_token("phone", token)
    form = CommandForm()
    found = next((one for one in _mine(hall) if one.id == request_id), None)
    if found is None or not form.validate_on_submit():
        abort(404)
    try:
        actions.take_back(found, device=_device())
    except Conflict:
        db.session.rollback()  # answered meanwhile: the page says what
    return go(url_for("hall.phone_ask", token=token))


def _groups_first() -> list[Unit]:
    """Most who ask live in a tổ; who comes for an organisation finds it below."""
    return sorted(units(), key=lambda unit: unit.kind != "residential_group")


def _device() -> str:
    """The hash of what this browser keeps; made when it first asks."""
    if KEPT not in session:
        session[KEPT] = secrets.token_urlsafe(16)
    return hashlib.sha256(str(session[KEPT]).encode()).hexdigest()


def _mine(hall: HallSession) -> list[SpeakingRequest]:
    return queries.of_device(hall.meeting_id, _device()) if KEPT in session else []


def _form() -> AskForm:
    form = AskForm(formdata=None, submission_key=secrets.token_hex(16))
    form.offer(_groups_first(), fields())
    return form


def _asked(hall: HallSession) -> dict[str, Any]:
    return {"asked": _mine(hall), "REQUEST": REQUEST, "token": hall.phone_token}


def _page(hall: HallSession, form: AskForm) -> str:
    return render_template(
        "hall/phone_ask.html",
        meeting=hall.meeting,
        is_open=hall.registration_open and queries.takes_requests(hall.meeting),
        form=form,
        **_asked(hall),
    )
