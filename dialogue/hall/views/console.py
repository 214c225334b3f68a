"""The presider's console: one great button, the queue, undo (H4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.forms import Form
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, is_htmx, shows_fresh
from dialogue.extensions import db
from dialogue.hall import actions, queries
from dialogue.hall.forms import CommandForm
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.permissions import may_look
from dialogue.hall.views.shared import (
    bp,
    conclusion_url,
    open_hall_of,
    polled,
    refuse,
    stream_of,
    time_url,
)
from dialogue.hall.workflow import LAYOUTS, ORDER_RULES, TURN
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part

ON_TURN: dict[str, Callable[..., HallCommand]] = {
    "call": actions.call,
    "start": actions.start,
    "pause": actions.pause,
    "resume": actions.resume,
    "finish": actions.finish,
    "finish_answer": actions.finish_answer,
    "absent": actions.absent,
    "take_back_answer": actions.take_back_answer,
}
# After these the next thing to do is to conclude on what was said.
OPENS_CONCLUSION = ("finish", "finish_answer")


@bp.get("/meetings/<int:meeting_id>/console")
@requires(takes_part)
def console(meeting_id: int, verb: str | None = None) -> Any:
    """The whole page. ``verb`` comes with the URL of a command that was refused."""
    meeting, hall = open_hall_of(meeting_id, may_look)
    return render_template(
        "hall/console.html", stream=stream_of(meeting_id), **context(meeting, hall)
    )


@bp.get("/meetings/<int:meeting_id>/console/part")
@requires(takes_part)
def console_part(meeting_id: int) -> Any:
    """The inside of the live region."""
    meeting, hall = open_hall_of(meeting_id, may_look)
    shown = context(meeting, hall)
    found: queries.Console = shown["console"]
    state = (
        hall.version,
        hall.registration_open,
        hall.layout,
        meeting.version,
        [(t.id, t.state, t.opinion.root.state) for t in found.queue.turns],
        found.forecast,
        found.may_operate,
    )
    return polled(state, lambda: render_template("hall/_console.html", **shown))


@bp.get("/meetings/<int:meeting_id>/console/conclusion")
@requires(takes_part)
def conclusion_place(meeting_id: int) -> Any:
    """Where the conclusion on the last speech is written, beside the live region."""
    meeting, hall = open_hall_of(meeting_id, may_look)
    if not is_htmx():
        return go(
            context(meeting, hall)["conclusion_url"]
            or url_for("hall.console", meeting_id=meeting_id)
        )
    return render_template("hall/_conclusion_place.html", **context(meeting, hall))


@bp.post("/meetings/<int:meeting_id>/console/<string:verb>")
@requires(takes_part)
@shows_fresh("hall.console")
def command(meeting_id: int, verb: str) -> Any:
    """One command. The answer is the console as it is after it, not a word by the stream."""
    meeting, hall = open_hall_of(meeting_id, may_look)
    form = CommandForm()
    if not form.validate_on_submit():
        abort(422)
    done = _run(verb, meeting, form)
    if not is_htmx():
        return go(url_for("hall.console", meeting_id=meeting_id))
    return answer(meeting, hall, done)


def _run(verb: str, meeting: Meeting, form: CommandForm) -> HallCommand | None:
    common = carried(form)
    value = form.value.data or ""
    if verb in ON_TURN:
        return ON_TURN[verb](_turn(meeting, form.turn.data), **common)
    if verb == "undo":
        return actions.undo(_command(meeting, value), **common)
    if verb == "layout":
        return actions.set_layout(meeting, value, **common)
    if verb == "registration" and value in ("open", "close"):
        act = actions.open_registration if value == "open" else actions.close_registration
        return act(meeting, **common)
    if verb == "arrange":
        return actions.arrange(meeting, **common)
    if verb == "write":
        return actions.answer_rest_in_writing(meeting, **common)
    if verb in ("open", "end"):
        begin_or_end = actions.open_hall if verb == "open" else actions.end_hall
        begin_or_end(meeting, actor=common["actor"], key=common["key"])
    else:
        abort(404)
    return None


def answer(
    meeting: Meeting, hall: HallSession, done: HallCommand | None, *, from_act: bool = False
) -> str:
    """What htmx gets: the region's inside, after a form its empty place, perhaps the conclusion."""
    shown = context(meeting, hall)
    shown["opens_conclusion"] = done is not None and done.verb in OPENS_CONCLUSION
    template = "hall/_after_act.html" if from_act else "hall/_after_command.html"
    return render_template(template, **shown)


def carried(form: Form) -> dict[str, Any]:
    """Who sends a form of the console, under which key, at which version of the queue."""
    return {
        "actor": actor(),
        "key": form.submission_key.data or None,
        "version": form.version.data,
    }


def take(
    meeting: Meeting,
    hall: HallSession,
    form: Form,
    act: Callable[[], HallCommand],
    *,
    refused: Callable[[], str],
    beside: str,
) -> Any:
    """Do ``act`` with a valid ``form``; else 422 with the page of ``refused``.

    What the act itself refuses stands at its field, or at the field ``beside``.
    """
    if not form.validate_on_submit():
        return refused(), 422
    try:
        done = act()
    except InvalidInput as problem:
        refuse(form, problem, form[beside])
        return refused(), 422
    if is_htmx():
        return answer(meeting, hall, done, from_act=True)
    return go(url_for("hall.console", meeting_id=meeting.id))


def context(meeting: Meeting, hall: HallSession) -> dict[str, Any]:
    """What the console's templates read."""
    found = queries.console(actor(), meeting, hall)
    to_conclude = found.to_conclude
    return {
        "console": found,
        "meeting": meeting,
        "hall": hall,
        "TURN": TURN,
        "LAYOUTS": LAYOUTS,
        "ORDER_RULES": ORDER_RULES,
        "time_url": time_url(),
        "conclusion_url": conclusion_url(to_conclude.opinion.root.id, to_conclude.id)
        if to_conclude is not None
        else None,
        "opens_conclusion": False,
    }


def _turn(meeting: Meeting, turn_id: int | None) -> Turn:
    turn = queries.turn(actor(), turn_id or 0)
    if turn.meeting_id != meeting.id:
        abort(404)
    return turn


def _command(meeting: Meeting, command_id: str) -> HallCommand:
    found = db.session.get(HallCommand, int(command_id)) if command_id.isdigit() else None
    if found is None or found.meeting_id != meeting.id:
        abort(404)
    return found
