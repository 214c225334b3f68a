"""Which units have sent no opinion for a meeting, nor said that they have none (B4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sends_opinions
from dialogue.core import clock
from dialogue.core.todo import Todo
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db
from dialogue.history.models import HistoryEvent
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting, Task
from dialogue.plans.queries import tasks_of_meeting

NEVER_CAME = ("draft", "withdrawn")
SOON = timedelta(days=5)


@dataclass(frozen=True)
class Missing:
    """An open task of sending opinions, and how many drafts wait at the unit."""

    task: Task
    drafts: int = 0


def missing(tasks: Sequence[Task]) -> list[Missing]:
    """Of open tasks of kind "opinions" those whose unit has sent nothing for that meeting."""
    rows = db.session.execute(
        select(Opinion.meeting_id, Opinion.unit_id, Opinion.state, func.count())
        .where(
            Opinion.meeting_id.in_({task.meeting_id for task in tasks}), Opinion.channel != "hall"
        )
        .group_by(Opinion.meeting_id, Opinion.unit_id, Opinion.state)
    )
    came: set[tuple[int, int]] = set()
    drafts: dict[tuple[int, int], int] = {}
    for meeting_id, unit_id, state, count in rows:
        if state == "draft":
            drafts[meeting_id, unit_id] = count
        if state not in NEVER_CAME:
            came.add((meeting_id, unit_id))
    return [
        Missing(task, drafts.get((task.meeting_id, task.unit_id), 0))
        for task in tasks
        if (task.meeting_id, task.unit_id) not in came
    ]


@dataclass(frozen=True)
class Sender(Missing):
    """One that is missing, with the people who answer for its unit and when it was reminded."""

    people: tuple[Account, ...] = ()
    reminded_at: datetime | None = None


@dataclass(frozen=True)
class Senders:
    """Who is missing for one meeting, who has sent but not said that it is all, who is done."""

    missing: tuple[Sender, ...]
    sending: tuple[Task, ...]
    done: tuple[Task, ...]

    @property
    def all(self) -> int:
        return len(self.missing) + len(self.sending) + len(self.done)


def missing_senders(meeting: Meeting) -> Senders:
    """Every unit that was asked for opinions for ``meeting``, by the ward's order."""
    today = clock.today()
    tasks = [task for task in tasks_of_meeting(meeting) if task.kind == "opinions"]
    waiting = [task for task in tasks if task.state == "open" and task.unit.is_valid(today)]
    lacking = missing(waiting)
    people = _people({one.task.unit_id for one in lacking})
    reminded = _reminded([one.task.id for one in lacking])
    nothing_came = {one.task.id for one in lacking}
    return Senders(
        missing=tuple(
            Sender(
                one.task,
                one.drafts,
                tuple(people.get(one.task.unit_id, ())),
                reminded.get(one.task.id),
            )
            for one in lacking
        ),
        sending=tuple(task for task in waiting if task.id not in nothing_came),
        done=tuple(task for task in tasks if task.state == "done"),
    )


def _people(unit_ids: set[int]) -> dict[int, list[Account]]:
    query = (
        select(Account)
        .where(Account.unit_id.in_(unit_ids), Account.active)
        .order_by(Account.name_key)
    )
    found: dict[int, list[Account]] = {}
    for account in db.session.scalars(query).unique():
        if sends_opinions(account):
            found.setdefault(account.unit_id, []).append(account)
    return found


def _reminded(task_ids: Sequence[int]) -> dict[int, datetime]:
    query = (
        select(HistoryEvent.subject_id, func.max(HistoryEvent.at))
        .where(
            HistoryEvent.subject_type == Task.__tablename__,
            HistoryEvent.subject_id.in_(task_ids),
            HistoryEvent.verb == "remind",
        )
        .group_by(HistoryEvent.subject_id)
    )
    return dict(db.session.execute(query).all())


def todos_of_office() -> list[Todo]:
    """For each meeting soon due: how many units sent nothing, one tap from reminding them."""
    query = (
        select(Task)
        .join(Task.meeting)
        .join(Task.due)
        .where(
            Task.kind == "opinions",
            Task.state == "open",
            Meeting.state == "announced",
            DueDate.due_on <= clock.today() + SOON,
        )
        .options(
            joinedload(Task.unit),
            joinedload(Task.due),
            joinedload(Task.meeting).joinedload(Meeting.plan),
        )
    )
    tasks = [task for task in db.session.scalars(query) if task.unit.is_valid()]
    lacking: dict[Meeting, list[Task]] = {}
    for one in missing(tasks):
        lacking.setdefault(one.task.meeting, []).append(one.task)
    return [
        Todo(
            verb="Xem, nhắc",
            thing=f"Đơn vị chưa gửi ý kiến cho {meeting.name}",
            url=f"/meetings/{meeting.id}/opinions/missing",
            due=found[0].due,
            count=len(found),
        )
        for meeting, found in lacking.items()
    ]
