"""Files of the programme: review reports and the chair's summary (B9)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.files.actions import Ready, attach, prepare
from dialogue.history.actions import perform, record
from dialogue.notifications.actions import tell_role, tell_unit
from dialogue.plans.actions.tasks import complete_task
from dialogue.plans.file_workflow import PROGRAMME_FILE
from dialogue.plans.models import FILE_AUDIENCES, ProgrammeFile, ProgrammeItem, Task
from dialogue.plans.paths import meeting_path
from dialogue.plans.permissions import can_place_files, can_send_report

MOST_FILES = 5
OVER = "Đợt đối thoại này đã khép lại, không thêm được tệp."
STILL_HAS_FILES = "Mục này có tệp kèm theo. Xin gỡ tệp trước khi bỏ mục."


def add_files(
    item: ProgrammeItem,
    uploads: Sequence[FileStorage],
    *,
    actor: Account,
    title: str = "",
    audience: str = "leaders",
    task: Task | None = None,
) -> list[ProgrammeFile]:
    """Put files under an item of the programme, each as a report of its own.

    With ``task`` (a review of the actor's unit) they are that unit's report, and the task is
    reported done. ``InvalidInput`` for no file, too many, or one that cannot be taken.
    """
    _check_may_add(item, actor, task)
    ready = _prepared(uploads)
    if audience not in FILE_AUDIENCES or (task is not None and not is_office(actor)):
        audience = "leaders"
    with unit_of_work() as session:
        _check_may_add(item, actor, task)
        if item.meeting.state == "closed":
            raise Conflict(OVER)
        unit = task.unit if task is not None else actor.unit
        made = []
        for one in ready:
            file = ProgrammeFile(
                meeting=item.meeting,
                item=item,
                unit=unit,
                task=task,
                title=_title(title, one, alone=len(ready) == 1),
                audience=audience,
                added_by=actor,
                added_at=clock.now(),
            )
            session.add(file)
            record(actor, file, "add", "Gửi tệp", name=one.name)
            attach(file, [one], actor=actor)
            made.append(file)
        record(actor, item.meeting, "add_file", f"Thêm tệp vào mục “{item.title[:120]}”")
        if task is not None and task.state == "open":
            complete_task(task, f"Đã gửi báo cáo: {_named(made)}", actor=actor)
        if not is_office(actor):
            text = f"{unit.name} gửi báo cáo cho {item.meeting.name}: {_named(made)}"
            tell_role("office", text[:400], url=reports_path(made[0]))
        return made


def replace_file(
    file: ProgrammeFile,
    upload: FileStorage | None,
    *,
    actor: Account,
    reason: str = "",
    version: int | None = None,
) -> ProgrammeFile:
    """Put a newer file in the place of ``file``, which stays to be read. Returns the new one."""
    PROGRAMME_FILE.permit(actor, file, "replace", version=version)
    ready = _prepared([upload] if upload else [])
    with unit_of_work() as session:
        _end(file, "replace", actor, reason, version)
        newer = ProgrammeFile(
            meeting=file.meeting,
            item=file.item,
            unit=file.unit,
            task=file.task,
            title=file.title,
            audience=file.audience,
            replaces_id=file.id,
            added_by=actor,
            added_at=clock.now(),
        )
        session.add(newer)
        record(actor, newer, "add", "Gửi bản mới", name=ready[0].name, replaces=file.id)
        attach(newer, ready, actor=actor)
        record(actor, file.meeting, "replace_file", "Thay một tệp của chương trình")
        _tell_other(newer, actor, f"có bản mới của tệp “{file.title}”", reason)
        return newer


def remove_file(
    file: ProgrammeFile, *, reason: str, actor: Account, version: int | None = None
) -> None:
    """Take a file out of the programme. It stays on record for office and leaders."""
    with unit_of_work():
        _end(file, "remove", actor, reason, version)
        record(actor, file.meeting, "remove_file", "Gỡ một tệp khỏi chương trình")
        _tell_other(file, actor, f"tệp “{file.title}” đã được gỡ", reason)


def show_file_to(
    file: ProgrammeFile, audience: str, *, actor: Account, version: int | None = None
) -> None:
    """Say who reads the file: a code of ``FILE_AUDIENCES``."""
    if audience not in FILE_AUDIENCES:
        raise InvalidInput("Lựa chọn này không có trong danh sách.", field="audience")
    with unit_of_work():
        label = f"Người được xem: {FILE_AUDIENCES[audience]}"
        perform(PROGRAMME_FILE, file, "show_to", actor=actor, version=version, label=label)
        file.audience = audience


def release_files(item: ProgrammeItem) -> None:
    """Let go of the ended files of an item that is dropped; inside that act.

    ``Conflict`` while it has a file in use.
    """
    for file in db.session.scalars(select(ProgrammeFile).where(ProgrammeFile.item_id == item.id)):
        if file.state == "current":
            raise Conflict(STILL_HAS_FILES)
        file.item = None
    db.session.flush()


def reports_path(file: ProgrammeFile) -> str:
    """``/meetings/2/reports``."""
    return meeting_path(file.meeting, "reports")


def _check_may_add(item: ProgrammeItem, actor: Account, task: Task | None) -> None:
    if task is None:
        if not can_place_files(actor):
            raise NotAllowed
    elif not can_send_report(actor, task) or task.meeting_id != item.meeting_id:
        raise NotAllowed
    elif task.state == "withdrawn":
        raise Conflict("Nhiệm vụ này đã rút, không cần gửi báo cáo nữa.")


def _prepared(uploads: Sequence[FileStorage]) -> list[Ready]:
    given = [one for one in uploads if one and one.filename]
    if len(given) > MOST_FILES:
        raise InvalidInput(f"Mỗi lần gửi nhiều nhất {MOST_FILES} tệp.", field="files")
    ready = prepare(given, documents=True, field="files")
    if not ready:
        raise InvalidInput("Xin chọn tệp báo cáo.", field="files")
    return ready


def _title(title: str, one: Ready, *, alone: bool) -> str:
    title, name = clean_line(title)[:150], Path(one.name).stem
    if not title:
        return name[:200]
    return title if alone else f"{title} – {name}"[:200]


def _named(files: Sequence[ProgrammeFile]) -> str:
    return ", ".join(file.title for file in files)


def _end(file: ProgrammeFile, verb: str, actor: Account, reason: str, version: int | None) -> None:
    PROGRAMME_FILE.permit(actor, file, verb, version=version, reason=reason)
    # The record flushes, and an ended file must have its time by then.
    file.ended_at, file.ended_by, file.reason = clock.now(), actor, clean(reason)
    perform(PROGRAMME_FILE, file, verb, actor=actor, version=version, reason=reason)


def _tell_other(file: ProgrammeFile, actor: Account, what: str, reason: str) -> None:
    """The unit hears of what the office did with its report, and the office of the unit's."""
    why = f" Lý do: {clean(reason)}" if clean(reason) else ""
    text = f"{file.meeting.name}: {what} ({file.unit.name}).{why}"[:400]
    if is_office(actor):
        if file.unit_id != actor.unit_id:
            tell_unit(file.unit_id, text, url=reports_path(file))
    else:
        tell_role("office", text, url=reports_path(file))
