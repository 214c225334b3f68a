"""The desk's queue: a window around the opinion in hand, and what the filters hold.

The order never changes by an act, so the place is kept; a window is found by keys, not by
counting from the start.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, tuple_

from dialogue.accounts.models import Account, Unit
from dialogue.extensions import db
from dialogue.opinions.models import Field, Opinion, SavedFilter
from dialogue.opinions.queries.lists import FILTERS, Row, Wanted, columns, marks, scoped
from dialogue.plans.models import Meeting, Plan

BEFORE, AFTER = 12, 38
# What waits is worked through from its oldest; what is looked up, from its newest.
NEWEST_FIRST = ("late", "merged", "closed", "split", "concluded", "all")
_when = func.coalesce(Opinion.sent_at, Opinion.created_at)
_key = tuple_(_when, Opinion.id)


@dataclass(frozen=True)
class Window:
    """A part of the queue. ``chosen`` is in hand, whether the filter still holds it or not."""

    rows: list[Row] = field(default_factory=list)
    chosen: int | None = None
    previous: int | None = None
    following: int | None = None
    place: int = 0  # of the chosen one, from 1; 0 when the filter no longer holds it
    total: int = 0
    above: int = 0  # how many stand before the first row
    below: int = 0


@dataclass(frozen=True)
class Choice:
    """A value of a filter and how many opinions it would leave."""

    value: int
    label: str
    count: int


def window(user: Account, wanted: Wanted, chosen: int | None = None) -> Window:
    """The rows around ``chosen`` (default: the first of the queue) under that filter."""
    condition = _condition(user, wanted)
    newest = wanted.show in NEWEST_FIRST
    before: list[Row] = []
    key = None if chosen is None else _key_of(chosen)
    if key is None:
        after = _take(columns().where(condition), not newest, AFTER)
        chosen = after[0].id if after else None
        key = None if chosen is None else _key_of(chosen)
    else:
        rest = columns().where(condition)
        before = _take(rest.where(_past(key, newest)), newest, BEFORE)[::-1]
        after = _take(rest.where(~_past(key, newest)), not newest, AFTER)
    rows = [*before, *after]
    passed, total = _place(condition, key, newest)
    ids = [row.id for row in rows]
    is_in = chosen in ids
    later = after[1:] if is_in else after
    return Window(
        rows=rows,
        chosen=chosen,
        previous=before[-1].id if before else None,
        following=later[0].id if later else None,
        place=passed + 1 if is_in else 0,
        total=total,
        above=passed - len(before),
        below=total - passed - len(after),
    )


def following(user: Account, wanted: Wanted, opinion_id: int) -> int | None:
    """Which one comes after it in the queue, else the last one before it; None: no other."""
    condition, newest = _condition(user, wanted), wanted.show in NEWEST_FIRST
    key = _key_of(opinion_id)
    if key is None:
        return None
    others = select(Opinion.id).where(condition, Opinion.id != opinion_id)
    for query, ascending in (
        (others.where(~_past(key, newest)), not newest),
        (others.where(_past(key, newest)), newest),
    ):
        found: int | None = db.session.scalar(_sorted(query, ascending).limit(1))
        if found is not None:
            return found
    return None


def _condition(user: Account, wanted: Wanted) -> ColumnElement[bool]:
    return scoped(user, wanted) & FILTERS[wanted.show][1]


def _key_of(opinion_id: int) -> tuple[Any, int] | None:
    when = db.session.scalar(select(_when).where(Opinion.id == opinion_id))
    return None if when is None else (when, opinion_id)


def _past(key: tuple[Any, int], newest: bool) -> ColumnElement[bool]:
    """Before ``key`` in the queue's order."""
    return _key > key if newest else _key < key


def _sorted(query: Select[Any], ascending: bool) -> Select[Any]:
    if ascending:
        return query.order_by(_when, Opinion.id)
    return query.order_by(_when.desc(), Opinion.id.desc())


def _take(query: Select[Any], ascending: bool, count: int) -> list[Row]:
    return [Row(*row) for row in db.session.execute(_sorted(query, ascending).limit(count))]


def _place(
    condition: ColumnElement[bool], key: tuple[Any, int] | None, newest: bool
) -> tuple[int, int]:
    passed = func.count(case((_past(key, newest), 1))) if key else func.count(None)
    row = db.session.execute(
        select(passed, func.count()).select_from(Opinion).where(condition)
    ).one()
    return row[0] or 0, row[1]


def unit_choices(user: Account, wanted: Wanted) -> list[Choice]:
    """The units that sent what the other filters leave."""
    query = (
        select(Unit.id, Unit.short_name, func.count())
        .join(Opinion, Opinion.unit_id == Unit.id)
        .where(_condition(user, replace(wanted, unit_id=None)))
        .group_by(Unit.id)
        .order_by(Unit.position, Unit.id)
    )
    return [Choice(*row) for row in db.session.execute(query)]


def field_choices(user: Account, wanted: Wanted) -> list[Choice]:
    """The fields of what the other filters leave; 0 for those without one."""
    query = (
        select(func.coalesce(Field.id, 0), func.coalesce(Field.name, ""), func.count())
        .select_from(Opinion)
        .outerjoin(Field, Field.id == Opinion.field_id)
        .where(_condition(user, replace(wanted, field_id=None)))
        .group_by(Field.id)
        .order_by(Field.position, Field.id)
    )
    return [Choice(n, name or "Chưa có lĩnh vực", c) for n, name, c in db.session.execute(query)]


def meeting_choices(user: Account, wanted: Wanted) -> list[Choice]:
    """The meetings of what the other filters leave, the latest first."""
    query = (
        select(Meeting.id, Meeting.ordinal, Plan.year, func.count())
        .join(Opinion, Opinion.meeting_id == Meeting.id)
        .join(Plan, Plan.id == Meeting.plan_id)
        .where(_condition(user, replace(wanted, meeting_id=None)))
        .group_by(Meeting.id)
        .order_by(Plan.year.desc(), Meeting.ordinal.desc())
    )
    return [Choice(n, f"Đợt {o} năm {y}", c) for n, o, y, c in db.session.execute(query)]


def mark_counts(user: Account, wanted: Wanted) -> dict[str, int]:
    """Mark → how many of what the other filters leave carry it, in one query."""
    known = marks()
    others = _condition(user, replace(wanted, marks=()))
    counts = [func.count(case((rule, 1))) for _label, rule in known.values()]
    row = db.session.execute(select(*counts).select_from(Opinion).where(others)).one()
    return dict(zip(known, row, strict=True))


def saved_filters(user: Account) -> list[SavedFilter]:
    """What ``user`` keeps for himself, by name."""
    query = select(SavedFilter).where(SavedFilter.account_id == user.id)
    return list(db.session.scalars(query.order_by(SavedFilter.name)))


def saved_filter(user: Account, filter_id: int) -> SavedFilter | None:
    """One of his own; another's does not exist for him."""
    found = db.session.get(SavedFilter, filter_id)
    return found if found is not None and found.account_id == user.id else None
