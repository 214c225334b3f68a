"""Tasks: made from the plan's template, done with a note and evidence, reopened (B3)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import units
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import set_due_on
from dialogue.extensions import db
from dialogue.files.actions import Ready, attach, prepare
from dialogue.files.queries import attachments_of
from dialogue.history.actions import perform, record
from dialogue.notifications.actions import tell_account, tell_role, tell_unit
from dialogue.plans.actions.dates import set_task_due
from dialogue.plans.models import Meeting, Task, TaskTemplate
from dialogue.plans.paths import task_path
from dialogue.plans.workflow import TASK

MOST_AT_ONCE = 10
MOST_FILES = 30
NOTHING_SAID = "Xin ghi ngắn gọn đã làm gì, ngày nào, hoặc gửi kèm ảnh, văn bản."


def generate_tasks(meeting: Meeting, *, actor: Account | None) -> list[Task]:
    """Make the tasks of every unit that the plan's template names; those there already stay."""
    with unit_of_work() as session:
        there = {
            (template_id, unit_id)
            for template_id, unit_id in session.execute(
                select(Task.template_id, Task.unit_id).where(Task.meeting_id == meeting.id)
            )
        }
        made: list[Task] = []
        for line in _templates(meeting):
            for unit in addressees(line):
                if (line.id, unit.id) in there:
                    continue
                task = Task(
                    meeting_id=meeting.id,
                    unit_id=unit.id,
                    template_id=line.id,
                    kind=line.kind,
                    title=line.title,
                    basis=line.basis,
                    rule=line.rule,
                )
                session.add(task)
                made.append(task)
                if line.due_on is not None:
                    task.due = set_due_on(line.due_on, label=line.title, basis=line.basis)
        session.flush()
        for task in made:
            if meeting.held_on is not None:
                set_task_due(task, meeting, meeting.held_on)
            record(actor, task, "create", "Giao nhiệm vụ")
        return made


def addressees(line: TaskTemplate) -> list[Unit]:
    """The units of today that ``line`` gives its task to; none once its unit has ended."""
    if line.unit is None:
        return units(line.unit_kind or "")
    return [line.unit] if line.unit.is_valid() else []


def _templates(meeting: Meeting) -> list[TaskTemplate]:
    query = (
        select(TaskTemplate)
        .where(
            TaskTemplate.plan_id == meeting.plan_id,
            TaskTemplate.withdrawn_at.is_(None),
            TaskTemplate.audience.is_(None) | (TaskTemplate.audience == meeting.audience),
        )
        .order_by(TaskTemplate.position, TaskTemplate.id)
    )
    return list(db.session.scalars(query))


def complete_task(
    task: Task,
    note: str = "",
    *uploads: FileStorage,
    actor: Account,
    version: int | None = None,
) -> Task:
    """Report the task done, with a note, photos and files as evidence, or either of them.

    ``InvalidInput`` without both, or for a file that cannot be taken: then nothing is saved.
    """
    TASK.permit(actor, task, "done", version=version)
    ready = prepare_evidence(task, uploads)
    if not clean(note) and not ready:
        raise InvalidInput(NOTHING_SAID, field="note")
    with unit_of_work():
        TASK.permit(actor, task, "done", version=version)
        # The record flushes, and a done task must have its time by then.
        task.note, task.done_at, task.done_by = clean(note), clock.now(), actor
        task.returned_at, task.returned_why = None, ""
        files = [one.name for one in ready]
        perform(TASK, task, "done", actor=actor, version=version, note=clean(note), files=files)
        attach(task, ready, actor=actor)
        return task


def prepare_evidence(task: Task, uploads: Sequence[FileStorage]) -> list[Ready]:
    """Check what is to be evidence; ``InvalidInput`` for too many or for one that cannot be."""
    given = [one for one in uploads if one and one.filename]
    if len(given) > MOST_AT_ONCE:
        raise InvalidInput(f"Mỗi lần gửi nhiều nhất {MOST_AT_ONCE} ảnh, tệp.", field="evidence")
    if given and len(attachments_of(task)) + len(given) > MOST_FILES:
        raise InvalidInput(f"Một nhiệm vụ có nhiều nhất {MOST_FILES} ảnh, tệp.", field="evidence")
    return prepare(given, documents=True, field="evidence")


def add_evidence(
    task: Task, *uploads: FileStorage, actor: Account, version: int | None = None
) -> Task:
    """Add photos or files to a task that was reported done."""
    TASK.permit(actor, task, "add_evidence", version=version)
    ready = prepare_evidence(task, uploads)
    if not ready:
        raise InvalidInput("Xin chọn ảnh hoặc tệp.", field="evidence")
    with unit_of_work():
        files = [one.name for one in ready]
        perform(TASK, task, "add_evidence", actor=actor, version=version, files=files)
        attach(task, ready, actor=actor)
        return task


def undo_task(task: Task, *, actor: Account, version: int | None = None) -> Task:
    """Take back "đã xong" at once; note and files stay as they were."""
    with unit_of_work():
        perform(TASK, task, "undo", actor=actor, version=version)
        task.done_at = task.done_by = None
        return task


def take_back_task(task: Task, *, reason: str, actor: Account, version: int | None = None) -> Task:
    """The unit finds that it is not done after all; the office is told why."""
    with unit_of_work():
        perform(TASK, task, "take_back", actor=actor, version=version, reason=reason)
        task.done_at = task.done_by = None
        text = f"{task.unit.name} rút lại việc đã báo xong “{task.title[:150]}”. Lý do: "
        tell_role("office", (text + clean(reason))[:400], url=task_path(task))
        return task


def reopen_task(task: Task, *, reason: str, actor: Account, version: int | None = None) -> Task:
    """The office sends it back as not done; the unit is told why."""
    with unit_of_work():
        perform(TASK, task, "reopen", actor=actor, version=version, reason=reason)
        task.done_at = task.done_by = None
        task.returned_at, task.returned_why = clock.now(), clean(reason)
        _tell_returned(task)
        return task


def _tell_returned(task: Task) -> None:
    text = f"Văn phòng trả lại nhiệm vụ “{task.title[:150]}”. Lý do: {task.returned_why}"[:400]
    if task.account_id is not None:
        tell_account(task.account_id, text, url=task_path(task))
    else:
        tell_unit(task.unit_id, text, url=task_path(task))
