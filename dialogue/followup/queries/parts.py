"""What this feature adds to the opinion's thread and to the hall's phones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from flask import url_for
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.core.clock import at, show_date
from dialogue.extensions import db
from dialogue.followup.models import (
    OUTCOMES,
    Assignment,
    Conclusion,
    ConclusionNotice,
    ConclusionSupport,
    Reply,
)
from dialogue.followup.permissions import HELD, may_conclude, sees_conclusions
from dialogue.followup.privacy import Read, as_it_is, public_text, reading
from dialogue.followup.queries.assignments import sees_assignment
from dialogue.followup.queries.replies import everyone_in, visible_replies
from dialogue.followup.queries.told import tell_reply
from dialogue.followup.queries.verdicts import told_verdicts
from dialogue.followup.workflow import ASSIGNMENT, CONCLUSION
from dialogue.opinions.hooks import NextStep, ThreadPart
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting


def assigned_opinions(user: Account) -> ColumnElement[bool]:
    """Over ``Opinion``: given to the user's unit by an issued notice, as lead or supporting."""
    supported = select(ConclusionSupport.conclusion_id).where(
        ConclusionSupport.unit_id == user.unit_id
    )
    given = (
        select(Conclusion.opinion_id)
        .join(Assignment, Assignment.conclusion_id == Conclusion.id)
        .where(or_(Assignment.lead_unit_id == user.unit_id, Conclusion.id.in_(supported)))
    )
    return Opinion.id.in_(given)


def _loaded(opinion: Opinion) -> Conclusion | None:
    return db.session.scalar(
        select(Conclusion)
        .where(Conclusion.opinion_id == opinion.id)
        .options(
            joinedload(Conclusion.notice),
            joinedload(Conclusion.meeting),
            joinedload(Conclusion.lead_unit),
            joinedload(Conclusion.concluded_by),
            joinedload(Conclusion.assignment).joinedload(Assignment.due),
            joinedload(Conclusion.assignment).joinedload(Assignment.lead_unit),
            joinedload(Conclusion.assignment).selectinload(Assignment.replies),
            selectinload(Conclusion.supporting).joinedload(ConclusionSupport.unit),
        )
    )


def thread(user: Account, opinion: Opinion) -> Sequence[ThreadPart]:
    """Conclusion, notice, assignment and replies, each once ``user`` may read it.

    Before the notice is issued a conclusion is for who works on it; then for every sender.
    """
    conclusion = _loaded(opinion)
    if conclusion is None:
        return []
    notice = conclusion.notice
    issued = notice is not None and notice.state == "issued"
    if not issued and not sees_conclusions(user, conclusion.meeting):
        return []
    assignment = conclusion.assignment
    works_on_it = assignment is not None and sees_assignment(user, assignment.id)
    whole = works_on_it or sees_conclusions(user, conclusion.meeting)
    read = as_it_is if whole else reading(user.unit_id, everyone_in(opinion))
    units = [f"Đơn vị chủ trì: {conclusion.lead_unit.name}"] if conclusion.lead_unit else []
    if conclusion.supporting:
        units.append("Phối hợp: " + ", ".join(s.unit.name for s in conclusion.supporting))
    parts = [
        ThreadPart(
            at=conclusion.concluded_at,
            label=f"Kết luận: {OUTCOMES[conclusion.outcome]}",
            who=conclusion.concluded_by.full_name,
            tone="good",
            lines=[read(conclusion.words), *units],
            replaces="conclude",
        )
    ]
    if notice is not None and issued:
        parts.append(_notice_part(notice, conclusion))
    if assignment is not None:
        parts.append(_assignment_part(assignment, works_on_it))
        parts += _reply_parts(user, assignment, read)
        parts += _verdict_parts(assignment, -1 if whole else user.unit_id, read)
    return parts


def _verdict_parts(assignment: Assignment, unit_id: int, read: Read) -> list[ThreadPart]:
    return [
        ThreadPart(
            at=told.at,
            label=f"{told.unit}: {told.label.lower()}",
            who=told.by,
            tone="bad" if told.is_contested else "good",
            lines=[told.words] if told.words else [],
        )
        for told in told_verdicts(assignment, unit_id, read)
    ]


def _notice_part(notice: ConclusionNotice, conclusion: Conclusion) -> ThreadPart:
    assert notice.issued_on is not None  # CHECK issued_is_numbered
    given = conclusion.assignment
    day = at(notice.issued_on, time())
    return ThreadPart(
        at=given.created_at if given else max(day, conclusion.concluded_at),
        template="followup/_thread_notice.html",
        context={"notice": notice},
    )


