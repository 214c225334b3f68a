"""Replies, and everyone to whom one is owed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sees_everything
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.deadlines.queries import preview_due
from dialogue.extensions import db
from dialogue.followup.models import Assignment, Conclusion, ConclusionSupport, Reply
from dialogue.followup.queries.assignments import visible_assignments
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part


def visible_replies(user: Account) -> Select[Reply]:
    """The replies to what ``user`` may see; an issued one for the senders' units too."""
    query = select(Reply)
    if sees_everything(user):
        return query
    theirs = visible_assignments(user).with_only_columns(Assignment.id)
    mine = Reply.assignment_id.in_(theirs)
    if not takes_part(user):
        return query.where(mine)
    answered = (
        select(Assignment.id)
        .join(Assignment.conclusion)
        .where(Conclusion.opinion_id.in_(_roots_sent_by(user.unit_id)))
    )
    return query.where(or_(mine, and_(Reply.state == "issued", Reply.assignment_id.in_(answered))))


def _roots_sent_by(unit_id: int) -> Select[int]:
    """The ids of the opinions of ``unit_id`` and of those into which its own were merged."""
    return select(func.coalesce(Opinion.merged_into_id, Opinion.id)).where(
        Opinion.unit_id == unit_id
    )


def get_reply(user: Account, reply_id: int) -> Reply:
    """The reply; ``NotAllowed`` if there is none that ``user`` may see."""
    assignment = joinedload(Reply.assignment)
    conclusion = assignment.joinedload(Assignment.conclusion)
    reply = db.session.scalar(
        visible_replies(user)
        .where(Reply.id == reply_id)
        .options(
            assignment.joinedload(Assignment.due),
            assignment.joinedload(Assignment.lead_unit),
            assignment.selectinload(Assignment.replies),
            conclusion.joinedload(Conclusion.opinion).joinedload(Opinion.area),
            conclusion.joinedload(Conclusion.opinion).joinedload(Opinion.unit),
            conclusion.joinedload(Conclusion.opinion).selectinload(Opinion.merged),
            conclusion.joinedload(Conclusion.notice),
            conclusion.joinedload(Conclusion.meeting).joinedload(Meeting.plan),
            conclusion.selectinload(Conclusion.supporting).joinedload(ConclusionSupport.unit),
            joinedload(Reply.drafted_by),
            joinedload(Reply.approved_by),
        )
    )
    if reply is None:
        raise NotAllowed
    return reply


def sees_reply(user: Account, reply_id: int) -> bool:
    """For its signed scan, which bears the resident's name: who works on it."""
    theirs = visible_assignments(user).with_only_columns(Assignment.id)
    query = select(Reply.id).where(Reply.id == reply_id, Reply.assignment_id.in_(theirs))
    return db.session.scalar(query) is not None


def interim_limit(assignment: Assignment) -> date:
    """The last day that an interim reply may promise: 30 working days from the notice.

    One clock, not 20 + 30 (Kế hoạch II.4.3): counted from the same day as the first due date.
    A further one may promise what the chair allowed.
    """
    leave = assignment.leave_for_interim
    if leave is not None and leave.until is not None:
        return leave.until
    return preview_due("interim", clock_start(assignment)).due_on


def clock_start(assignment: Assignment) -> date:
    """The day from which it counts: the notice's, or that of the last contest (A6).

    A due date that was moved to a named day says nothing of it.
    """
    contested = [one for one in assignment.verdicts if one.kind == "contested"]
    if contested:
        return clock.local(contested[-1].at).date()
    notice = assignment.conclusion.notice
    if notice is not None and notice.issued_on is not None:
        return notice.issued_on
    return assignment.due.start_on


def everyone_in(opinion: Opinion) -> list[Opinion]:
    """``opinion`` and all that were merged into it: each sender is told."""
    return [opinion, *sorted(opinion.merged, key=lambda one: one.id)]
