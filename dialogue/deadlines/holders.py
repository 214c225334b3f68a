"""The things of other features that hold a due date, found without importing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.db import Base
from dialogue.deadlines.models import DueDate
from dialogue.extensions import db

Moved = Callable[[Account, Any, DueDate, DueDate], None]

MaySee = Callable[[Account, Any], bool]


def never(_thing: Any) -> bool:
    """Nothing above says that it is settled."""
    return False


@dataclass(frozen=True)
class Holder:
    """A column that names a due date, which of its rows are still open, and in what words.

    ``is_settled(thing)`` takes out what a feature above knows to be done.
    ``may_see(user, thing)`` says for whom the thing exists, and so why it is due that day;
    without it (a date of a meeting) for anybody.
    ``moved(actor, thing, old, new)`` runs inside the act after the thing has its new due
    date: the place to tell the unit concerned.
    """

    column: InstrumentedAttribute[Any]
    is_open: Callable[[], ColumnElement[bool]]
    describe: Callable[[Any], str] | None = None
    moved: Moved | None = None
    is_settled: Callable[[Any], bool] = never
    may_see: MaySee | None = None

    def open_rows(self) -> Iterator[tuple[Any, DueDate]]:
        """(thing, due date) of every open thing."""
        query = (
            select(self.column.class_, DueDate)
            .join(DueDate, self.column == DueDate.id)
            .where(self.is_open())
            .order_by(DueDate.due_on, DueDate.id)
        )
        for thing, due in db.session.execute(query).all():
            if not self.is_settled(thing):
                yield thing, due

    def of(self, dues: Iterable[int]) -> list[Any]:
        """The things that name one of ``dues`` now."""
        query = select(self.column.class_).where(self.column.in_(list(dues)))
        return list(db.session.scalars(query))

    def words(self, thing: Any, due: DueDate) -> str:
        return self.describe(thing) if self.describe else due.label

    def point(self, thing: Any, due: DueDate) -> None:
        """Have ``thing`` name ``due`` from now on."""
        setattr(thing, self.column.key, due.id)


_known: dict[str, Holder] = {}


def register_holder(
    column: InstrumentedAttribute[Any],
    *,
    is_open: Callable[[], ColumnElement[bool]],
    describe: Callable[[Any], str] | None = None,
    moved: Moved | None = None,
    is_settled: Callable[[Any], bool] = never,
    may_see: MaySee | None = None,
) -> None:
    """Say which rows of ``column`` (``Task.due_id``) are open; called in ``init_app``.

    A column that nobody registers is found all the same; its due dates count as open
    until they have passed.
    """
    _known[str(column)] = Holder(column, is_open, describe, moved, is_settled, may_see)


def all_holders() -> list[Holder]:
    """A holder for every mapped column that refers to a due date."""
    return [
        _known.get(str(column)) or Holder(column, is_open=_not_yet_due)
        for column in _referring_columns()
    ]


def _not_yet_due() -> ColumnElement[bool]:
    return DueDate.due_on >= clock.today()


def _referring_columns() -> Iterator[InstrumentedAttribute[Any]]:
    for mapper in sorted(Base.registry.mappers, key=lambda m: m.class_.__name__):
        if mapper.class_ is DueDate:
            continue
        for column in mapper.columns:
            if any(key.column.table.name == DueDate.__tablename__ for key in column.foreign_keys):
                yield getattr(mapper.class_, mapper.get_property_by_column(column).key)
