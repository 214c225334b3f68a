"""What is told of the conclusions in the meeting's record: reached, changed, taken back."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.extensions import db
from dialogue.followup.models import Conclusion
from dialogue.hall.hooks import Happening
from dialogue.history.models import HistoryEvent
from dialogue.history.queries import timeline_of
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

TABLE = Conclusion.__tablename__


def happenings(meeting: Meeting) -> list[Happening]:
    """Each act on a conclusion of ``meeting``, those taken back among them, oldest first."""
    receipts = {
        row.id: row.receipt or ""
        for row in db.session.execute(
            select(Opinion.id, Opinion.receipt).where(Opinion.meeting_id == meeting.id)
        )
    }
    query = select(Conclusion.id, Conclusion.opinion_id).where(Conclusion.meeting_id == meeting.id)
    matters = {row.id: row.opinion_id for row in db.session.execute(query)}
    revoked = select(HistoryEvent).where(
        HistoryEvent.subject_type == TABLE, HistoryEvent.verb == "revoke"
    )
    for event in db.session.scalars(revoked):
        if event.details.get("opinion_id") in receipts:
            matters.setdefault(event.subject_id, event.details["opinion_id"])
    return [
        _told(event, receipts.get(matters[event.subject_id], ""))
        for event in timeline_of((TABLE, number) for number in matters)
    ]


def _told(event: HistoryEvent, receipt: str) -> Happening:
    after = event.details.get("after")
    words = after[1] if after else event.details.get("words", "")
    label = f"{event.label}, ý kiến {receipt}" if receipt else event.label
    return Happening(event.at, f"{label}: “{words}”" if words else label,
                     event.actor_name, event.reason)  # fmt: skip
