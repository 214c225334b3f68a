"""Tasks: the list with its filters, one task, done with evidence, taken back, returned."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import units
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import Form
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.files.queries import attachments_of
from dialogue.history.queries import timeline
from dialogue.plans import actions, queries
from dialogue.plans.forms import EvidenceForm, PlainForm, ReasonForm, TaskForm, show_error
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import owns_task, sees_all_tasks, takes_part
from dialogue.plans.queries import PAGE, TaskFilter
from dialogue.plans.queries.tasks import STATES
from dialogue.plans.views import bp
from dialogue.plans.workflow import TASK


@bp.get("/tasks")
@requires(takes_part)
def tasks() -> Any:
    user = actor()
    meetings = queries.meetings()
    wanted = _wanted(user, meetings)
    page = max(request.args.get("page", 1, type=int), 1)
    found = queries.list_tasks(user, wanted, page)
    counts = queries.count_tasks(user, wanted)
    return render_template(
        "plans/tasks.html",
        tasks=found[:PAGE],
        flow=TASK,
        wanted=wanted,
        everyone=sees_all_tasks(user),
        units=_offered(user),
        meetings=meetings,
        filters=[
            {
                "label": label,
                "url": _url(wanted, state=code),
                "count": counts[code],
                "current": code == wanted.state,
            }
            for code, label in STATES.items()
        ],
        prev_url=_url(wanted, page=page - 1) if page > 1 else None,
        next_url=_url(wanted, page=page + 1) if len(found) > PAGE else None,
    )


def _offered(user: Account) -> list[Unit]:
    return units() if sees_all_tasks(user) else []


def _wanted(user: Account, meetings: list[Meeting]) -> TaskFilter:
    state = request.args.get("state", "open")
    meeting_id = request.args.get("meeting", type=int)
    unit_id = request.args.get("unit", type=int)
    return TaskFilter(
        meeting_id=meeting_id if meeting_id in {m.id for m in meetings} else None,
        unit_id=unit_id if sees_all_tasks(user) and unit_id else None,
        state=state if state in STATES else "open",
    )


def _url(wanted: TaskFilter, *, state: str | None = None, page: int | None = None) -> str:
    return url_for(
        ".tasks",
        state=state or wanted.state,
        meeting=wanted.meeting_id,
        unit=wanted.unit_id,
        page=page if page and page > 1 else None,
    )


@bp.get("/tasks/<int:task_id>")
@requires(takes_part)
def task(task_id: int) -> Any:
    return _page(task_id)


def _page(task_id: int, **typed: Form) -> Any:
    """The task; ``typed`` holds the one form that was sent and has something to correct."""
    user = actor()
    found = queries.get_task(user, task_id)
    forms = {
        "form": TaskForm(formdata=None),
        "taking_back": ReasonForm(formdata=None),
        "returning": ReasonForm(formdata=None),
        "adding": EvidenceForm(formdata=None),
    } | typed
    for each in forms.values():
        if each.version.data is None:
            each.version.data = found.version
    return render_template(
        "plans/task.html",
        task=found,
        flow=TASK,
        verbs={row.verb for row in TASK.available(user, found)},
        is_own=owns_task(user, found),
        files=attachments_of(found),
        reports=queries.files_of_task(user, found),
        events=timeline(found),
        **forms,
    )


@bp.post("/tasks/<int:task_id>/completion")
@requires(takes_part)
@shows_fresh("plans.task")
def complete(task_id: int) -> Any:
    found = queries.get_task(actor(), task_id)
    TASK.admit(actor(), found, "done")
    form = TaskForm()
    if form.validate_on_submit():
        try:
            actions.complete_task(
                found,
                form.note.data or "",
                *form.uploads,
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã báo xong nhiệm vụ.", undo_url=url_for(".undo", task_id=task_id))
            return go(url_for(".task", task_id=task_id))
    return _page(task_id, form=form), 422


@bp.post("/tasks/<int:task_id>/undo")
@requires(takes_part)
@shows_fresh("plans.task")
def undo(task_id: int) -> Any:
    found = queries.get_task(actor(), task_id)
    form = PlainForm()
    form.validate_on_submit()
    actions.undo_task(found, actor=actor(), version=form.version.data)
    say("Đã ghi lại là chưa xong.")
    return go(url_for(".task", task_id=task_id))


@bp.post("/tasks/<int:task_id>/taking-back")
@requires(takes_part)
@shows_fresh("plans.task")
def take_back_task(task_id: int) -> Any:
    found = queries.get_task(actor(), task_id)
    TASK.admit(actor(), found, "take_back")
    form = ReasonForm()
    if form.validate_on_submit():
        actions.take_back_task(
            found, reason=form.reason.data or "", actor=actor(), version=form.version.data
        )
        say("Đã rút lại. Văn phòng được báo cùng lý do.")
        return go(url_for(".task", task_id=task_id))
    return _page(task_id, taking_back=form), 422


@bp.post("/tasks/<int:task_id>/reopening")
@requires(takes_part)
@shows_fresh("plans.task")
def reopen(task_id: int) -> Any:
    found = queries.get_task(actor(), task_id)
    TASK.admit(actor(), found, "reopen")
    form = ReasonForm()
    if form.validate_on_submit():
        actions.reopen_task(
            found, reason=form.reason.data or "", actor=actor(), version=form.version.data
        )
        say(f"Đã trả lại nhiệm vụ và báo cho {found.unit.name}.")
        return go(url_for(".task", task_id=task_id))
    return _page(task_id, returning=form), 422


@bp.post("/tasks/<int:task_id>/evidence")
@requires(takes_part)
@shows_fresh("plans.task")
def add_evidence(task_id: int) -> Any:
    found = queries.get_task(actor(), task_id)
    TASK.admit(actor(), found, "add_evidence")
    form = EvidenceForm()
    if form.validate_on_submit():
        try:
            actions.add_evidence(
                found, *(form.evidence.data or []), actor=actor(), version=form.version.data
            )
        except InvalidInput as error:
            show_error(form, error)
        else:
            say("Đã gửi thêm ảnh, văn bản.")
            return go(url_for(".task", task_id=task_id))
    return _page(task_id, adding=form), 422
