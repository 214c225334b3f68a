"""Consolidations within what their reader may see; the one scope of lists and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import sees_everything, sends_opinions
from dialogue.consolidation.models import Consolidation, Heading, Item
from dialogue.consolidation.workflow import CONSOLIDATION
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting, Plan

PAGE = 50


def visible_clause(user: Account) -> ColumnElement[bool]:
    """The own unit's; for office and leaders those that were sent."""
    rules: list[ColumnElement[bool]] = []
    if sends_opinions(user):
        rules.append(Consolidation.unit_id == user.unit_id)
    if sees_everything(user):
        rules.append(Consolidation.state != "draft")
    return or_(*rules) if rules else false()


def visible_to(user: Account) -> Select[Consolidation]:
    """The consolidations that ``user`` may see."""
    return select(Consolidation).where(visible_clause(user))


def get(user: Account, consolidation_id: int) -> Consolidation:
    """The consolidation with all that its page shows; ``NotAllowed`` if it is not for ``user``."""
    found = db.session.scalar(
        visible_to(user).where(Consolidation.id == consolidation_id).options(*with_all())
    )
    if found is None:
        raise NotAllowed
    return found


def load(consolidation: Consolidation) -> None:
    """Read it again with all of ``with_all``, inside an act that goes through its items."""
    query = select(Consolidation).where(Consolidation.id == consolidation.id)
    db.session.scalars(query.options(*with_all())).one()


def with_all() -> tuple[Any, ...]:
    """Headings, items, opinions and what is shown of them, in a fixed number of queries."""
    opinion = (
        selectinload(Consolidation.headings).selectinload(Heading.items).joinedload(Item.opinion)
    )
    return (
        joinedload(Consolidation.meeting).joinedload(Meeting.plan),
        joinedload(Consolidation.meeting).joinedload(Meeting.opinions_due),
        joinedload(Consolidation.unit),
        opinion.joinedload(Opinion.unit),
        opinion.joinedload(Opinion.area),
        opinion.joinedload(Opinion.field),
        opinion.joinedload(Opinion.merged_into),
    )


def open_of(unit_id: int, meeting_id: int) -> Consolidation | None:
    """The one that the unit still works on for that meeting, if any."""
    return db.session.scalar(
        select(Consolidation).where(
            Consolidation.unit_id == unit_id,
            Consolidation.meeting_id == meeting_id,
            Consolidation.state != "sent",
        )
    )


@dataclass(frozen=True)
class Row:
    """A consolidation in a list."""

    id: int
    state: str
    year: int | None
    number: int | None
    late: bool
    sent_at: datetime | None
    updated_at: datetime
    unit: str
    ordinal: int
    plan_year: int
    headings: int
    opinions: int
    unsent: int
    unsorted: int

    @property
    def name(self) -> str:
        return Consolidation(year=self.year, number=self.number).name

    @property
    def label(self) -> str:
        return CONSOLIDATION.label(self.state)

    @property
    def tone(self) -> str:
        return CONSOLIDATION.tone(self.state)

    @property
    def meeting(self) -> str:
        return f"Đợt {self.ordinal} năm {self.plan_year}"


def _counts() -> Any:
    """Per consolidation: opinions, those not sent, those that the office has not sorted."""
    fresh = and_(Opinion.state == "sent", Opinion.merged_into_id.is_(None))
    return (
        select(
            Heading.consolidation_id,
            func.count(Heading.id.distinct()).label("headings"),
            func.count(Item.id).label("opinions"),
            func.count(case((Opinion.state == "draft", 1))).label("unsent"),
            func.count(case((fresh, 1))).label("unsorted"),
        )
        .outerjoin(Item, Item.heading_id == Heading.id)
        .outerjoin(Opinion, Opinion.id == Item.opinion_id)
        .group_by(Heading.consolidation_id)
        .subquery("counts")
    )


def list_rows(user: Account, page: int = 1) -> list[Row]:
    """One page (``PAGE`` rows, one more if there is a next page), what changed last first.

    Another unit's drafts are neither shown nor counted.
    """
    counts = _counts()
    is_own = Consolidation.unit_id == user.unit_id
    own_only = case((is_own, counts.c.unsent), else_=0)
    shown = case((is_own, counts.c.opinions), else_=counts.c.opinions - counts.c.unsent)
    query = (
        select(
            Consolidation.id,
            Consolidation.state,
            Consolidation.year,
            Consolidation.number,
            Consolidation.late,
            Consolidation.sent_at,
            Consolidation.updated_at,
            Unit.name,
            Meeting.ordinal,
            Plan.year,
            func.coalesce(counts.c.headings, 0),
            func.coalesce(shown, 0),
            func.coalesce(own_only, 0),
            func.coalesce(counts.c.unsorted, 0),
        )
        .join(Unit, Unit.id == Consolidation.unit_id)
        .join(Meeting, Meeting.id == Consolidation.meeting_id)
        .join(Plan, Plan.id == Meeting.plan_id)
        .outerjoin(counts, counts.c.consolidation_id == Consolidation.id)
        .where(visible_clause(user))
        .order_by(Consolidation.updated_at.desc(), Consolidation.id.desc())
        .limit(PAGE + 1)
        .offset((max(page, 1) - 1) * PAGE)
    )
    found: Any = db.session.execute(query)
    return [Row(*row) for row in found]


def of_opinions(user: Account, ids: Sequence[int]) -> dict[int, tuple[Consolidation, Heading]]:
    """Opinion id → the consolidation and heading it lies under, where ``user`` may see it."""
    query = (
        select(Item.opinion_id, Consolidation, Heading)
        .join(Heading, Heading.id == Item.heading_id)
        .join(Consolidation, Consolidation.id == Heading.consolidation_id)
        .where(Item.opinion_id.in_(ids), visible_clause(user))
        .options(joinedload(Consolidation.unit))
    )
    return {number: (found, heading) for number, found, heading in db.session.execute(query)}
