"""What the forms of the senders choose from."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.opinions.models import Field, Opinion
from dialogue.opinions.queries.scope import with_all
from dialogue.plans import queries as plans
from dialogue.plans.models import Meeting

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
    query = select(Opinion.id).where(
        Opinion.unit_id == user.unit_id,
        Opinion.meeting_id == meeting.id,
        Opinion.state.not_in(("draft", "withdrawn", "split")),
        Opinion.channel != "hall",
    )
    return len(db.session.scalars(query).all())


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
