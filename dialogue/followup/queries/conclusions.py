"""The matters of a meeting and what was concluded on each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import units
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.deadlines.facts import DueDateResult
from dialogue.deadlines.models import DueDate
from dialogue.deadlines.queries import preview_due
from dialogue.extensions import db
from dialogue.followup.models import Conclusion, ConclusionNotice, ConclusionSupport
from dialogue.followup.permissions import sees_conclusions
from dialogue.hall.models import Turn
from dialogue.opinions import queries as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

Due = DueDate | DueDateResult


@dataclass(frozen=True)
class Matter:
    """One matter of a meeting, concluded or not."""

    opinion: Opinion
    conclusion: Conclusion | None
    is_written: bool = False  # nobody came to say it: answered in writing (H10)

    @property
    def is_concluded(self) -> bool:
        return self.conclusion is not None

    @property
    def merged_count(self) -> int:
        """How many others say the same."""
        return len(self.opinion.merged)


def matters(meeting: Meeting) -> list[Matter]:
    """The agenda and what was raised in the hall, in the agenda's order."""
    query = (
        select(Conclusion)
        .where(Conclusion.meeting_id == meeting.id)
        .options(
            joinedload(Conclusion.opinion).joinedload(Opinion.unit),
            joinedload(Conclusion.opinion).joinedload(Opinion.area),
            joinedload(Conclusion.opinion).selectinload(Opinion.merged),
            joinedload(Conclusion.lead_unit),
            joinedload(Conclusion.concluded_by),
            selectinload(Conclusion.supporting).joinedload(ConclusionSupport.unit),
        )
        .order_by(Conclusion.id)
    )
    concluded = {c.opinion_id: c for c in db.session.scalars(query)}
    written = written_roots(meeting.id)
    found = [
        Matter(one, concluded.pop(one.id, None), one.id in written)
        for one in opinions.agenda(meeting)
    ]
    return [*found, *(Matter(c.opinion, c) for c in concluded.values())]


def written_roots(meeting_id: int) -> set[int]:
    """The ids of the matters of which a turn was left to be answered in writing, and none of
    whose other turns was spoken."""
    query = (
        select(func.coalesce(Opinion.merged_into_id, Opinion.id), Turn.state)
        .join(Turn, Turn.opinion_id == Opinion.id)
        .where(Turn.meeting_id == meeting_id, Turn.state.in_(("written", "done")))
    )
    rows = db.session.execute(query).all()
    spoken = {root for root, state in rows if state == "done"}
    return {root for root, state in rows if state == "written"} - spoken


def get_matter(user: Account, opinion_id: int) -> tuple[Opinion, Conclusion | None]:
    """The opinion with its conclusion, for who follows its meeting; else ``NotAllowed``."""
    opinion = db.session.scalar(
        select(Opinion)
        .where(Opinion.id == opinion_id, Opinion.state.in_(("selected", "concluded")))
        .options(
            joinedload(Opinion.meeting).joinedload(Meeting.plan),
            joinedload(Opinion.unit),
            joinedload(Opinion.area),
            joinedload(Opinion.preparation),
        )
    )
    if opinion is None or not sees_conclusions(user, opinion.meeting):
        raise NotAllowed
    return opinion, conclusion_of(opinion)


def conclusion_of(opinion: Opinion) -> Conclusion | None:
    """What was concluded on ``opinion``, if anything."""
    return db.session.scalar(
        select(Conclusion)
        .where(Conclusion.opinion_id == opinion.id)
        .options(
            joinedload(Conclusion.lead_unit),
            joinedload(Conclusion.concluded_by),
            selectinload(Conclusion.supporting).joinedload(ConclusionSupport.unit),
        )
    )


def lead_units() -> list[Unit]:
    """The units to which a matter can be given."""
    return units("office", "department", "youth_union", "front")


def supporting_units() -> list[Unit]:
    """The units that can support: the residential groups too."""
    return [*lead_units(), *units("residential_group")]


def expected_notice_due(meeting: Meeting) -> Due | None:
    """When the notice is due: stored with the meeting's date, else counted from it."""
    if meeting.notice_due is not None:
        return meeting.notice_due
    return preview_due("notice", meeting.held_on) if meeting.held_on else None


def expected_reply_due(meeting: Meeting, notice: ConclusionNotice | None = None) -> Due | None:
    """When a reply would be due: from the notice once issued, else from its last possible day."""
    if notice is not None and notice.issued_on is not None:
        return preview_due("assignment", notice.issued_on)
    last_day = expected_notice_due(meeting)
    if last_day is None:
        return None
    return preview_due("assignment", max(last_day.due_on, clock.today()))