def _assignment_part(assignment: Assignment, works_on_it: bool) -> ThreadPart:
    return ThreadPart(
        at=assignment.created_at,
        template="followup/_thread_assignment.html",
        context={
            "assignment": assignment,
            "assignment_url": url_for("followup.assignment", assignment_id=assignment.id)
            if works_on_it
            else None,
        },
    )


def _reply_parts(user: Account, assignment: Assignment, read: Read) -> list[ThreadPart]:
    seen = visible_replies(user).where(Reply.assignment_id == assignment.id)
    return [
        ThreadPart(
            at=_moment_of(reply),
            template="followup/_thread_reply.html",
            context={"reply": tell_reply(reply, read)},
        )
        for reply in db.session.scalars(seen.where(Reply.state == "issued").order_by(Reply.id))
    ]


def _moment_of(reply: Reply) -> datetime:
    assert reply.issued_on is not None  # CHECK issued_is_numbered
    day = at(reply.issued_on, time())
    return max(day, reply.approved_at) if reply.approved_at else day


def next_steps(user: Account, opinion: Opinion) -> Sequence[NextStep]:
    """To conclude or change the conclusion; to answer what was assigned."""
    conclusion = _loaded(opinion)
    if conclusion is None:
        open_to = opinion.state == "selected" and not opinion.is_merged
        if open_to and opinion.meeting.state in HELD and may_conclude(user, opinion.meeting):
            url = url_for("followup.conclusion", opinion_id=opinion.id)
            return [NextStep("Ghi kết luận", url, "main")]
        return []
    steps = []
    if CONCLUSION.can(user, conclusion, "change"):
        url = url_for("followup.conclusion", opinion_id=opinion.id)
        steps.append(NextStep("Sửa kết luận", url))
    assignment = conclusion.assignment
    if assignment is not None and ASSIGNMENT.can(user, assignment, "draft"):
        url = url_for("followup.new_reply", assignment_id=assignment.id)
        steps.append(NextStep("Soạn văn bản trả lời", url, "main"))
    return steps


def outcomes(opinion_ids: Sequence[int]) -> dict[int, str]:
    """Opinion id → what became of it, in a few words: for similar ones of earlier years."""
    query = (
        select(Conclusion)
        .where(Conclusion.opinion_id.in_(opinion_ids))
        .options(
            joinedload(Conclusion.assignment).selectinload(Assignment.replies),
            joinedload(Conclusion.lead_unit),
        )
    )
    return {c.opinion_id: _in_short(c) for c in db.session.scalars(query)}


def _in_short(conclusion: Conclusion) -> str:
    said = OUTCOMES[conclusion.outcome]
    assignment = conclusion.assignment
    if assignment is None:
        return said
    issued = [reply for reply in assignment.replies if reply.state == "issued"]
    if assignment.state == "answered" and issued:
        last = issued[-1]
        done = "đã giải quyết xong" if last.settled else "chưa giải quyết xong"
        return f"{said}; trả lời số {last.symbol} ngày {show_date(last.issued_on)}, {done}"
    again = " lại vì người dân chưa đồng ý" if assignment.round > 1 else ""
    return f"{said}; {ASSIGNMENT.label(assignment.state).lower()}{again}"


@dataclass(frozen=True)
class ConclusionSoFar:
    """A conclusion as the phones in the hall read it."""

    receipt: str
    outcome: str
    words: str
    lead_unit: str


def conclusions_so_far(meeting: Meeting) -> list[ConclusionSoFar]:
    """The conclusions of ``meeting`` in the order they were reached, fit for anyone."""
    query = (
        select(Conclusion)
        .where(Conclusion.meeting_id == meeting.id)
        .options(
            joinedload(Conclusion.opinion).selectinload(Opinion.merged),
            joinedload(Conclusion.lead_unit),
        )
        .order_by(Conclusion.concluded_at, Conclusion.id)
    )
    return [
        ConclusionSoFar(
            receipt=c.opinion.receipt or "",
            outcome=OUTCOMES[c.outcome],
            words=public_text(c.words, [c.opinion, *c.opinion.merged]),
            lead_unit=c.lead_unit.name if c.lead_unit else "",
        )
        for c in db.session.scalars(query)
    ]
