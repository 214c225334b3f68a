"""HTTP of the minutes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from dialogue.accounts.queries import ward_on
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.forms import StepForm
from dialogue.core.permissions import requires
from dialogue.core.web import actor, etagged, go, say, shows_fresh
from dialogue.extensions import db
from dialogue.followup.models import OUTCOMES
from dialogue.followup.words import written_day
from dialogue.hall.models import Turn
from dialogue.hall.workflow import TURN
from dialogue.history.queries import timeline
from dialogue.minutes import actions, queries
from dialogue.minutes.forms import LineForm, ReasonForm
from dialogue.minutes.models import KINDS, Minutes, MinutesLine
from dialogue.minutes.permissions import may_read, may_write
from dialogue.minutes.workflow import MINUTES
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import active_duties, takes_part
from dialogue.plans.queries import get_meeting, presider_of

bp = Blueprint("minutes", __name__)


def _meeting(meeting_id: int) -> Meeting:
    meeting = get_meeting(actor(), meeting_id)
    if not may_read(actor(), meeting):
        raise NotAllowed
    return meeting


def _minutes(meeting: Meeting) -> Minutes | None:
    """As they stand; whoever may write finds a place for every turn that was called."""
    found = queries.minutes_of(meeting)
    if may_write(actor(), meeting) and (found is None or found.state == "draft"):
        actions.open_minutes(meeting, actor=actor())
        found = queries.minutes_of(meeting)
    return found


def _shared(meeting: Meeting, minutes: Minutes | None) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "minutes": minutes,
        "may_write": minutes is not None and MINUTES.can(actor(), minutes, "write"),
        "new_line": request.args.get("line", type=int),
        "new_key": lambda: secrets.token_hex(16),
        "KINDS": KINDS,
        "OUTCOMES": OUTCOMES,
        "TURN": TURN,
    }


@bp.get("/meetings/<int:meeting_id>/minutes")
@requires(takes_part)
def page(meeting_id: int) -> Any:
    """A block for each turn, its head as the hall has it, its lines to be written."""
    return _page(_meeting(meeting_id))


def _page(meeting: Meeting, *, reason: ReasonForm | None = None, refused: str = "") -> str:
    minutes = _minutes(meeting)
    rows = MINUTES.available(actor(), minutes) if minutes is not None else []
    return render_template(
        "minutes/page.html",
        **_shared(meeting, minutes),
        blocks=queries.blocks(meeting),
        removed=queries.removed_lines(meeting),
        available={row.verb for row in rows},
        reason=reason or ReasonForm(formdata=None, version=minutes.version if minutes else None),
        refused=refused,
        stream=f"/live/topic/{queries.topic(meeting.id)}",
        events=timeline(minutes) if minutes is not None else [],
        MINUTES=MINUTES,
    )


@bp.get("/meetings/<int:meeting_id>/minutes/part")
@requires(takes_part)
def part(meeting_id: int) -> Any:
    """The inside of the live region: the turns so far; open pages fetch what they lack."""
    meeting = _meeting(meeting_id)
    minutes = _minutes(meeting)
    shown = _shared(meeting, minutes) | {"blocks": queries.blocks(meeting)}
    return etagged(render_template("minutes/_index.html", **shown))


@bp.get("/meetings/<int:meeting_id>/minutes/blocks/<int:turn_id>")
@requires(takes_part)
def block(meeting_id: int, turn_id: int) -> Any:
    """One block by itself; 0 is what stands before the first turn."""
    meeting = _meeting(meeting_id)
    minutes = _minutes(meeting)
    found = next((one for one in queries.blocks(meeting) if one.id == turn_id), None)
    if found is None:
        abort(404)
    return render_template("minutes/_block.html", **_shared(meeting, minutes), block=found)


@bp.get("/meetings/<int:meeting_id>/minutes/token")
@requires(takes_part)
def token(meeting_id: int) -> Any:
    """The form token of this session, and whose session it is."""
    _meeting(meeting_id)
    return {"token": generate_csrf(), "account": actor().id}


@bp.post("/meetings/<int:meeting_id>/minutes/lines")
@requires(takes_part)
@shows_fresh("minutes.page")
def add(meeting_id: int) -> Any:
    """A new empty line after a turn."""
    meeting = _meeting(meeting_id)
    minutes = queries.minutes_of(meeting) or abort(404)
    after = request.form.get("after", type=int)
    turn = db.session.get(Turn, after) or abort(404) if after else None
    line = actions.add_line(minutes, after=turn, actor=actor())
    return go(url_for(".page", meeting_id=meeting_id, line=line.id, _anchor=f"line-{line.id}"))


@bp.get("/minutes/lines/<int:line_id>")
@requires(takes_part)
def line(line_id: int) -> Any:
    """All that was ever typed into a line."""
    return _line(queries.get_line(actor(), line_id))


def _line(found: MinutesLine, mine: str | None = None, message: str = "") -> str:
    minutes = found.minutes
    return render_template(
        "minutes/line.html",
        **_shared(minutes.meeting, minutes),
        line=found,
        revisions=queries.revisions(found),
        mine=mine,
        message=message,
    )


@bp.post("/minutes/lines/<int:line_id>")
@requires(takes_part)
def save(line_id: int) -> Any:
    """Save one line. 409 carries both texts: another was saved meanwhile, or it is closed."""
    found = queries.get_line(actor(), line_id)
    form = LineForm()
    text = form.text.data or ""
    try:
        saved = actions.save(
            found,
            text,
            version=form.version.data,
            key=form.submission_key.data or "",
            actor=actor(),
        )
    except InvalidInput as refusal:
        if _is_quiet():
            return jsonify(outcome="invalid", message=refusal.message), 422
        return _line(queries.get_line(actor(), line_id), text, refusal.message), 422
    if _is_quiet():
        return _told(saved)
    if saved.refused:
        return _line(queries.get_line(actor(), line_id), text, saved.refused), 409
    say(f"Đã lưu lúc {_seconds(found)}.")
    meeting_id = found.minutes.meeting_id
    return go(url_for(".page", meeting_id=meeting_id, _anchor=f"line-{line_id}"))


def _is_quiet() -> bool:
    """Whether the page saves by itself and goes on."""
    return request.accept_mimetypes.best == "application/json"


def _told(saved: actions.Saved) -> Any:
    line = saved.line
    if not saved.refused:
        version = saved.revision.version if saved.revision is not None else line.version
        return jsonify(outcome="saved", version=version, at=_seconds(line))
    return jsonify(
        outcome="conflict" if saved.is_conflict else "refused",
        message=saved.refused,
        version=line.version,
        text=line.text,
        by=line.by.full_name if line.by is not None else "",
        at=_seconds(line),
    ), 409


def _seconds(line: MinutesLine) -> str:
    return f"{clock.local(line.updated_at or clock.now()):%H:%M:%S}"


@bp.post("/minutes/lines/<int:line_id>/removal")
@requires(takes_part)
@shows_fresh("minutes.line")
def remove(line_id: int) -> Any:
    """Take a line out; it can come back."""
    found = queries.get_line(actor(), line_id)
    actions.remove_line(found, actor=actor(), version=StepForm().version.data)
    say("Đã bỏ dòng.", undo_url=url_for(".restore", line_id=line_id), undo_label="Lấy lại dòng")
    return go(url_for(".page", meeting_id=found.minutes.meeting_id))


@bp.post("/minutes/lines/<int:line_id>/restoration")
@requires(takes_part)
@shows_fresh("minutes.line")
def restore(line_id: int) -> Any:
    """Put it back."""
    found = queries.get_line(actor(), line_id)
    actions.restore_line(found, actor=actor())
    say("Đã lấy lại dòng.")
    meeting_id = found.minutes.meeting_id
    return go(url_for(".page", meeting_id=meeting_id, _anchor=f"line-{line_id}"))


def _step(meeting_id: int, act: Callable[..., None], said: str) -> Any:
    meeting = _meeting(meeting_id)
    minutes = queries.minutes_of(meeting) or abort(404)
    try:
        act(minutes, actor=actor(), version=StepForm().version.data)
    except InvalidInput as refusal:
        return _page(_meeting(meeting_id), refused=refusal.message), 422
    say(said)
    return go(url_for(".page", meeting_id=meeting_id))


def _step_with_reason(meeting_id: int, verb: str, act: Callable[..., None], said: str) -> Any:
    meeting = _meeting(meeting_id)
    minutes = queries.minutes_of(meeting) or abort(404)
    MINUTES.admit(actor(), minutes, verb)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(meeting, reason=form), 422
    act(minutes, reason=form.reason.data or "", actor=actor(), version=form.version.data)
    say(said)
    return go(url_for(".page", meeting_id=meeting_id))


@bp.post("/meetings/<int:meeting_id>/minutes/submission")
@requires(takes_part)
@shows_fresh("minutes.page")
def submit(meeting_id: int) -> Any:
    return _step(meeting_id, actions.submit, "Đã trình biên bản để chủ trì ký.")


@bp.post("/meetings/<int:meeting_id>/minutes/recall")
@requires(takes_part)
@shows_fresh("minutes.page")
def recall(meeting_id: int) -> Any:
    return _step(meeting_id, actions.recall, "Đã rút lại biên bản để sửa.")


@bp.post("/meetings/<int:meeting_id>/minutes/signature")
@requires(takes_part)
@shows_fresh("minutes.page")
def sign(meeting_id: int) -> Any:
    return _step(meeting_id, actions.sign, "Đã ký biên bản.")


@bp.post("/meetings/<int:meeting_id>/minutes/return")
@requires(takes_part)
@shows_fresh("minutes.page")
def give_back(meeting_id: int) -> Any:
    """Back to the secretary with the reason."""
    return _step_with_reason(meeting_id, "return", actions.give_back, "Đã trả lại biên bản để sửa.")


@bp.post("/meetings/<int:meeting_id>/minutes/reopening")
@requires(takes_part)
@shows_fresh("minutes.page")
def reopen(meeting_id: int) -> Any:
    """Let a correction be written."""
    return _step_with_reason(meeting_id, "reopen", actions.reopen, "Thư ký đã ghi đính chính được.")


@bp.get("/meetings/<int:meeting_id>/minutes/print")
@requires(takes_part)
def print_minutes(meeting_id: int) -> Any:
    """Biên bản on paper, as it stands."""
    meeting = _meeting(meeting_id)
    minutes = queries.minutes_of(meeting)
    secretary = next(iter(active_duties(meeting, "secretary")), None)
    started, over = meeting.opened_at or meeting.starts_at, meeting.closed_at
    return render_template(
        "minutes/print.html",
        ward=ward_on(meeting.held_on),
        place_and_date="",  # minutes say in their words when they were taken
        begins=_spoken_time(started) if started is not None else "…",
        ends=_spoken_time(over) if over is not None else "… giờ …",
        **_shared(meeting, minutes),
        blocks=queries.blocks(meeting),
        presider=presider_of(meeting),
        secretary=secretary.account if secretary is not None else None,
    )


def _spoken_time(moment: datetime) -> str:
    local = clock.local(moment)
    return f"{local:%H} giờ {local:%M}, {written_day(local.date())}"
