"""Commands that take input: another place, more time, who answers. Each with its own form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, url_for

from dialogue.accounts.models import Account
from dialogue.core.permissions import requires
from dialogue.core.web import actor, is_htmx, shows_fresh
from dialogue.extensions import db
from dialogue.hall import actions, queries
from dialogue.hall.forms import PLACES, REASONS, ExtensionForm, HandForm, PlaceForm, places_for
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.permissions import may_look, may_operate
from dialogue.hall.views.console import carried, take
from dialogue.hall.views.shared import bp, open_hall_of
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part

BASE = "/meetings/<int:meeting_id>/console/turns/<int:turn_id>"


@bp.get(f"{BASE}/place")
@requires(takes_part)
def place(meeting_id: int, turn_id: int) -> Any:
    """The form for one turn's place in the queue."""
    meeting, hall, turn = _load(meeting_id, turn_id)
    offers = _offers(meeting, turn)
    # What is most often wanted, and what does least if it was pressed by mistake.
    likely = next((code for code, _words in offers if code != "call"), None)
    form = PlaceForm(formdata=None, what=likely)
    form.offer(offers)
    return _form_page("place", meeting, hall, turn, form)


@bp.post(f"{BASE}/place")
@requires(takes_part)
@shows_fresh("hall.place")
def change_place(meeting_id: int, turn_id: int) -> Any:
    meeting, hall, turn = _load(meeting_id, turn_id)
    form = PlaceForm()
    # Any act may be asked for: whether it is still possible the action itself says (409).
    form.offer(list(PLACES.items()))

    def refused() -> str:
        form.offer(_offers(meeting, turn))
        return _form_page("place", meeting, hall, turn, form)

    return take(
        meeting, hall, form, lambda: _change_place(turn, form), refused=refused, beside="version"
    )


def _change_place(turn: Turn, form: PlaceForm) -> HallCommand:
    reason = form.reason.data or ""
    common = carried(form)
    what = form.what.data
    others = [t for t in queries.queue(turn.meeting_id).waiting if t.id != turn.id]
    now_at = sum(1 for t in others if (t.rank, t.number) < (turn.rank, turn.number))
    places = {"up": now_at - 1, "first": 0, "down": now_at + 1, "end": len(others)}
    if what in places:
        wanted = max(0, min(places[what], len(others)))
        after = others[wanted - 1] if wanted > 0 else None
        return actions.move(turn, after, reason=reason, **common)
    act: dict[str, Callable[..., HallCommand]] = {
        "call": actions.call,
        "absent": actions.absent,
        "write": actions.answer_in_writing,
        "withdraw": actions.withdraw,
        "ungroup": actions.ungroup,
    }
    return act[str(what)](turn, reason=reason, **common)


@bp.get(f"{BASE}/time")
@requires(takes_part)
def more_time(meeting_id: int, turn_id: int) -> Any:
    """The form for more time."""
    meeting, hall, turn = _load(meeting_id, turn_id)
    return _form_page("more_time", meeting, hall, turn, ExtensionForm(formdata=None))


@bp.post(f"{BASE}/time")
@requires(takes_part)
@shows_fresh("hall.more_time")
def extend(meeting_id: int, turn_id: int) -> Any:
    meeting, hall, turn = _load(meeting_id, turn_id)
    form = ExtensionForm()

    def act() -> HallCommand:
        seconds = int(form.minutes.data) * 60
        return actions.extend(turn, seconds, reason=form.reason.data or "", **carried(form))

    return take(
        meeting, hall, form, act, beside="version",
        refused=lambda: _form_page("more_time", meeting, hall, turn, form),
    )  # fmt: skip


@bp.get(f"{BASE}/answer")
@requires(takes_part)
def hand(meeting_id: int, turn_id: int) -> Any:
    """The form that says who answers."""
    meeting, hall, turn = _load(meeting_id, turn_id)
    form = HandForm(formdata=None)
    form.offer(queries.answerers(turn.opinion))
    return _form_page("hand", meeting, hall, turn, form)


@bp.post(f"{BASE}/answer")
@requires(takes_part)
@shows_fresh("hall.hand")
def hand_over(meeting_id: int, turn_id: int) -> Any:
    meeting, hall, turn = _load(meeting_id, turn_id)
    form = HandForm()
    form.offer(queries.answerers(turn.opinion))

    def act() -> HallCommand:
        answerer = db.session.get_one(Account, form.answerer.data)
        return actions.hand_answer(turn, answerer, **carried(form))

    return take(
        meeting, hall, form, act, beside="version",
        refused=lambda: _form_page("hand", meeting, hall, turn, form),
    )  # fmt: skip


def _load(meeting_id: int, turn_id: int) -> tuple[Meeting, HallSession, Turn]:
    meeting, hall = open_hall_of(meeting_id, may_look)
    turn = queries.turn(actor(), turn_id)
    if turn.meeting_id != meeting.id or not may_operate(actor(), meeting):
        abort(404)
    return meeting, hall, turn


def _offers(meeting: Meeting, turn: Turn) -> list[tuple[str, str]]:
    found = queries.queue(meeting.id)
    live, free = meeting.state == "live", found.current is None
    return places_for(turn, found.waiting, live=live, free=free)


def _form_page(kind: str, meeting: Meeting, hall: HallSession, turn: Turn, form: Any) -> str:
    if not form.is_submitted():
        form.version.data = hall.version
        form.turn.data = turn.id
        form.submission_key.data = f"{meeting.id}-{hall.version}-{kind}-{turn.id}-{actor().id}"
    partial = is_htmx()
    return render_template(
        "hall/_act.html" if partial else "hall/act.html",
        kind=kind,
        action=url_for(f"hall.{kind}", meeting_id=meeting.id, turn_id=turn.id),
        partial=partial,
        meeting=meeting,
        turn=turn,
        form=form,
        reasons=REASONS,
        story=queries.why(queries.queue(meeting.id), turn.number, public=False)
        if kind == "place"
        else None,
        place_words=queries.place_words,
    )
