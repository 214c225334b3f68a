"""A matter over the years: each time it was said, what became of it, whether it is settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import sees_everything
from dialogue.extensions import db
from dialogue.opinions.models import Field, Opinion
from dialogue.opinions.queries import visible_clause
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting, Plan
from dialogue.recurrence.hooks import KEPT, Fate, fates
from dialogue.recurrence.queries.links import matter_ids, matters

# Closed without an answer to the matter itself: whether it is settled is told by an earlier one.
CLOSED = ("refused", "referred")


@dataclass(frozen=True)
class Occurrence:
    """One time that a matter was said; the merged ones are counted in."""

    id: int
    receipt: str
    words: str
    place: str
    state: str
    version: int
    unit: str
    area_id: int | None
    area: str | None
    field_id: int | None
    field: str | None
    meeting_id: int
    meeting_state: str
    ordinal: int
    year: int
    merged: int
    fate: Fate | None = None

    @property
    def times(self) -> int:
        return 1 + self.merged

    @property
    def when(self) -> tuple[int, int, int]:
        return self.year, self.ordinal, self.id

    @property
    def meeting(self) -> str:
        return f"Đợt {self.ordinal} năm {self.year}"

    @property
    def short(self) -> str:
        line = " ".join(self.words.split())
        return line if len(line) <= 120 else line[:118].rsplit(" ", 1)[0] + "…"

    @property
    def label(self) -> str:
        """What became of it, or how far it has come."""
        return self.fate.outcome if self.fate else OPINION.label(self.state)

    @property
    def kept(self) -> tuple[str, str] | None:
        """The words and the tone of whether its promise was kept; None without a promise."""
        return KEPT[self.fate.kept] if self.fate is not None and self.fate.promise else None

    @property
    def is_settled(self) -> bool:
        return self.fate is not None and self.fate.settled


@dataclass(frozen=True)
class Matter:
    """What links hold together, the oldest first."""

    times: tuple[Occurrence, ...]

    @property
    def last(self) -> Occurrence:
        return self.times[-1]

    @property
    def count(self) -> int:
        return sum(one.times for one in self.times)

    @property
    def years(self) -> list[int]:
        return sorted({one.year for one in self.times})

    @property
    def units(self) -> list[str]:
        return list(dict.fromkeys(one.unit for one in self.times))

    @property
    def areas(self) -> set[int]:
        return {one.area_id for one in self.times if one.area_id is not None}

    @property
    def field(self) -> str:
        return next((one.field for one in reversed(self.times) if one.field), "")

    @property
    def fields(self) -> set[int]:
        return {one.field_id for one in self.times if one.field_id is not None}

    @cached_property
    def promise(self) -> Occurrence | None:
        """The last time that something was promised."""
        return next((o for o in reversed(self.times) if o.fate and o.fate.promise), None)

    @property
    def kept(self) -> str:
        return self.promise.fate.kept if self.promise and self.promise.fate else ""

    @property
    def is_settled(self) -> bool:
        """Only by what became of it the last time: said again, it is open again."""
        said = [one for one in self.times if one.state not in CLOSED]
        return bool(said) and said[-1].is_settled


def load(
    ids: Collection[int], *, user: Account | None = None, whole: bool = False
) -> dict[int, Occurrence]:
    """Root id → its occurrence, with what became of it; with ``user`` only those he may see."""
    area, merged = aliased(Unit), aliased(Opinion)
    counted = (
        select(func.count())
        .select_from(merged)
        .where(merged.merged_into_id == Opinion.id)
        .correlate(Opinion)
        .scalar_subquery()
    )
    query = (
        select(
            Opinion.id, Opinion.receipt, func.substr(Opinion.words, 1, 400), Opinion.place,
            Opinion.state, Opinion.version, Unit.short_name, Opinion.area_id, area.short_name,
            Opinion.field_id, Field.name, Opinion.meeting_id, Meeting.state, Meeting.ordinal,
            Plan.year, counted,
        )
        .join(Unit, Unit.id == Opinion.unit_id)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .join(Plan, Plan.id == Meeting.plan_id)
        .outerjoin(area, area.id == Opinion.area_id)
        .outerjoin(Field, Field.id == Opinion.field_id)
        .where(Opinion.id.in_(ids))
    )  # fmt: skip
    if user is not None:
        query = query.where(visible_clause(user))
    rows: Sequence[Any] = db.session.execute(query).all()
    known = fates([row[0] for row in rows], whole=whole)
    return {row[0]: Occurrence(*[*row, known.get(row[0])]) for row in rows}


def matter_of(found: dict[int, Occurrence], ids: Collection[int]) -> Matter:
    """The matter of those of ``ids`` that were found."""
    return Matter(tuple(sorted((found[n] for n in ids if n in found), key=lambda o: o.when)))


@dataclass(frozen=True)
class Chain:
    """A matter as the reader of one of its opinions sees it."""

    matter: Matter  # what he may see
    here: int  # the root of the opinion that he reads
    hidden: int  # how many more there are, of other units
    years: list[int]  # of all of them
    count: int  # of all of them, the merged ones too
    is_settled: bool

    @property
    def is_linked(self) -> bool:
        return len(self.matter.times) + self.hidden > 1


def chain(user: Account, opinion: Opinion) -> Chain:
    """The matter of ``opinion`` over the years. Of what ``user`` may not see only the number
    and the years are told."""
    ids = matter_ids(opinion.root.id)
    whole = sees_everything(user)
    every = load(ids, whole=whole)
    seen = every if whole else load(ids, user=user)
    entire = matter_of(every, ids)
    return Chain(
        matter=matter_of(seen, ids),
        here=opinion.root.id,
        hidden=len(every) - len(seen),
        years=entire.years,
        count=entire.count,
        is_settled=entire.is_settled,
    )


@dataclass(frozen=True)
class Told:
    """In one line: how often a matter was said before, without a word of whoever said it."""

    count: int  # before this time
    years: list[int]
    outcome: str
    kept: tuple[str, str] | None

    @property
    def text(self) -> str:
        years = ", ".join(map(str, self.years))
        line = f"Đã nêu {self.count} lần trước (năm {years})"
        return f"{line}; lần gần nhất: {self.outcome}" if self.outcome else line


def told(ids: Sequence[int], *, whole: bool = False) -> dict[int, Told]:
    """For those of the roots ``ids`` that were said before: how often, and what came of it.

    It holds nothing that needs a right to see the earlier ones: agenda, notice and hall show
    it. ``whole`` as for ``hooks.fates``.
    """
    groups = matters()
    wanted = {n: groups[n] for n in ids if n in groups}
    if not wanted:
        return {}
    every = load({n for group in wanted.values() for n in group}, whole=whole)
    found: dict[int, Told] = {}
    for n, group in wanted.items():
        if n not in every:
            continue
        before = [o for o in matter_of(every, group).times if o.when < every[n].when]
        if not before:
            continue
        fated = next((o for o in reversed(before) if o.fate), None)
        found[n] = Told(
            count=sum(o.times for o in before),
            years=sorted({o.year for o in before}),
            outcome=fated.fate.outcome if fated and fated.fate else "",
            kept=fated.kept if fated else None,
        )
    return found
