"""The unit's acts on what it gathers; each one POST, with or without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, render_template, request, url_for

from dialogue.consolidation import actions, queries
from dialogue.consolidation.forms import NEW, HeadingForm, PlainForm, PutForm, blame
from dialogue.consolidation.models import Consolidation
from dialogue.consolidation.permissions import can_gather
from dialogue.consolidation.views import bp
from dialogue.consolidation.views.pages import show_page
from dialogue.consolidation.workflow import CONSOLIDATION
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.unit_of_work import unit_of_work
from dialogue.core.web import actor, go, is_htmx, say, shows_fresh
from dialogue.opinions import queries as opinions


def _own(consolidation_id: int) -> Consolidation:
    """``NotAllowed`` for one that only others may arrange."""
    found = queries.get(actor(), consolidation_id)
    if not CONSOLIDATION.row("arrange").who(actor(), found):
        raise NotAllowed
    return found


def _done(consolidation_id: int, anchor: str, words: str = "") -> Any:
    """Back to the page at ``anchor``; where scripts run only the part that changed."""
    if words:
        say(words)
    if is_htmx():
        return show_page(queries.get(actor(), consolidation_id))
    return go(url_for(".show", consolidation_id=consolidation_id, _anchor=anchor))


@bp.post("/meetings/<int:meeting_id>/consolidations")
@requires(can_gather)
@shows_fresh("consolidation.index")
def start(meeting_id: int) -> Any:
    PlainForm().validate_on_submit()
    meeting = opinions.meeting_of(meeting_id)
    if meeting is None:
        raise NotAllowed
    made = actions.start(meeting, actor=actor())
    return go(url_for(".show", consolidation_id=made.id))


@bp.route("/consolidations/<int:consolidation_id>/headings", methods=["GET", "POST"])
@requires(can_gather)
@shows_fresh("consolidation.show")
def add_heading(consolidation_id: int) -> Any:
    """A heading to fill afterwards."""
    found = _own(consolidation_id)
    CONSOLIDATION.permit(actor(), found, "arrange")
    form = HeadingForm()
    if request.method == "GET":
        form.version.data = found.version
    if form.validate_on_submit():
        try:
            heading = actions.add_heading(
                found,
                title=form.title.data or "",
                summary=form.summary.data or "",
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as error:
            blame(form, error, "title")
        else:
            return _done(consolidation_id, f"heading-{heading.id}", "Đã thêm nhóm.")
    page = render_template("consolidation/heading.html", one=found, heading=None, form=form)
    return page, 422 if form.errors else 200


@bp.route(
    "/consolidations/<int:consolidation_id>/headings/<int:heading_id>", methods=["GET", "POST"]
)
@requires(can_gather)
@shows_fresh("consolidation.show")
def edit_heading(consolidation_id: int, heading_id: int) -> Any:
    """Its name and its line of summary."""
    found = _own(consolidation_id)
    CONSOLIDATION.permit(actor(), found, "arrange")
    heading = next((h for h in found.headings if h.id == heading_id), None)
    if heading is None:
        raise NotAllowed
    form = HeadingForm(obj=heading)
    if request.method == "GET":
        form.version.data = found.version
    if form.validate_on_submit():
        try:
            actions.edit_heading(
                found,
                heading_id,
                title=form.title.data or "",
                summary=form.summary.data or "",
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as error:
            blame(form, error, "title")
        else:
            return _done(consolidation_id, f"heading-{heading_id}", "Đã lưu nhóm.")
    page = render_template("consolidation/heading.html", one=found, heading=heading, form=form)
    return page, 422 if form.errors else 200


@bp.post("/consolidations/<int:consolidation_id>/headings/<int:heading_id>/removal")
@requires(can_gather)
@shows_fresh("consolidation.show")
def drop_heading(consolidation_id: int, heading_id: int) -> Any:
    found, form = _own(consolidation_id), _step()
    count = actions.drop_heading(found, heading_id, actor=actor(), version=form.version.data)
    words = f"Đã bỏ nhóm; {count} ý kiến về mục chưa xếp nhóm." if count else "Đã bỏ nhóm."
    return _done(consolidation_id, "free", words)


@bp.post("/consolidations/<int:consolidation_id>/headings/<int:heading_id>/order")
@requires(can_gather)
@shows_fresh("consolidation.show")
def move_heading(consolidation_id: int, heading_id: int) -> Any:
    return _move(consolidation_id, heading_id, "heading", actions.move_heading)


@bp.post("/consolidations/<int:consolidation_id>/items/<int:item_id>/order")
@requires(can_gather)
@shows_fresh("consolidation.show")
def move_item(consolidation_id: int, item_id: int) -> Any:
    return _move(consolidation_id, item_id, "item", actions.move_item)


def _move(consolidation_id: int, number: int, what: str, act: Callable[..., None]) -> Any:
    found, form = _own(consolidation_id), _step()
    up = form.way.data == "up"
    act(found, number, up=up, actor=actor(), version=form.version.data)
    # The button that was pressed keeps the focus, so that it can be pressed again.
    g.moved = f"{what}-{number}-{'up' if up else 'down'}"
    return _done(consolidation_id, f"{what}-{number}")


def _step() -> PlainForm:
    form = PlainForm()
    form.validate_on_submit()
    return form


@bp.post("/consolidations/<int:consolidation_id>/items")
@requires(can_gather)
@shows_fresh("consolidation.show")
def put(consolidation_id: int) -> Any:
    """Put the marked ones under a heading, or take them out ("act")."""
    found = _own(consolidation_id)
    form = PutForm()
    form.arrange(found)
    valid = form.validate_on_submit()
    if request.form.get("act") == "out":
        return _take_out(found, form)
    if valid and not form.ids.data:
        form.ids.errors = ["Cần đánh dấu ít nhất một ý kiến."]
    if form.errors:
        return show_page(found, form), 422
    try:
        count, heading_id = _put(found, form)
    except InvalidInput as error:
        blame(form, error, "ids")
        return show_page(queries.get(actor(), consolidation_id), form), 422
    g.moved = "free-title"  # on to the next ones
    return _done(consolidation_id, f"heading-{heading_id}", f"Đã xếp {count} ý kiến vào nhóm.")


def _put(found: Consolidation, form: PutForm) -> tuple[int, int]:
    """(how many, under which heading), the new heading and its opinions in one act."""
    ids, version = form.ids.data or [], form.version.data
    if form.heading.data != NEW:
        heading_id = form.heading.data
        return actions.put(found, ids, heading_id, actor=actor(), version=version), heading_id
    with unit_of_work():
        heading = actions.add_heading(
            found, title=form.title.data or "", actor=actor(), version=version
        )
        heading_id = heading.id
        return actions.put(found, ids, heading_id, actor=actor()), heading_id


def _take_out(found: Consolidation, form: PutForm) -> Any:
    number = found.id
    try:
        count = actions.take_out(
            found, form.ids.data or [], actor=actor(), version=form.version.data
        )
    except InvalidInput as error:
        form.ids.errors = [error.message]
        return show_page(queries.get(actor(), number), form), 422
    g.moved = "free-title"
    return _done(number, "free", f"Đã bỏ {count} ý kiến ra khỏi nhóm.")
