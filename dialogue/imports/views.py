"""HTTP of imported lists: choose a file, look through it, take it, what came in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from dialogue.accounts.queries import units
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.imports import actions, queries
from dialogue.imports.forms import PlainForm, TakeForm, UploadForm, blame
from dialogue.imports.models import OpinionImport
from dialogue.imports.parsing import COLUMNS, LABELS
from dialogue.imports.permissions import can_import, chooses_unit
from dialogue.opinions import queries as opinions
from dialogue.opinions.actions import is_late
from dialogue.sheets.reader import Column

bp = Blueprint("imports", __name__)


@bp.route("/opinion-lists/new", methods=["GET", "POST"])
@requires(can_import)
def upload() -> Any:
    user, meetings = actor(), opinions.open_meetings()
    form = UploadForm()
    form.arrange(user, meetings)
    if request.method == "GET":
        likely = opinions.default_meeting(user, meetings)
        form.meeting.data = likely.id if likely else None
    if meetings and form.validate_on_submit():
        try:
            made = actions.upload(
                form.file.data or None,
                unit=form.chosen_unit(),
                meeting=form.chosen_meeting(),
                actor=user,
            )
        except InvalidInput as error:
            blame(form, error, "file")
        else:
            return go(url_for(".show", import_id=made.id))
    page = render_template(
        "imports/upload.html",
        form=form,
        meetings=meetings,
        chooses_unit=chooses_unit(user),
        columns=[(LABELS[c.name], _others(c), c.required) for c in COLUMNS],
        max_rows=actions.MAX_ROWS,
    )
    return page, 422 if form.errors else 200


def _others(column: Column) -> str:
    return ", ".join(f"“{word}”" for word in column.synonyms[:4])


@bp.get("/opinion-lists/<int:import_id>")
@requires(can_import)
def show(import_id: int, **_of_another_page: Any) -> Any:
    """The preview while it is open, the result afterwards."""
    found = queries.get(actor(), import_id)
    return _result(found) if found.state == "taken" else _preview(found)


def _preview(found: OpinionImport, form: TakeForm | None = None) -> str:
    shown = queries.preview(found)
    if form is None:
        form = TakeForm(formdata=None)
        form.numbers.data = [line.entry.number for line in shown.of("good")]
    return render_template(
        "imports/preview.html",
        one=found,
        shown=shown,
        form=form,
        marked=set(form.numbers.data or []),
        late=is_late(found.meeting),
        is_own=found.unit_id == actor().unit_id,
        areas={group.id: group.short_name for group in units("residential_group")},
        fields={field.id: field.name for field in opinions.fields()},
        LABELS=LABELS,
    )


def _result(found: OpinionImport) -> str:
    came, left = queries.outcomes(found)
    return render_template(
        "imports/result.html",
        one=found,
        came=came,
        left=left,
        is_own=found.unit_id == actor().unit_id,
        LABELS=LABELS,
    )


@bp.post("/opinion-lists/<int:import_id>/confirmation")
@requires(can_import)
@shows_fresh("imports.show")
def take(import_id: int) -> Any:
    found = queries.get(actor(), import_id)
    form = TakeForm()
    if not form.validate_on_submit():
        return _preview(found, form), 422
    try:
        actions.take(
            found,
            numbers=form.numbers.data or [],
            is_sent=form.become.data == "sent",
            late_reason=form.late_reason.data or "",
            actor=actor(),
        )
    except InvalidInput as error:
        blame(form, error, "numbers")
        return _preview(found, form), 422
    return go(url_for(".show", import_id=import_id))


@bp.post("/opinion-lists/<int:import_id>/dropping")
@requires(can_import)
@shows_fresh("imports.show")
def drop(import_id: int) -> Any:
    found = queries.get(actor(), import_id)
    PlainForm().validate_on_submit()
    actions.drop(found, actor=actor())
    say("Đã bỏ tệp; chưa có ý kiến nào được nhận từ tệp này.")
    return go(url_for(".upload"))
