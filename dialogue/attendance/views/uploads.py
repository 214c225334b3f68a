"""A list out of a file: chosen, shown row by row, taken or left."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, request, url_for

from dialogue.attendance import actions, queries
from dialogue.attendance.forms import PlainForm, TakeForm, UploadForm, show_error, show_phone
from dialogue.attendance.models import DelegateImport
from dialogue.attendance.parsing import COLUMNS, LABELS
from dialogue.attendance.views import bp
from dialogue.attendance.views.shared import named_people, roll_at, roll_url, who_of
from dialogue.attendance.workflow import LIST
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.sheets.writer import Column, Sheet, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/meetings/<int:meeting_id>/attendance/<who>/file", methods=["GET", "POST"])
@requires(named_people)
@shows_fresh("attendance.roll")
def upload(meeting_id: int, who: str) -> Any:
    roll = roll_at(meeting_id, who)
    LIST.permit(actor(), roll, "fill")
    form = UploadForm()
    if form.validate_on_submit():
        try:
            made = actions.upload(roll, form.file.data or None, actor=actor())
        except InvalidInput as error:
            show_error(form, error)
        else:
            return go(url_for(".preview", upload_id=made.id))
    page = render_template(
        "attendance/upload.html", roll=roll, who=who_of(roll), form=form, columns=COLUMNS
    )
    return page, 422 if form.errors else 200


@bp.get("/delegate-files/<int:upload_id>")
@requires(named_people)
def preview(upload_id: int) -> Any:
    """Each row with what will become of it, against the list as it is now."""
    return _page(queries.get_upload(actor(), upload_id))


def _page(found: DelegateImport, form: TakeForm | None = None) -> str:
    form = form or TakeForm(formdata=None)
    form.version.data = found.roll.version
    shown = queries.preview_of(found)
    return render_template(
        "attendance/preview.html",
        upload=found,
        roll=found.roll,
        roll_url=roll_url(found.roll),
        who=who_of(found.roll),
        preview=shown,
        understood=", ".join(
            f"{LABELS.get(column, 'Tên')} (“{words}”)"
            for column, words in found.facts.get("headers", {}).items()
        ),
        form=form,
        show_phone=show_phone,
    )


@bp.post("/delegate-files/<int:upload_id>/confirmation")
@requires(named_people)
@shows_fresh("attendance.preview")
def take(upload_id: int) -> Any:
    found = queries.get_upload(actor(), upload_id)
    form = TakeForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        count = actions.take(
            found,
            actor=actor(),
            version=form.version.data,
            also=request.form.getlist("also", type=int),
            without=request.form.getlist("without", type=int),
        )
    except InvalidInput as error:
        form.version.errors = [error.message]
        return _page(found, form), 422
    say(f"Đã thêm {count} người vào danh sách.")
    return go(roll_url(found.roll))


@bp.post("/delegate-files/<int:upload_id>/dropping")
@requires(named_people)
@shows_fresh("attendance.preview")
def drop(upload_id: int) -> Any:
    found = queries.get_upload(actor(), upload_id)
    PlainForm().validate_on_submit()
    actions.drop(found, actor=actor())
    say("Đã bỏ tệp; danh sách không đổi.")
    return go(roll_url(found.roll))


@bp.get("/delegate-files/<int:upload_id>/refused.xlsx")
@requires(named_people)
def refused(upload_id: int) -> Response:
    """What was not taken, with the reason beside each row: to put right and send again."""
    found = queries.get_upload(actor(), upload_id)
    rows = [
        [*(row.entry.texts.get(column, "") for column in LABELS), row.why]
        for row in queries.preview_of(found).of("refused", "maybe", "same")
    ]
    if not rows:
        abort(404)
    return Response(
        write_workbook([_refused_sheet(found, rows)]),
        mimetype=XLSX,
        headers={"Content-Disposition": 'attachment; filename="dong-chua-nhan.xlsx"'},
    )


def _refused_sheet(upload: DelegateImport, rows: list[list[str]]) -> Sheet:
    return Sheet(
        name="Chưa nhận",
        title=f"Các dòng chưa nhận của {upload.roll.name}, {upload.roll.meeting.name}",
        columns=[
            *(Column(label, width=22) for label in LABELS.values()),
            Column("Vì sao chưa nhận", width=48, kind="long"),
        ],
        rows=rows,
    )
