"""The figures: promises by unit from the same facts as their lists, opinions counted in SQL."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from statistics import median
from typing import Any

from sqlalchemy import Select, func, select

from dialogue.accounts.models import Account, Unit
from dialogue.deadlines.queries import load_calendar
from dialogue.extensions import db
from dialogue.followup.queries import Fact, Narrow, facts
from dialogue.opinions.models import Field, Opinion
from dialogue.opinions.queries import Wanted, matching
from dialogue.plans.models import Meeting, Plan


@dataclass
class Kept:
    """How promises were kept: the count of each filter of the list, and the days it took."""

    unit: Unit | None = None
    counts: Counter[str] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)

    def count(self, fact: Fact, days: int | None) -> None:
        self.counts.update(fact.filters)
        if days is not None:
            self.days.append(days)

    @property
    def on_time_share(self) -> int | None:
        """Per cent, of what was answered or is late; None where nothing was due yet."""
        counted = self.counts["counted"]
        return round(100 * self.counts["on_time"] / counted) if counted else None

    @property
    def median(self) -> float | None:
        """Working days from the notice to the answer."""
        return float(median(self.days)) if self.days else None

    @property
    def p90(self) -> int | None:
        """Nine in ten were answered within so many working days (nearest rank)."""
        if not self.days:
            return None
        return sorted(self.days)[math.ceil(0.9 * len(self.days)) - 1]


@dataclass(frozen=True)
class Promises:
    """All of them together, and by unit, the most late first."""

    total: Kept
    units: list[Kept]


def promises(user: Account, narrow: Narrow) -> Promises:
    """What became of the promises that ``user`` sees."""
    total, by_unit = Kept(), dict[int, Kept]()
    took = _working_days()
    for fact in facts(user, narrow):
        days = None
        if fact.answered_on is not None and fact.noticed_on is not None:
            days = took(fact.noticed_on, fact.answered_on)
        total.count(fact, days)
        by_unit.setdefault(fact.unit_id, Kept()).count(fact, days)
    units = db.session.scalars(select(Unit).where(Unit.id.in_(by_unit)))
    for unit in units:
        by_unit[unit.id].unit = unit
    rows = sorted(
        by_unit.values(),
        key=lambda one: (
            -one.counts["overdue"],
            -one.counts["todo"],
            one.unit.position if one.unit else 0,
        ),
    )
    return Promises(total, rows)


def _working_days() -> Callable[[date, date], int]:
    calendar = load_calendar()

    @cache
    def between(start: date, end: date) -> int:
        return calendar.working_days_between(start, end)

    return between


@dataclass(frozen=True)
class Raised:
    """How many opinions of one field (or tổ) there were in each year."""

    id: int  # 0: none given
    name: str
    by_year: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.by_year.values())


@dataclass(frozen=True)
class Years:
    """Rows over the same years, the oldest year first."""

    years: list[int]
    rows: list[Raised]


MOST_YEARS = 5


def by_field(user: Account) -> Years:
    """Opinions by field over the last years."""
    names = {0: "Chưa rõ lĩnh vực", **_names(select(Field.id, Field.name))}
    return _over_years(user, Opinion.field_id, names)


def by_group(user: Account) -> Years:
    """Opinions by the residential group that they are about."""
    names = {0: "Không rõ tổ", **_names(select(Unit.id, Unit.short_name))}
    return _over_years(user, Opinion.area_id, names)


def _names(query: Select[Any, Any]) -> dict[int, str]:
    return {row[0]: row[1] for row in db.session.execute(query)}


def _over_years(user: Account, column: Any, names: dict[int, str]) -> Years:
    key = func.coalesce(column, 0)
    found = db.session.execute(
        select(key, Plan.year, func.count())
        .select_from(Opinion)
        .join(Meeting, Opinion.meeting_id == Meeting.id)
        .join(Plan, Meeting.plan_id == Plan.id)
        .where(matching(user, Wanted(show="given")))
        .group_by(key, Plan.year)
    ).all()
    years = sorted({year for _key, year, _count in found})[-MOST_YEARS:]
    counted: dict[int, dict[int, int]] = {}
    for what, year, number in found:
        if year in years:
            counted.setdefault(int(what), {})[year] = number
    rows = [Raised(what, names.get(what, "?"), by_year) for what, by_year in counted.items()]
    return Years(years, sorted(rows, key=lambda row: (row.id == 0, -row.total, row.name)))


def meetings_held(year: int | None) -> Sequence[Meeting]:
    """Meetings to choose from: those of ``year``, or none while no year is chosen."""
    if year is None:
        return []
    query = select(Meeting).join(Meeting.plan).where(Plan.year == year).order_by(Meeting.ordinal)
    return list(db.session.scalars(query))


def plan_years() -> list[int]:
    """The years of plans, the latest first."""
    return list(db.session.scalars(select(Plan.year).order_by(Plan.year.desc())))
