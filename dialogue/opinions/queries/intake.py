"""What the forms of the senders choose from."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import units
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.opinions.models import Field, Opinion
from dialogue.opinions.queries.scope import with_all
from dialogue.plans import queries as plans
from dialogue.plans.models import Meeting, Task

OPEN_STATES = ("announced", "live", "planned")


def fields() -> list[Field]:
    """The ward's own fields, in its order."""
    return list(
        db.session.scalars(select(Field).where(Field.active).order_by(Field.position, Field.id))
    )


def fields_by_use() -> list[Field]:
    """The same, those that people write about most first."""
    used = dict(
        db.session.execute(
            select(Opinion.field_id, func.count())
            .where(Opinion.field_id.is_not(None))
            .group_by(Opinion.field_id)
        ).all()
    )
    return sorted(fields(), key=lambda f: -used.get(f.id, 0))


def field_of(field_id: int | None) -> Field | None:
    return None if field_id is None else db.session.get(Field, field_id)


def open_meetings() -> list[Meeting]:
    """The meetings that still take opinions, the next one first.

    One that an earlier year planned and never dated takes none: nobody would read them.
    """
    year = clock.today().year
    found = [
        m
        for m in plans.meetings()
        if m.state in OPEN_STATES and (m.state != "planned" or m.plan.year >= year)
    ]
    return sorted(found, key=_order)


def _order(meeting: Meeting) -> tuple[int, float, int]:
    rank = OPEN_STATES.index(meeting.state)
    starts = meeting.starts_at.timestamp() if meeting.starts_at else 0.0
    return rank, starts, meeting.ordinal


def default_meeting(user: Account, found: list[Meeting]) -> Meeting | None:
    """The meeting that ``user`` most likely writes for: the youth's for the youth union."""
    audience = "youth" if user.has("youth_union") else "residents"
    return next((m for m in found if m.audience == audience), found[0] if found else None)


def own_by_key(user: Account, client_key: str) -> Opinion | None:
    """The opinion of ``user``'s unit under the key that the phone made."""
    query = select(Opinion).where(Opinion.client_key == client_key, Opinion.unit_id == user.unit_id)
    return db.session.scalar(query.options(*with_all()))


def sent_by(user: Account, meeting: Meeting) -> int:
    """How many opinions the unit has sent for ``meeting``."""
    query = select(Opinion.id).where(*sent_clauses(user.unit_id, meeting.id))
    return len(db.session.scalars(query).all())


def sent_for(opinion: Opinion) -> int:
    """How many opinions the unit of this one has sent for the same meeting."""
    clauses = sent_clauses(opinion.unit_id, opinion.meeting_id)
    return db.session.scalar(select(func.count()).select_from(Opinion).where(*clauses)) or 0


def sent_clauses(unit_id: int, meeting_id: int) -> tuple[ColumnElement[bool], ...]:
    """What counts as sent by a unit for a meeting, on its phone or on paper."""
    return (
        Opinion.unit_id == unit_id,
        Opinion.meeting_id == meeting_id,
        Opinion.state.not_in(("draft", "withdrawn", "split")),
        Opinion.channel != "hall",
    )


def by_key(client_key: str) -> Opinion | None:
    """The opinion under that key, whoever's it is; not for showing."""
    return db.session.scalar(select(Opinion).where(Opinion.client_key == client_key))


def sending_units() -> list[Unit]:
    """The units that hand in opinions, on a phone or on paper."""
    return units("front", "youth_union", "residential_group", "department")


def places(user: Account, limit: int = 40) -> list[str]:
    """Streets and lanes that the unit wrote before, the latest first, as suggestions."""
    query = (
        select(Opinion.place)
        .where(Opinion.unit_id == user.unit_id, Opinion.place != "")
        .order_by(Opinion.id.desc())
        .limit(200)
    )
    return list(dict.fromkeys(db.session.scalars(query)))[:limit]


def meeting_of(meeting_id: int) -> Meeting | None:
    return db.session.scalar(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(joinedload(Meeting.plan), joinedload(Meeting.opinions_due))
    )


def silent_units(meeting: Meeting) -> list[Unit]:
    """The units that owe opinions for ``meeting`` and have neither sent nor answered."""
    sent = select(Opinion.unit_id).where(
        Opinion.meeting_id == meeting.id,
        Opinion.state.not_in(("draft", "withdrawn", "split")),
        Opinion.channel != "hall",
    )
    query = (
        select(Unit)
        .join(Task, Task.unit_id == Unit.id)
        .where(
            Task.meeting_id == meeting.id,
            Task.kind == "opinions",
            Task.state == "open",
            Unit.id.not_in(sent),
        )
        .order_by(Unit.position, Unit.id)
    )
    return list(db.session.scalars(query))
