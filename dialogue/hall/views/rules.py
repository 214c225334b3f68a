"""The rules of the hall's order, and groups of those who speak on one matter (H3, H4)."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, url_for

from dialogue.core.permissions import requires
from dialogue.core.web import actor, is_htmx, shows_fresh
from dialogue.hall import actions, queries
from dialogue.hall.forms import GroupForm, RulesForm
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.permissions import may_look, may_operate
from dialogue.hall.views.console import carried, take
from dialogue.hall.views.shared import bp, open_hall_of
from dialogue.hall.workflow import IN_GROUPS
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part

BASE = "/meetings/<int:meeting_id>/console"


@bp.get(f"{BASE}/rules")
@requires(takes_part)
def rules(meeting_id: int) -> Any:
    """The rules in force, to be changed."""
    meeting, hall = _load(meeting_id)
    form = RulesForm(
        formdata=None,
        order_rule=hall.order_rule,
        minutes=hall.default_seconds // 60,
        answer_minutes=hall.answer_seconds // 60,
        return_after=hall.return_after,
    )
    form.offer(hall)
    return _form_page("rules", meeting, hall, form)


@bp.post(f"{BASE}/rules")
@requires(takes_part)
@shows_fresh("hall.rules")
def set_rules(meeting_id: int) -> Any:
    meeting, hall = _load(meeting_id)
    form = RulesForm()
    form.offer(hall)

    def act() -> HallCommand:
        return actions.set_rules(
            meeting,
            order_rule=str(form.order_rule.data),
            default_seconds=int(form.minutes.data) * 60,
            answer_seconds=int(form.answer_minutes.data) * 60,
            return_after=form.return_after.data or 0,
            **carried(form),
        )

    return take(
        meeting, hall, form, act, beside="return_after",
        refused=lambda: _form_page("rules", meeting, hall, form),
    )  # fmt: skip


@bp.get(f"{BASE}/group")
@requires(takes_part)
def group(meeting_id: int) -> Any:
    """Who of those who wait, speak or have just spoken says the same."""
    meeting, hall = _load(meeting_id)
    offered = _offered(meeting)
    topics = {t.topic for t in offered[:1]}
    form = GroupForm(formdata=None, topic=next(iter(topics), ""))
    form.offer(offered)
    return _form_page("group", meeting, hall, form)


@bp.post(f"{BASE}/group")
@requires(takes_part)
@shows_fresh("hall.group")
def make_group(meeting_id: int) -> Any:
    meeting, hall = _load(meeting_id)
    form = GroupForm()
    turns = {t.id: t for t in queries.queue(meeting.id).turns}
    form.offer(list(turns.values()))

    def act() -> HallCommand:
        chosen = [turns[number] for number in form.turns.data or []]
        return actions.group(meeting, chosen, form.topic.data or "", **carried(form))

    def refused() -> str:
        form.offer(_offered(meeting))
        return _form_page("group", meeting, hall, form)

    return take(meeting, hall, form, act, beside="turns", refused=refused)


def _offered(meeting: Meeting) -> list[Turn]:
    found = queries.queue(meeting.id)
    first = [t for t in (found.current, found.last) if t is not None and t.state in IN_GROUPS]
    return list(dict.fromkeys([*first[:1], *found.waiting]))


def _load(meeting_id: int) -> tuple[Meeting, HallSession]:
    meeting, hall = open_hall_of(meeting_id, may_look)
    if not may_operate(actor(), meeting):
        abort(404)
    return meeting, hall


def _form_page(kind: str, meeting: Meeting, hall: HallSession, form: Any) -> str:
    if not form.is_submitted():
        form.version.data = hall.version
        form.submission_key.data = f"{meeting.id}-{hall.version}-{kind}-{actor().id}"
    partial = is_htmx()
    return render_template(
        "hall/_hall_act.html" if partial else "hall/hall_act.html",
        kind=kind,
        action=url_for(f"hall.{kind}", meeting_id=meeting.id),
        partial=partial,
        meeting=meeting,
        form=form,
    )
