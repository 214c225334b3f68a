"""What phones in the hall asked for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.hall.models import SpeakingRequest
from dialogue.hall.permissions import may_register
from dialogue.hall.queries.queue import Queue
from dialogue.plans.models import Meeting


@dataclass(frozen=True)
class Asked:
    """A request before the desk, with the number of who may be the same person."""

    request: SpeakingRequest
    same_as: int | None


def takes_requests(meeting: Meeting) -> bool:
    """In the hall: on the day, until the meeting ends."""
    return meeting.state == "live" or (
        meeting.state == "announced" and meeting.held_on == clock.today()
    )


def waiting_requests(meeting_id: int, queue: Queue) -> list[Asked]:
    """Those not answered yet, the oldest first."""
    query = (
        select(SpeakingRequest)
        .where(SpeakingRequest.meeting_id == meeting_id, SpeakingRequest.state == "waiting")
        .options(joinedload(SpeakingRequest.unit), joinedload(SpeakingRequest.field))
        .order_by(SpeakingRequest.id)
    )
    known = {
        (fold(t.speaker_name), t.unit_id): t.number
        for t in queue.turns
        if t.state not in ("withdrawn", "done")
    }
    return [
        Asked(one, known.get((fold(one.speaker_name), one.unit_id)))
        for one in db.session.scalars(query)
    ]


def of_device(meeting_id: int, device: str) -> list[SpeakingRequest]:
    """What one phone asked, the latest first, with the numbers it got."""
    query = (
        select(SpeakingRequest)
        .where(SpeakingRequest.meeting_id == meeting_id, SpeakingRequest.device == device)
        .options(joinedload(SpeakingRequest.turn))
        .order_by(SpeakingRequest.id.desc())
    )
    return list(db.session.scalars(query))


def count_waiting(meeting_id: int) -> int:
    query = select(func.count()).where(
        SpeakingRequest.meeting_id == meeting_id, SpeakingRequest.state == "waiting"
    )
    return db.session.scalar(query) or 0


def get_request(user: Account, request_id: int) -> SpeakingRequest:
    """One request; ``NotAllowed`` unless ``user`` serves at the meeting's desk."""
    found = db.session.scalar(
        select(SpeakingRequest)
        .where(SpeakingRequest.id == request_id)
        .options(joinedload(SpeakingRequest.meeting), joinedload(SpeakingRequest.unit))
    )
    if found is None or not may_register(user, found.meeting):
        raise NotAllowed
    return found
