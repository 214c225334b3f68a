"""The session of a meeting's hall, by meeting or by the token of a screen or phone link."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.hall.models import HallSession
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part


def topic(meeting_id: int) -> str:
    """The live topic of one meeting's hall."""
    return f"hall:{meeting_id}"


def meeting_of(live_topic: str) -> int | None:
    """The meeting's id in ``live_topic``, or None."""
    prefix, _, number = live_topic.partition(":")
    return int(number) if prefix == "hall" and number.isdigit() else None


def find(meeting_id: int) -> HallSession | None:
    """The session, or None before the desk or the console was first opened."""
    return db.session.get(HallSession, meeting_id)


def by_token(kind: str, token: str) -> HallSession:
    """The session of a ``"screen"`` or ``"phone"`` link; ``NotAllowed`` for a wrong token."""
    column = {"screen": HallSession.screen_token, "phone": HallSession.phone_token}[kind]
    query = (
        select(HallSession)
        .where(column == token)
        .options(joinedload(HallSession.meeting).joinedload(Meeting.plan))
    )
    hall = db.session.scalar(query)
    if hall is None:
        raise NotAllowed
    return hall


def versions() -> Mapping[str, int]:
    """Live topic → stored version of every hall, for changes made by another process."""
    rows = db.session.execute(select(HallSession.meeting_id, HallSession.version))
    return {topic(meeting_id): version for meeting_id, version in rows}


def may_hear(user: Account, live_topic: str) -> bool:
    """Whoever takes part may hear that a hall changed; what changed he fetches by his rights."""
    meeting_id = meeting_of(live_topic)
    return (
        meeting_id is not None
        and takes_part(user)
        and db.session.get(HallSession, meeting_id) is not None
    )
