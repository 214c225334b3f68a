"""What went on paper while the network was gone is typed in again, with its times (H11)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import units
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.extensions import db
from dialogue.hall import actions, queries
from dialogue.hall.actions import Spoken
from dialogue.hall.forms import PaperForm
from dialogue.hall.models import HallCommand, Turn
from dialogue.hall.permissions import may_look, may_operate
from dialogue.hall.views.shared import bp, open_hall_of, refuse
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part

SHOWN = 10


@bp.get("/meetings/<int:meeting_id>/paper")
@requires(takes_part)
def paper(meeting_id: int) -> Any:
    """One line of the paper after the other, in its order."""
    meeting = _meeting(meeting_id)
    form = PaperForm(formdata=None, submission_key=secrets.token_hex(16))
    last = request.args.get("after", "")
    if len(last) == 5 and last[:2].isdigit() and last[3:].isdigit():
        form.started.data = time(int(last[:2]) % 24, int(last[3:]) % 60)
    return _page(meeting, form)


@bp.post("/meetings/<int:meeting_id>/paper")
@requires(takes_part)
@shows_fresh("hall.paper")
def enter(meeting_id: int) -> Any:
    meeting = _meeting(meeting_id)
    form = PaperForm()
    # Any of them: whether it still waits, or came twice, the action itself says.
    turns = {turn.id: turn for turn in queries.queue(meeting.id).turns}
    _offer(form, list(turns.values()))
    if not form.validate_on_submit():
        return _page(meeting, form), 422
    try:
        done = _enter(meeting, form, turns.get(form.turn.data))
    except InvalidInput as problem:
        refuse(form, problem, form["turn"])
        return _page(meeting, form), 422
    say(f"{done.label}.")
    until = form.answered_until.data or form.ended.data or form.started.data
    return go(url_for("hall.paper", meeting_id=meeting.id, after=f"{until:%H:%M}"))


def _enter(meeting: Meeting, form: PaperForm, turn: Turn | None) -> HallCommand:
    key, user = form.submission_key.data or None, actor()
    at, ended = _at(meeting, form.started.data), _at(meeting, form.ended.data)
    assert at is not None  # the form asks for it
    if form.what.data == "spoken":
        if ended is None:
            raise InvalidInput("Cần ghi nói đến mấy giờ.", field="ended")
        speech = Spoken(
            started_at=at,
            ended_at=ended,
            answerer=db.session.get(Account, form.answerer.data) if form.answerer.data else None,
            answered_until=_at(meeting, form.answered_until.data),
        )
        if turn is not None:
            return actions.enter_speech(turn, speech, actor=user, key=key)
        return actions.enter_speaker(
            meeting,
            speech,
            speaker_name=form.speaker_name.data or "",
            words=form.words.data or "",
            unit=db.session.get(Unit, form.unit.data) if form.unit.data else None,
            actor=user,
            key=key,
        )
    if turn is None:
        raise InvalidInput("Người chưa có số thì chỉ ghi được lượt đã phát biểu.", field="what")
    if at > clock.now():
        raise InvalidInput("Giờ này chưa đến.", field="started")
    reason = f"Ghi lại từ giấy, lúc {clock.show_time(at)}"
    act: dict[str, Callable[..., HallCommand]] = {
        "absent": actions.absent,
        "write": actions.answer_in_writing,
        "withdraw": actions.withdraw,
    }
    return act[str(form.what.data)](turn, reason=reason, actor=user, key=key)


def _at(meeting: Meeting, clock_time: time | None) -> datetime | None:
    """The paper knows the hour; the day is the meeting's."""
    if clock_time is None:
        return None
    opened = meeting.opened_at or meeting.starts_at or clock.now()
    return clock.at(clock.local(opened).date(), clock_time)


def _meeting(meeting_id: int) -> Meeting:
    meeting, _hall = open_hall_of(meeting_id, may_look)
    if not may_operate(actor(), meeting) or meeting.state not in ("live", "ended"):
        abort(404)
    return meeting


def _offer(form: PaperForm, turns: list[Turn]) -> None:
    form.offer(turns, units(), queries.answering_people())


def _page(meeting: Meeting, form: PaperForm) -> str:
    found = queries.queue(meeting.id)
    form.offer(found.on_paper, units(), queries.answering_people())
    return render_template(
        "hall/paper.html",
        meeting=meeting,
        form=form,
        people=found.on_paper,
        written=[c for c in reversed(queries.commands(meeting.id)) if "từ giấy" in c.reason][
            :SHOWN
        ],
    )
