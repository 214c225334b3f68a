"""The office's board: units × tasks of one meeting, who has done what, who has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.notifications.queries import told_at
from dialogue.plans.models import EVERY_UNIT, Meeting, Task
from dialogue.plans.queries.tasks import visible_to

STATES: dict[str, tuple[str, Callable[[Task], bool]]] = {
    "all": ("Tất cả", lambda task: task.state != "withdrawn"),
    "open": ("Chưa xong", lambda task: task.state == "open"),
    "late": ("Quá hạn", lambda task: task.is_late),
    "returned": ("Bị trả lại", lambda task: task.is_returned),
    "done": ("Đã xong", lambda task: task.state == "done"),
    "withdrawn": ("Đã rút", lambda task: task.state == "withdrawn"),
}


@dataclass(frozen=True)
class BoardFilter:
    """What the board shows; empty means any."""

    unit_id: int | None = None
    kind: str = ""
    state: str = "all"


@dataclass(frozen=True)
class Column:
    """A task that several units of the group have; ``due`` if it is the same for all."""

    title: str
    basis: str
    due: DueDate | None


@dataclass
class Row:
    """One unit: its tasks in the columns' order (None where it has none), then its own."""

    unit: Unit
    cells: list[Task | None]
    own: list[Task]
    done: int = 0
    all: int = 0
    reminded_at: datetime | None = None

    @property
    def open(self) -> int:
        return self.all - self.done


@dataclass
class Group:
    """The units of one kind, with the tasks they share as columns."""

    label: str
    columns: list[Column]
    rows: list[Row]

    @property
    def has_own(self) -> bool:
        return any(row.own for row in self.rows)


@dataclass
class Board:
    """All of it, with counts by state (whatever the state shown) and files by task."""

    meeting: Meeting
    groups: list[Group] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    files: dict[int, int] = field(default_factory=dict)

    @property
    def open_units(self) -> int:
        return sum(bool(row.open) for group in self.groups for row in group.rows)


def board(user: Account, meeting: Meeting, wanted: BoardFilter) -> Board:
    """The board of ``meeting``, as far as ``user`` may see its tasks."""
    found = [task for task in _tasks(user, meeting) if _fits(task, wanted)]
    shown = [task for task in found if STATES[wanted.state][1](task)]
    counts = {code: sum(map(is_in, found)) for code, (_, is_in) in STATES.items()}
    result = Board(meeting, counts=counts)
    result.files = _files([task.id for task in shown])
    reminded = told_at(nudge_key(meeting, unit_id) for unit_id in {t.unit_id for t in shown})
    for kind, label in EVERY_UNIT.items():
        of_kind = [task for task in shown if task.unit.kind == kind]
        if of_kind:
            result.groups.append(_group(label, of_kind))
    asked = Counter(task.unit_id for task in found if task.state != "withdrawn")
    done = Counter(task.unit_id for task in found if task.state == "done")
    for group in result.groups:
        for row in group.rows:
            row.all, row.done = asked[row.unit.id], done[row.unit.id]
            row.reminded_at = reminded.get(nudge_key(meeting, row.unit.id))
    return result


def nudge_key(meeting: Meeting, unit_id: int) -> str:
    """What is told once a day to a unit about a meeting."""
    return f"nudge:{meeting.id}:{unit_id}:{clock.today():%Y%m%d}"


def _fits(task: Task, wanted: BoardFilter) -> bool:
    return (not wanted.unit_id or task.unit_id == wanted.unit_id) and (
        not wanted.kind or task.kind == wanted.kind
    )


def _tasks(user: Account, meeting: Meeting) -> list[Task]:
    query = (
        visible_to(user)
        .where(Task.meeting_id == meeting.id)
        .join(Task.unit)
        .options(joinedload(Task.due), joinedload(Task.unit), joinedload(Task.account))
        .order_by(Unit.position, Task.id)
    )
    return list(db.session.scalars(query))


def _files(task_ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Attachment.owner_id, func.count())
        .where(Attachment.owner_type == Task.__tablename__, Attachment.owner_id.in_(task_ids))
        .group_by(Attachment.owner_id)
    )
    return dict(rows.all())


def _group(label: str, tasks: Sequence[Task]) -> Group:
    units = list(dict.fromkeys(task.unit for task in tasks))
    by_line: dict[object, dict[int, Task]] = {}
    own: dict[int, list[Task]] = {}
    for task in tasks:
        line = by_line.setdefault(_line(task), {})
        if task.unit_id in line:  # the same words twice for one unit: none may be hidden
            own.setdefault(task.unit_id, []).append(task)
        else:
            line[task.unit_id] = task
    shared = [line for line in by_line.values() if len(line) > 1]
    for line in by_line.values():
        if len(line) == 1:
            (task,) = line.values()
            own.setdefault(task.unit_id, []).append(task)
    rows = [
        Row(unit, [line.get(unit.id) for line in shared], own.get(unit.id, [])) for unit in units
    ]
    return Group(label, [_column(line.values()) for line in shared], rows)


def _line(task: Task) -> object:
    return task.title, task.basis


def _column(tasks: Iterable[Task]) -> Column:
    found = list(tasks)
    dues = {task.due.due_on for task in found if task.due}
    same = len(dues) == 1 and all(task.due for task in found)
    return Column(found[0].title, found[0].basis, found[0].due if same else None)
