"""One delegate: put right, taken off, put back, what he answered."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.attendance import actions, queries
from dialogue.attendance.forms import PersonForm, PlainForm, RemovalForm, show_error
from dialogue.attendance.models import Delegate
from dialogue.attendance.permissions import can_keep
from dialogue.attendance.views import bp
from dialogue.attendance.views.shared import named_people, roll_url
from dialogue.attendance.workflow import DELEGATE
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.history.queries import timeline

SAID = {
    "confirm": "Đã ghi {name} sẽ dự.",
    "decline": "Đã ghi {name} báo vắng.",
    "unanswer": "Đã ghi {name} chưa trả lời.",
}


def _kept(delegate_id: int) -> Delegate:
    """The delegate, for who keeps the list."""
    found = queries.get_delegate(actor(), delegate_id)
    if not can_keep(actor(), found.roll):
        abort(404)
    return found


@bp.get("/delegates/<int:delegate_id>")
@requires(named_people)
def delegate(delegate_id: int) -> Any:
    """The form of one delegate with the history."""
    found = _kept(delegate_id)
    form = PersonForm(formdata=None)
    form.shown(found)
    return _page(found, form)


def _page(found: Delegate, form: PersonForm, removal: RemovalForm | None = None) -> str:
    removal = removal or RemovalForm(formdata=None)
    for each in (form, removal):
        if each.version.data is None:
            each.version.data = found.version
    return render_template(
        "attendance/delegate.html",
        delegate=found,
        roll=found.roll,
        roll_url=roll_url(found.roll),
        form=form,
        removal=removal,
        verbs={row.verb for row in DELEGATE.available(actor(), found)},
        flow=DELEGATE,
        events=timeline(found),
    )


@bp.post("/delegates/<int:delegate_id>")
@requires(named_people)
@shows_fresh("attendance.delegate")
def edit(delegate_id: int) -> Any:
    found = _kept(delegate_id)
    form = PersonForm()
    if form.validate_on_submit():
        try:
            actions.edit(
                found,
                form.person(),
                actor=actor(),
                version=form.version.data,
                another=form.another.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã lưu.")
            return go(roll_url(found.roll))
    return _page(found, form), 422


@bp.post("/delegates/<int:delegate_id>/removal")
@requires(named_people)
@shows_fresh("attendance.delegate")
def remove(delegate_id: int) -> Any:
    found = _kept(delegate_id)
    form = RemovalForm()
    if form.validate_on_submit():
        try:
            actions.remove(
                found,
                actor=actor(),
                version=form.version.data,
                reason=form.reason.data or "",
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            undo = url_for(".restore", delegate_id=delegate_id)
            say(f"Đã bỏ tên {found.full_name}.", undo_url=undo)
            return go(roll_url(found.roll))
    person = PersonForm(formdata=None)
    person.shown(found)
    return _page(found, person, form), 422


@bp.post("/delegates/<int:delegate_id>/restoration")
@requires(named_people)
@shows_fresh("attendance.delegate")
def restore(delegate_id: int) -> Any:
    found = _kept(delegate_id)
    form = PlainForm()
    form.validate_on_submit()
    actions.restore(found, actor=actor(), version=form.version.data)
    say(f"{found.full_name} có tên lại trong danh sách.")
    return go(roll_url(found.roll))


@bp.post("/delegates/<int:delegate_id>/answer")
@requires(named_people)
@shows_fresh("attendance.delegate")
def answer(delegate_id: int) -> Any:
    found = _kept(delegate_id)
    form = PlainForm()
    form.validate_on_submit()
    verb = request.form.get("verb", "")
    if verb not in SAID:
        abort(404)
    actions.answer(found, verb, actor=actor(), version=form.version.data)
    undo = None if verb == "unanswer" else url_for(".unanswer", delegate_id=delegate_id)
    say(SAID[verb].format(name=found.full_name), undo_url=undo)
    return go(roll_url(found.roll))


@bp.post("/delegates/<int:delegate_id>/answer/undo")
@requires(named_people)
@shows_fresh("attendance.delegate")
def unanswer(delegate_id: int) -> Any:
    found = _kept(delegate_id)
    PlainForm().validate_on_submit()
    actions.answer(found, "unanswer", actor=actor())
    say(SAID["unanswer"].format(name=found.full_name))
    return go(roll_url(found.roll))
