"""What the hall's views share: the meeting with its hall, fragments that are polled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, make_response, request, url_for
from werkzeug.wrappers import Response

from dialogue.accounts.models import Account
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.web import actor
from dialogue.hall.actions import ensure_session
from dialogue.hall.models import HallSession
from dialogue.hall.queries import topic
from dialogue.plans.models import Meeting
from dialogue.plans.queries import get_meeting

bp = Blueprint("hall", __name__)


def open_hall_of(
    meeting_id: int, may: Callable[[Account, Meeting], bool]
) -> tuple[Meeting, HallSession]:
    """The meeting and its hall, for whom ``may`` holds; else ``NotAllowed`` (404).

    Before a date is announced there is no hall.
    """
    meeting = get_meeting(actor(), meeting_id)
    if meeting.state == "planned" or not may(actor(), meeting):
        raise NotAllowed
    return meeting, ensure_session(meeting)


def stream_of(meeting_id: int) -> str:
    """Where signed-in pages hear that this hall changed."""
    return f"/live/topic/{topic(meeting_id)}"


def polled(state: Any, render: Callable[[], str]) -> Response:
    """A fragment with a tag made of ``state``: clocks tick in it without making it new."""
    etag = hashlib.sha256(repr(state).encode()).hexdigest()[:32]
    if request.if_none_match.contains(etag):
        response = make_response("", 304)
    else:
        response = make_response(render())
    response.set_etag(etag)
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def conclusion_url(opinion_id: int, turn_id: int) -> str | None:
    """The form for the conclusion, where there is one (a higher feature's page)."""
    endpoint = "followup.conclusion"
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, opinion_id=opinion_id, turn_id=turn_id)


def time_url() -> str:
    return url_for("hall.phone_time")


def refuse(form: Any, problem: InvalidInput, otherwise: Any) -> None:
    """Put what the action refused beside its field, or beside ``otherwise``."""
    field = form[problem.field] if problem.field and problem.field in form else otherwise
    field.errors = [*field.errors, problem.message]
