"""Assignments: the list, one whole thread, what is late by unit."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.permissions import sees_everything
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.extensions import db
from dialogue.followup import actions, hooks, queries
from dialogue.followup.forms import ReminderForm
from dialogue.followup.models import REQUEST_KINDS, Assignment
from dialogue.followup.permissions import is_of_lead_unit, writes_replies
from dialogue.followup.privacy import as_it_is, public_name
from dialogue.followup.queries.assignments import FILTERS, MORE_FILTERS, Narrow
from dialogue.followup.views import bp
from dialogue.followup.workflow import ASSIGNMENT, REPLY, REQUEST
from dialogue.history.queries import timeline
from dialogue.opinions.queries import may_see
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part


@bp.get("/assignments")
@requires(takes_part)
def assignments() -> Any:
    """What was given to units, by filter and lead unit."""
    state = request.args.get("state", "todo")
    narrow = read_narrow()
    page = max(request.args.get("page", 1, type=int), 1)
    if state not in FILTERS and state not in MORE_FILTERS:
        abort(404)
    filed = queries.list_assignments(actor(), state, narrow, page)

    def url(**changes: Any) -> str:
        where = {
            "state": state,
            "unit": narrow.unit_id,
            "meeting": narrow.meeting_id,
            "year": narrow.year,
        }
        return url_for(".assignments", **(where | changes))

    shown = FILTERS | ({state: MORE_FILTERS[state]} if state in MORE_FILTERS else {})
    return render_template(
        "followup/assignments.html",
        filed=filed,
        filters=[
            {
                "label": label,
                "url": url(state=name),
                "count": filed.counts[name],
                "current": name == state,
            }
            for name, label in shown.items()
        ],
        unit_filters=[
            {
                "label": unit.short_name if unit else "Mọi đơn vị",
                "url": url(unit=unit.id if unit else None),
                "count": None,
                "current": narrow.unit_id == (unit.id if unit else None),
            }
            for unit in (None, *filed.units)
        ]
        if len(filed.units) > 1
        else [],
        narrowed=_narrowed_to(narrow),
        wider_url=url(meeting=None, year=None),
        prev_url=url(page=page - 1) if page > 1 else None,
        next_url=url(page=page + 1) if filed.has_next else None,
        writes_replies=writes_replies(actor()),
        sees_delegations=sees_everything(actor()),
        ASSIGNMENT=ASSIGNMENT,
    )


def read_narrow() -> Narrow:
    """What the address narrows to: a unit, a meeting, a year."""
    return Narrow(
        unit_id=request.args.get("unit", type=int),
        meeting_id=request.args.get("meeting", type=int),
        year=request.args.get("year", type=int),
    )


def _narrowed_to(narrow: Narrow) -> str:
    meeting = db.session.get(Meeting, narrow.meeting_id) if narrow.meeting_id else None
    return ", ".join(
        part
        for part in (
            meeting.name if meeting else "",
            f"năm {narrow.year}" if narrow.year and not meeting else "",
        )
        if part
    )


@bp.get("/assignments/<int:assignment_id>")
@requires(takes_part)
def assignment(assignment_id: int) -> Any:
    return _page(queries.get_assignment(actor(), assignment_id))


def _page(assignment: Assignment, reminder: ReminderForm | None = None) -> str:
    user = actor()
    conclusion = assignment.conclusion
    drafts = is_of_lead_unit(user, assignment) or sees_everything(user)
    return render_template(
        "followup/assignment.html",
        assignment=assignment,
        opinion_seen=may_see(user, conclusion.opinion_id),
        replies=[r for r in assignment.replies if drafts or r.state == "issued"],
        in_hand=next((r for r in assignment.replies if r.state != "issued"), None)
        if is_of_lead_unit(user, assignment)
        else None,
        available={row.verb for row in ASSIGNMENT.available(user, assignment)},
        reminder=reminder or ReminderForm(formdata=None),
        verdicts=queries.told_verdicts(assignment, -1, as_it_is),
        events=timeline(
            assignment, *assignment.replies, *assignment.requests, *hooks.told_of(assignment)
        ),
        public_name=public_name,
        panels=hooks.panels(user, assignment),
        KINDS=REQUEST_KINDS,
        REQUEST=REQUEST,
        told={reply.id: queries.tell_reply(reply, as_it_is) for reply in assignment.replies},
        ASSIGNMENT=ASSIGNMENT,
        REPLY=REPLY,
    )


@bp.post("/assignments/<int:assignment_id>/reminder")
@requires(takes_part)
@shows_fresh("followup.assignment")
def remind(assignment_id: int) -> Any:
    assignment = queries.get_assignment(actor(), assignment_id)
    form = ReminderForm()
    if not form.validate_on_submit():
        return _page(assignment, reminder=form), 422
    actions.remind(assignment, note=form.note.data or "", actor=actor())
    say(f"Đã đôn đốc {assignment.lead_unit.name}.")
    return go(url_for(".assignment", assignment_id=assignment_id))


@bp.get("/overdue")
@requires(sees_everything)
def overdue() -> Any:
    """Late, due today, due soon, by unit."""
    units = queries.by_unit()
    return render_template(
        "followup/overdue.html",
        units=units,
        late=sum(len(unit.late) for unit in units),
        today_count=sum(len(unit.today) for unit in units),
        soon=sum(len(unit.soon) for unit in units),
        ASSIGNMENT=ASSIGNMENT,
    )
