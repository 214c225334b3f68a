"""Files of the programme: each within what its reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, and_, false, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from dialogue.accounts.models import Account
from dialogue.core.errors import NotAllowed
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.files.queries import attachments_by_owner
from dialogue.plans.models import Meeting, MeetingDuty, ProgrammeFile, ProgrammeItem, Task
from dialogue.plans.permissions import sees_all_tasks, takes_part


@dataclass(frozen=True)
class ShownFile:
    """A file as a page shows it, with its bytes and the versions that it replaced."""

    file: ProgrammeFile
    attachment: Attachment | None
    earlier: tuple[ShownFile, ...] = ()


def files_visible_to(user: Account) -> Select[ProgrammeFile]:
    """The files that ``user`` may see: leaders, office and who serves at the meeting all, a
    unit its own, every unit those that the office shows to all and that are in use."""
    query = select(ProgrammeFile)
    if sees_all_tasks(user):
        return query
    if not takes_part(user):
        return query.where(false())
    serves = select(MeetingDuty.meeting_id).where(
        MeetingDuty.account_id == user.id, MeetingDuty.until.is_(None)
    )
    return query.where(
        or_(
            ProgrammeFile.unit_id == user.unit_id,
            ProgrammeFile.meeting_id.in_(serves),
            and_(ProgrammeFile.audience == "units", ProgrammeFile.state == "current"),
        )
    )


def get_file(user: Account, file_id: int) -> ProgrammeFile:
    """The file; ``NotAllowed`` if there is none that ``user`` may see."""
    query = files_visible_to(user).where(ProgrammeFile.id == file_id)
    file = db.session.scalar(query.options(*_with_all()))
    if file is None:
        raise NotAllowed
    return file


def files_of(user: Account, meeting: Meeting) -> list[ShownFile]:
    """The files in use of ``meeting``, by item and age, then those removed."""
    return _shown(files_visible_to(user).where(ProgrammeFile.meeting_id == meeting.id))


def files_by_item(user: Account, meeting: Meeting) -> dict[int, list[ShownFile]]:
    """Item id → its files in use."""
    found: dict[int, list[ShownFile]] = {}
    for one in files_of(user, meeting):
        if one.file.state == "current" and one.file.item_id is not None:
            found.setdefault(one.file.item_id, []).append(one)
    return found


def files_of_task(user: Account, task: Task) -> list[ShownFile]:
    """The reports that were sent for ``task`` and are in use."""
    shown = _shown(files_visible_to(user).where(ProgrammeFile.task_id == task.id))
    return [one for one in shown if one.file.state == "current"]


def usual_item(items: Iterable[ProgrammeItem]) -> ProgrammeItem | None:
    """The item under which a report belongs: the one that says so, else the first."""
    found = list(items)
    return next((item for item in found if "bao cao" in fold(item.title)), next(iter(found), None))


def review_tasks(user: Account, meeting: Meeting) -> list[Task]:
    """The reviews that ``user``'s own unit was asked for, for this meeting."""
    query = (
        select(Task)
        .where(
            Task.meeting_id == meeting.id,
            Task.unit_id == user.unit_id,
            Task.kind == "review",
            Task.state != "withdrawn",
        )
        .options(joinedload(Task.due))
        .order_by(Task.id)
    )
    return list(db.session.scalars(query)) if takes_part(user) else []


def _with_all() -> tuple[ORMOption, ...]:
    return (
        joinedload(ProgrammeFile.meeting).joinedload(Meeting.plan),
        joinedload(ProgrammeFile.item),
        joinedload(ProgrammeFile.added_by),
        joinedload(ProgrammeFile.ended_by),
    )


def _shown(query: Select[ProgrammeFile]) -> list[ShownFile]:
    files = list(db.session.scalars(query.options(*_with_all()).order_by(ProgrammeFile.id)))
    bytes_of = attachments_by_owner(ProgrammeFile.__tablename__, [file.id for file in files])
    by_id = {file.id: file for file in files}

    def show(file: ProgrammeFile, earlier: tuple[ShownFile, ...] = ()) -> ShownFile:
        return ShownFile(file, next(iter(bytes_of.get(file.id, [])), None), earlier)

    def before(file: ProgrammeFile) -> tuple[ShownFile, ...]:
        chain: list[ShownFile] = []
        older = by_id.get(file.replaces_id or 0)
        while older is not None:
            chain.append(show(older))
            older = by_id.get(older.replaces_id or 0)
        return tuple(chain)

    last = [show(file, before(file)) for file in files if file.state != "replaced"]
    return sorted(last, key=_place)


def _place(one: ShownFile) -> tuple[bool, int, int]:
    item = one.file.item
    return one.file.state == "removed", item.position if item else -1, one.file.id
