"""The overview of a meeting's lists; one unit's list; sending it."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.permissions import sees_everything
from dialogue.attendance import actions, queries
from dialogue.attendance.actions.rolls import what_needs_reason
from dialogue.attendance.forms import PersonForm, PlainForm, SendForm, show_error, show_phone
from dialogue.attendance.models import DelegateList
from dialogue.attendance.permissions import (
    can_arrange,
    can_see,
    is_open,
    sees_overview,
    sees_phones,
)
from dialogue.attendance.views import bp
from dialogue.attendance.views.shared import named_people, overseen, roll_at, roll_url, who_of
from dialogue.attendance.workflow import DELEGATE, LIST
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, is_htmx, say, shows_fresh
from dialogue.plans.permissions import names_delegates
from dialogue.plans.queries import get_meeting

PAGE = 100


@bp.get("/meetings/<int:meeting_id>/attendance")
@requires(named_people)
def index(meeting_id: int) -> Any:
    """Every unit's list; who only has a list of his own is shown that one."""
    user = actor()
    meeting = get_meeting(user, meeting_id)
    if not sees_overview(user, meeting):
        if not names_delegates(user):
            abort(404)
        return roll_page(queries.get_roll(user, meeting, user.unit_id))
    words = request.args.get("q", "")
    found = queries.find(meeting, words)
    if is_htmx() and "q" in request.args:
        return render_template("attendance/_found.html", **_found(found, words))
    twins = queries.twins_of(meeting)
    everything = sees_everything(user)
    # Who only serves at the desk sees what was sent, and the own unit's list.
    lines = [x for x in queries.overview(meeting) if everything or can_see(user, x.roll)]
    return render_template(
        "attendance/index.html",
        meeting=meeting,
        lines=lines,
        who_of=who_of,
        totals=queries.totals(meeting, lines, twins.people({line.roll.id for line in lines})),
        doubled=queries.doubled(twins, lines),
        waiting=len(queries.to_invite(meeting, twins)),
        may_arrange=can_arrange(user) and is_open(meeting),
        flow=LIST,
        **_found(found, words),
    )


def _found(found: list[Any], words: str) -> dict[str, Any]:
    user = actor()
    return {
        "found": found,
        "words": words,
        "phones": {d.id: show_phone(d.phone) for d in found if sees_phones(user, d.roll)},
        "people_flow": DELEGATE,
    }


@bp.get("/meetings/<int:meeting_id>/attendance/<who>")
@requires(named_people)
def roll(meeting_id: int, who: str) -> Any:
    return roll_page(roll_at(meeting_id, who))


def roll_page(
    roll: DelegateList, adding: PersonForm | None = None, sending: SendForm | None = None
) -> str:
    """One list: its people, the form for the next one, sending."""
    user, meeting = actor(), roll.meeting
    adding = adding or PersonForm(formdata=None)
    sending = sending or SendForm(formdata=None)
    sending.version.data = roll.version
    page = max(request.args.get("page", 1, type=int), 1)
    people = queries.people_of(roll, page=page, size=PAGE)
    count = queries.count_people(roll)
    twins = queries.twins_of(meeting)
    task, due_on = queries.due_of(meeting, roll.unit)
    may_fill = LIST.can(user, roll, "fill")
    return render_template(
        "attendance/roll.html",
        meeting=meeting,
        roll=roll,
        who=who_of(roll),
        people=people,
        count=count,
        first=(page - 1) * PAGE,
        removed=queries.people_of(roll, removed=True) if may_fill else [],
        flow=LIST,
        people_flow=DELEGATE,
        verbs={d.id: {row.verb for row in DELEGATE.available(user, d)} for d in people},
        phones={d.id: show_phone(d.phone) for d in people} if sees_phones(user, roll) else None,
        notes=queries.notes_of(user, roll, people, twins),
        adding=adding,
        sending=sending,
        needs_reason=what_needs_reason(roll, count),
        task=task,
        due_on=due_on,
        may_fill=may_fill,
        may_send=LIST.can(user, roll, "send"),
        overview=sees_overview(user, meeting),
        events=queries.events_of(roll),
        prev_url=_page_url(roll, page - 1) if page > 1 else None,
        next_url=_page_url(roll, page + 1) if count > page * PAGE else None,
    )


def _page_url(roll: DelegateList, page: int) -> str:
    return url_for(
        ".roll", meeting_id=roll.meeting_id, who=who_of(roll), page=page if page > 1 else None
    )


@bp.post("/meetings/<int:meeting_id>/attendance/<who>/people")
@requires(named_people)
@shows_fresh("attendance.roll")
def add(meeting_id: int, who: str) -> Any:
    roll = roll_at(meeting_id, who)
    LIST.admit(actor(), roll, "fill")
    form = PersonForm()
    if form.validate_on_submit():
        try:
            person = form.person()
            actions.add(roll, person, actor=actor(), another=form.another.data)
        except InvalidInput as error:
            show_error(form, error)
        else:
            say(f"Đã thêm {person.full_name}.")
            return go(roll_url(roll))
    return roll_page(roll, adding=form), 422


@bp.post("/meetings/<int:meeting_id>/attendance/<who>/sending")
@requires(named_people)
@shows_fresh("attendance.roll")
def send(meeting_id: int, who: str) -> Any:
    roll = roll_at(meeting_id, who)
    LIST.admit(actor(), roll, "send")
    form = SendForm()
    if form.validate_on_submit():
        try:
            sent = actions.send(
                roll, actor=actor(), version=form.version.data, reason=form.reason.data or ""
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            late = " Danh sách được ghi là gửi muộn." if sent.is_late else ""
            say(f"Đã gửi danh sách về Văn phòng.{late}")
            return go(roll_url(roll))
    return roll_page(roll, sending=form), 422


@bp.post("/meetings/<int:meeting_id>/attendance/invitations")
@requires(can_arrange)
@shows_fresh("attendance.index")
def invite(meeting_id: int) -> Any:
    """Number everyone of the sent lists who has no invitation."""
    meeting = overseen(meeting_id)
    PlainForm().validate_on_submit()
    invited = actions.invite_all(meeting, actor=actor())
    if invited:
        say(f"Đã ghi {len(invited)} giấy mời, từ số {invited[0].number} đến {invited[-1].number}.")
    else:
        say("Không còn ai trong danh sách đã gửi mà chưa có giấy mời.")
    return go(url_for(".index", meeting_id=meeting_id))
