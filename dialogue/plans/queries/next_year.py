"""Next year's plan as it would be made from an earlier one, shown before it is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import units
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.extensions import db
from dialogue.plans.models import ON_DATE, Meeting, Plan, ProgrammeItem, Task, TaskTemplate

LISTS = ("aims", "demands", "contents", "attendees", "recipients")
# A citation keeps its dates: "Kế hoạch số 56/KH-UBND ngày 04/3/2024 … năm 2024".
CITED = ("grounds",)
HEADINGS = {
    "title": "Tên kế hoạch",
    "timing": "Thời gian",
    "grounds": "Căn cứ",
    "aims": "Mục đích",
    "demands": "Yêu cầu",
    "contents": "Nội dung, hình thức",
    "attendees": "Thành phần tham dự",
    "recipients": "Nơi nhận",
}
_GROUPS = re.compile(r"(\d+) tổ dân phố", re.IGNORECASE)


@dataclass(frozen=True)
class NextTask:
    """A line of part III as it goes on, with the units of today that it is given to."""

    source: TaskTemplate
    title: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class NextMeeting:
    """A meeting as it goes on: without a date, its programme and house rules with it."""

    source: Meeting
    title: str
    topic: str


@dataclass(frozen=True)
class NextPlan:
    """The plan of ``year`` after ``source``. Nothing in it is invented: no date, no number.

    ``doubts`` are (where, line) that still name another year or another number of groups.
    ``gone`` are lines whose unit is no more; ``undated`` those whose own day is past;
    ``new_units`` and ``ended_units`` differ from the units that worked on ``source``.
    """

    source: Plan
    year: int
    texts: dict[str, str]
    lists: dict[str, list[str]]
    meetings: tuple[NextMeeting, ...]
    tasks: tuple[NextTask, ...]
    gone: tuple[TaskTemplate, ...] = ()
    undated: tuple[TaskTemplate, ...] = ()
    new_units: tuple[Unit, ...] = ()
    ended_units: tuple[Unit, ...] = ()
    doubts: tuple[tuple[str, str], ...] = field(default=())

    @property
    def key(self) -> str:
        """Stays the same as long as the preview does, as the person saw it."""
        told = [self.source.version, self.year, self.texts, self.lists]
        told += [(m.source.id, m.title, len(m.source.programme)) for m in self.meetings]
        told += [(t.title, t.source.rule, [u.id for u in t.units]) for t in self.tasks]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def usual_year(source: Plan) -> int:
    """The year that follows ``source``, or this year if that is later."""
    return max(source.year + 1, clock.today().year)


def check_year(source: Plan, year: int) -> None:
    """Raise ``InvalidInput`` for a year that has its plan or that cannot follow ``source``."""
    if db.session.scalar(select(Plan.id).where(Plan.year == year)) is not None:
        raise InvalidInput(f"Năm {year} đã có kế hoạch. Mỗi năm chỉ có một kế hoạch.", "year")
    if not source.year < year <= usual_year(source) + 1:
        raise InvalidInput(
            f"Năm của kế hoạch mới phải từ {source.year + 1} đến {usual_year(source) + 1}.", "year"
        )


def preview_next(source: Plan, year: int) -> NextPlan:
    """The plan of ``year`` after ``source``; ``InvalidInput`` as ``check_year``."""
    check_year(source, year)
    texts = {
        "title": _of_year(source.title, source.year, year),
        "timing": _of_year(source.timing, source.year, year),
    }
    lists = {name: list(getattr(source, name)) for name in CITED}
    lists |= {
        name: [_of_year(line, source.year, year) for line in getattr(source, name)]
        for name in LISTS
    }
    today = units()
    lines = _lines(source)
    gone = tuple(line for line in lines if line.unit is not None and line.unit not in today)
    kept = [line for line in lines if line not in gone]
    worked = _units_of(source)
    return NextPlan(
        source=source,
        year=year,
        texts=texts,
        lists=lists,
        meetings=tuple(
            NextMeeting(
                meeting,
                _of_year(meeting.title, source.year, year),
                _of_year(meeting.topic, source.year, year),
            )
            for meeting in _meetings(source)
        ),
        tasks=tuple(
            NextTask(line, _of_year(line.title, source.year, year), _addressed(line, today))
            for line in kept
        ),
        gone=gone,
        undated=tuple(line for line in kept if line.rule == ON_DATE),
        new_units=tuple(u for u in today if u not in worked and u.kind != "leadership"),
        ended_units=tuple(u for u in worked if u not in today),
        doubts=tuple(_doubts(texts, lists, source.year, groups=_count_groups(today))),
    )


def _of_year(text: str, old: int, new: int) -> str:
    return text.replace(f"năm {old}", f"năm {new}").replace(f"Năm {old}", f"Năm {new}")


def _addressed(line: TaskTemplate, today: list[Unit]) -> tuple[Unit, ...]:
    if line.unit is not None:
        return (line.unit,)
    return tuple(unit for unit in today if unit.kind == line.unit_kind)


def _lines(source: Plan) -> list[TaskTemplate]:
    query = (
        select(TaskTemplate)
        .where(TaskTemplate.plan_id == source.id, TaskTemplate.withdrawn_at.is_(None))
        .options(joinedload(TaskTemplate.unit))
        .order_by(TaskTemplate.position, TaskTemplate.id)
    )
    return list(db.session.scalars(query))


def _meetings(source: Plan) -> list[Meeting]:
    query = (
        select(Meeting)
        .where(Meeting.plan_id == source.id)
        .options(
            selectinload(Meeting.programme).joinedload(ProgrammeItem.unit),
            selectinload(Meeting.programme).joinedload(ProgrammeItem.account),
        )
        .order_by(Meeting.ordinal)
    )
    return list(db.session.scalars(query))


def _units_of(source: Plan) -> list[Unit]:
    of_plan = select(Task.unit_id).join(Task.meeting).where(Meeting.plan_id == source.id)
    query = select(Unit).where(Unit.id.in_(of_plan)).order_by(Unit.position, Unit.id)
    return list(db.session.scalars(query))


def _count_groups(today: list[Unit]) -> int:
    return sum(unit.kind == "residential_group" for unit in today)


def _doubts(
    texts: dict[str, str], lists: dict[str, list[str]], old_year: int, *, groups: int
) -> Iterator[tuple[str, str]]:
    every = list(texts.items())
    every += [(name, line) for name, lines in lists.items() for line in lines]
    for name, line in every:
        if re.search(rf"(năm |/){old_year}\b", line, re.IGNORECASE):
            yield HEADINGS[name], line
            continue
        named = _GROUPS.search(line)
        if named and int(named[1]) != groups:
            yield HEADINGS[name], line
