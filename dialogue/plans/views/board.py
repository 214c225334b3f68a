"""The office's board of tasks, its print, and reminding who has not done his."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.accounts.queries import units, ward
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.plans import actions, queries
from dialogue.plans.forms import PlainForm
from dialogue.plans.models import TASK_KINDS, Meeting
from dialogue.plans.permissions import can_nudge, sees_all_tasks
from dialogue.plans.queries import BoardFilter
from dialogue.plans.queries.board import STATES
from dialogue.plans.views import bp
from dialogue.plans.workflow import TASK


@bp.get("/tasks/board")
@requires(sees_all_tasks)
def board() -> Any:
    meetings = queries.meetings()
    meeting = _meeting(meetings)
    if meeting is None:
        return render_template("plans/board.html", shown=None, meetings=[])
    wanted = _wanted()
    shown = queries.board(actor(), meeting, wanted)
    return render_template(
        "plans/board.html",
        shown=shown,
        meetings=meetings,
        wanted=wanted,
        flow=TASK,
        units=units(),
        kinds=TASK_KINDS,
        may_nudge=can_nudge(actor()) and meeting.state not in ("planned", "closed"),
        query=_query(meeting, wanted),
        print_url=url_for(".board_print", **_query(meeting, wanted)),
        filters=[
            {
                "label": label,
                "url": url_for(".board", **_query(meeting, wanted) | {"state": code}),
                "count": shown.counts[code],
                "current": code == wanted.state,
            }
            for code, (label, _) in STATES.items()
            if shown.counts[code] or code in ("all", "open", "done", wanted.state)
        ],
    )


@bp.get("/tasks/board/print")
@requires(sees_all_tasks)
def board_print() -> Any:
    """The same on A4 paper, lying on its long side."""
    meeting = _meeting(queries.meetings())
    wanted = _wanted()
    return render_template(
        "plans/board_print.html",
        shown=queries.board(actor(), meeting, wanted) if meeting else None,
        wanted=wanted,
        flow=TASK,
        ward=ward(),
        state=STATES[wanted.state][0],
        kind=TASK_KINDS.get(wanted.kind, ""),
    )


@bp.post("/tasks/board/reminder")
@requires(can_nudge)
@shows_fresh("plans.board")
def nudge() -> Any:
    """Remind one unit, or every one that has something open."""
    form = PlainForm()
    form.validate_on_submit()
    meeting_id = request.form.get("meeting", 0, type=int)
    meeting = queries.get_meeting(actor(), meeting_id)
    kind = request.form.get("kind", "")
    done = actions.nudge(
        meeting,
        actor=actor(),
        unit_id=request.form.get("unit", type=int),
        kind=kind if kind in TASK_KINDS else "",
    )
    say(_words(done))
    wanted = {name: request.form.get(name) or None for name in ("state", "show_unit", "kind")}
    return go(
        url_for(
            ".board",
            meeting=meeting.id,
            state=wanted["state"],
            unit=wanted["show_unit"],
            kind=wanted["kind"],
        )
    )


def _words(done: actions.Nudged) -> str:
    if not done.units:
        return "Hôm nay đã nhắc rồi; mỗi đơn vị chỉ nhắc một lần một ngày."
    whom = done.units[0].name if len(done.units) == 1 else f"{len(done.units)} đơn vị"
    earlier = f" ({len(done.earlier)} đơn vị đã nhắc trước đó hôm nay)" if done.earlier else ""
    return f"Đã nhắc {whom}{earlier}."


def _meeting(meetings: list[Meeting]) -> Meeting | None:
    """The one of the address; else the one people speak of today."""
    wanted = request.values.get("meeting", type=int)
    found = next((m for m in meetings if m.id == wanted), None)
    return found or queries.current_meeting()


def _wanted() -> BoardFilter:
    kind, state = request.args.get("kind", ""), request.args.get("state", "all")
    return BoardFilter(
        unit_id=request.args.get("unit", type=int),
        kind=kind if kind in TASK_KINDS else "",
        state=state if state in STATES else "all",
    )


def _query(meeting: Meeting, wanted: BoardFilter) -> dict[str, Any]:
    return {
        "meeting": meeting.id,
        "unit": wanted.unit_id,
        "kind": wanted.kind or None,
        "state": wanted.state,
    }
