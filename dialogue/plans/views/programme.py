"""The programme of one meeting, line by line, its house rules, the sheet to print."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, g, render_template, request, url_for

from dialogue.accounts.queries import accounts_with_role, get_account, get_unit, units, ward
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.extensions import db
from dialogue.plans import actions, queries
from dialogue.plans.forms import PlainForm, show_error
from dialogue.plans.forms.office import HouseRulesForm, ProgrammeForm, lines_of
from dialogue.plans.models import Meeting, ProgrammeItem
from dialogue.plans.permissions import active_duties, can_edit_meeting
from dialogue.plans.usual import usual_house_rules
from dialogue.plans.views import bp
from dialogue.plans.views.duties import SERVE
from dialogue.plans.workflow import MEETING

Step = Callable[..., Any]


@bp.route("/meetings/<int:meeting_id>/programme", methods=["GET", "POST"])
@requires(can_edit_meeting)
@shows_fresh("plans.meeting")
def programme(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    form = _form()
    MEETING.permit(actor(), meeting, "programme")
    if request.method == "GET":
        form.version.data = meeting.version
    elif form.validate_on_submit():
        try:
            actions.add_item(meeting, _content(form), actor=actor(), version=form.version.data)
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã thêm mục vào chương trình.")
            return go(url_for(".programme", meeting_id=meeting_id))
    return _page(meeting, form), 422 if form.errors else 200


def _page(meeting: Meeting, form: ProgrammeForm) -> str:
    return render_template(
        "plans/programme.html", meeting=meeting, form=form, shown=queries.programme(meeting)
    )


def _form(*, typed: bool = True) -> ProgrammeForm:
    form = ProgrammeForm() if typed else ProgrammeForm(formdata=None)
    form.offer(units(), accounts_with_role("chair", *SERVE))
    return form


def _content(form: ProgrammeForm) -> actions.ItemContent:
    kind, number = form.chosen or ("", 0)
    return actions.ItemContent(
        title=form.title.data or "",
        minutes=form.minutes.data or 0,
        starts=form.starts.data,
        owner=form.owner.data or "",
        account=get_account(number) if kind == "account" else None,
        unit=get_unit(number) if kind == "unit" else None,
    )


def _shows_programme(view: Step) -> Step:
    """On a step that came too late: 409 with the programme as it is now."""

    @wraps(view)
    def guarded(**values: Any) -> Any:
        try:
            return view(**values)
        except Conflict as conflict:
            db.session.rollback()
            g.conflict_message = conflict.message
            meeting = queries.get_meeting(actor(), values["meeting_id"])
            form = _form(typed=False)
            form.version.data = meeting.version
            return _page(meeting, form), 409

    return guarded


@bp.route("/meetings/<int:meeting_id>/programme/<int:item_id>", methods=["GET", "POST"])
@requires(can_edit_meeting)
@_shows_programme
def edit_item(meeting_id: int, item_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    item = queries.get_item(meeting, item_id)
    form = _form()
    if request.method == "GET":
        MEETING.permit(actor(), meeting, "programme")
        form.shown(item)
        form.version.data = meeting.version
    elif form.validate_on_submit():
        try:
            actions.edit_item(item, _content(form), actor=actor(), version=form.version.data)
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã lưu mục của chương trình.")
            return go(url_for(".programme", meeting_id=meeting_id))
    page = render_template("plans/programme_item.html", meeting=meeting, item=item, form=form)
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/programme/<int:item_id>/<way>")
@requires(can_edit_meeting)
@_shows_programme
def move_item(meeting_id: int, item_id: int, way: str) -> Any:
    if way not in ("up", "down"):
        abort(404)

    def act(item: ProgrammeItem, version: int | None) -> None:
        actions.move_item(item, up=way == "up", actor=actor(), version=version)

    return _step(meeting_id, item_id, act)


@bp.post("/meetings/<int:meeting_id>/programme/<int:item_id>/removal")
@requires(can_edit_meeting)
@_shows_programme
def drop_item(meeting_id: int, item_id: int) -> Any:
    def act(item: ProgrammeItem, version: int | None) -> None:
        actions.drop_item(item, actor=actor(), version=version)
        say("Đã bỏ mục khỏi chương trình.")

    return _step(meeting_id, item_id, act)


@bp.post("/meetings/<int:meeting_id>/programme/usual")
@requires(can_edit_meeting)
@_shows_programme
def usual_programme(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    form = PlainForm()
    form.validate_on_submit()
    actions.take_usual_programme(meeting, actor=actor(), version=form.version.data)
    say("Đã lấy chương trình theo kế hoạch.")
    return go(url_for(".programme", meeting_id=meeting_id))


def _step(meeting_id: int, item_id: int, act: Callable[[ProgrammeItem, int | None], None]) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    form = PlainForm()
    form.validate_on_submit()
    act(queries.get_item(meeting, item_id), form.version.data)
    return go(url_for(".programme", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/house-rules", methods=["GET", "POST"])
@requires(can_edit_meeting)
@shows_fresh("plans.meeting")
def house_rules(meeting_id: int) -> Any:
    meeting = queries.get_meeting(actor(), meeting_id)
    form = HouseRulesForm()
    if request.method == "GET":
        MEETING.permit(actor(), meeting, "house_rules")
        form.lines.data = "\n".join(meeting.house_rules or usual_house_rules())
        form.version.data = meeting.version
    elif form.validate_on_submit():
        actions.set_house_rules(
            meeting, lines_of(form.lines), actor=actor(), version=form.version.data
        )
        say("Đã lưu nội quy.")
        return go(url_for(".meeting", meeting_id=meeting_id))
    page = render_template("plans/house_rules.html", meeting=meeting, form=form)
    return page, 422 if form.errors else 200


@bp.get("/meetings/<int:meeting_id>/programme/sheet")
@requires(signed_in)
def programme_sheet(meeting_id: int) -> str:
    """The programme with hours, people and house rules on one sheet of paper."""
    meeting = queries.get_meeting(actor(), meeting_id)
    return render_template(
        "plans/programme_sheet.html",
        meeting=meeting,
        ward=ward(),
        shown=queries.programme(meeting),
        presider=queries.presider_of(meeting),
        named={duty: active_duties(meeting, duty) for duty in ("secretary", "desk")},
    )
