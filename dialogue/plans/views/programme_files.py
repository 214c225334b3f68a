"""Reports and other files of a meeting's programme: send, replace, remove, who reads them."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.plans import actions, queries
from dialogue.plans.file_workflow import PROGRAMME_FILE
from dialogue.plans.forms import ReasonForm, show_error
from dialogue.plans.forms.reports import AudienceForm, NewVersionForm, ReportForm
from dialogue.plans.models import FILE_AUDIENCES, Meeting, Task
from dialogue.plans.permissions import can_place_files, can_send_report, takes_part
from dialogue.plans.views import bp


@bp.get("/meetings/<int:meeting_id>/reports")
@requires(takes_part)
def reports(meeting_id: int) -> Any:
    user = actor()
    meeting = queries.get_meeting(user, meeting_id)
    files = queries.files_of(user, meeting)
    return render_template(
        "plans/reports.html",
        meeting=meeting,
        files=[one for one in files if one.file.state == "current"],
        removed=[one for one in files if one.file.state == "removed"],
        verbs={
            one.file.id: {row.verb for row in PROGRAMME_FILE.available(user, one.file)}
            for one in files
        },
        audiences=FILE_AUDIENCES,
        tasks=queries.review_tasks(user, meeting),
        may_place=can_place_files(user) and meeting.state != "closed",
    )


@bp.route("/meetings/<int:meeting_id>/reports/new", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("plans.reports")
def new_report(meeting_id: int) -> Any:
    user = actor()
    meeting = queries.get_meeting(user, meeting_id)
    task = _task(meeting)
    form = ReportForm()
    form.offer(meeting.programme)
    if request.method == "GET":
        usual = queries.usual_item(meeting.programme)
        form.item.data = usual.id if usual else None
    elif not form.item.choices:
        show_error(form, InvalidInput("Buổi đối thoại này chưa có chương trình."))
    elif form.validate_on_submit():
        try:
            actions.add_files(
                queries.get_item(meeting, form.item.data),
                form.files.data or [],
                title=form.title.data or "",
                audience=form.audience.data or "leaders",
                task=task,
                actor=user,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã gửi báo cáo." if task else "Đã thêm tệp vào chương trình.")
            return go(url_for(".reports", meeting_id=meeting_id))
    page = render_template(
        "plans/report_form.html",
        meeting=meeting,
        task=task,
        form=form,
        may_place=can_place_files(user),
    )
    return page, 422 if form.errors else 200


def _task(meeting: Meeting) -> Task | None:
    """The review that the address names; none is for the office alone."""
    task_id = request.args.get("task", type=int)
    if task_id is None:
        if not can_place_files(actor()):
            raise NotAllowed
        return None
    task = queries.get_task(actor(), task_id)
    if task.meeting_id != meeting.id or not can_send_report(actor(), task):
        raise NotAllowed
    return task


@bp.route("/meetings/<int:meeting_id>/reports/<int:file_id>/version", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("plans.reports")
def replace_report(meeting_id: int, file_id: int) -> Any:
    file = queries.get_file(actor(), file_id)
    PROGRAMME_FILE.admit(actor(), file, "replace")
    form = NewVersionForm()
    if request.method == "GET":
        PROGRAMME_FILE.permit(actor(), file, "replace")
        form.version.data = file.version
    elif form.validate_on_submit():
        try:
            actions.replace_file(
                file,
                form.files.data,
                reason=form.reason.data or "",
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã thay bằng bản mới; bản trước vẫn được giữ.")
            return go(url_for(".reports", meeting_id=meeting_id))
    page = render_template("plans/report_version.html", file=file, form=form)
    return page, 422 if form.errors else 200


@bp.route("/meetings/<int:meeting_id>/reports/<int:file_id>/removal", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("plans.reports")
def remove_report(meeting_id: int, file_id: int) -> Any:
    file = queries.get_file(actor(), file_id)
    PROGRAMME_FILE.admit(actor(), file, "remove")
    form = ReasonForm()
    if request.method == "GET":
        PROGRAMME_FILE.permit(actor(), file, "remove", reason="-")
        form.version.data = file.version
    elif form.validate_on_submit():
        actions.remove_file(
            file, reason=form.reason.data or "", actor=actor(), version=form.version.data
        )
        say("Đã gỡ tệp khỏi chương trình.")
        return go(url_for(".reports", meeting_id=meeting_id))
    page = render_template(
        "plans/reason.html",
        form=form,
        title="Gỡ tệp",
        lede=f"{file.meeting.name}: {file.title} ({file.unit.name}). "
        "Tệp không còn trong chương trình; Văn phòng và lãnh đạo vẫn xem lại được.",
        verb="Gỡ tệp",
        back=url_for(".reports", meeting_id=meeting_id),
    )
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/reports/<int:file_id>/audience")
@requires(can_place_files)
@shows_fresh("plans.reports")
def show_report_to(meeting_id: int, file_id: int) -> Any:
    file = queries.get_file(actor(), file_id)
    form = AudienceForm()
    if form.validate_on_submit():
        actions.show_file_to(file, form.audience.data, actor=actor(), version=form.version.data)
        say(f"Người được xem “{file.title}”: {FILE_AUDIENCES[file.audience]}.")
    return go(url_for(".reports", meeting_id=meeting_id))
