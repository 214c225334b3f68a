"""What was promised on a matter, by when, and whether it was kept; for what recurs (B7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.core import clock
from dialogue.core.clock import show_date
from dialogue.extensions import db
from dialogue.followup.models import OUTCOMES, Assignment, Conclusion, Reply
from dialogue.recurrence.hooks import Fate

# Nothing more is owed after these; the others stay open until a reply says that it is settled.
SETTLED_OUTCOMES = frozenset({"answered_here", "explained", "already_settled", "withdrawn"})


def fates(opinion_ids: Sequence[int], whole: bool) -> dict[int, Fate]:
    """Opinion id → what became of it; ``whole`` False: only what an issued notice tells."""
    query = (
        select(Conclusion)
        .where(Conclusion.opinion_id.in_(opinion_ids))
        .options(
            joinedload(Conclusion.notice),
            joinedload(Conclusion.lead_unit),
            joinedload(Conclusion.assignment).joinedload(Assignment.due),
            joinedload(Conclusion.assignment).joinedload(Assignment.lead_unit),
            joinedload(Conclusion.assignment).selectinload(Assignment.replies),
        )
    )
    today = clock.today()
    return {
        c.opinion_id: _fate(c, today)
        for c in db.session.scalars(query)
        if whole or c.state == "frozen"
    }


def _fate(conclusion: Conclusion, today: date) -> Fate:
    outcome = OUTCOMES[conclusion.outcome]
    assignment = conclusion.assignment
    if assignment is None:
        settled = conclusion.outcome in SETTLED_OUTCOMES
        return Fate(outcome, settled, promise=_without_a_day(conclusion))
    issued = [reply for reply in assignment.replies if reply.state == "issued"]
    # What a sender did not accept was an earlier round: its promise is no longer the last.
    now = [reply for reply in issued if reply.round == assignment.round]
    final = next((r for r in reversed(now) if r.kind == "final"), None)
    interim = next((r for r in reversed(now) if r.kind == "interim"), None)
    by = assignment.due.due_on
    if interim is not None and interim.promised_on is not None:
        by = interim.promised_on
    answered = final if assignment.state == "answered" else None
    return Fate(
        outcome,
        settled=answered is not None and bool(answered.settled),
        promise=f"{assignment.lead_unit.name} giải quyết, trả lời",
        by=by,
        kept=_kept(answered, by, today),
        reply=_reply(issued[-1]) if issued else "",
    )


def _without_a_day(conclusion: Conclusion) -> str:
    if conclusion.outcome == "noted":
        return "Chờ bố trí kinh phí"
    if conclusion.is_assigned and conclusion.lead_unit is not None:
        return f"{conclusion.lead_unit.name} giải quyết, trả lời; thông báo kết luận chưa ban hành"
    return ""


def _kept(answered: Reply | None, by: date, today: date) -> str:
    if answered is None:
        return "broken" if today > by else "pending"
    # Answered is not settled: a reply that leaves it open keeps no promise.
    in_time = answered.issued_on is not None and answered.issued_on <= by
    return "kept" if answered.settled and in_time else "broken"


def _reply(reply: Reply) -> str:
    kind = "trả lời tạm thời" if reply.kind == "interim" else "trả lời"
    line = f"{kind} số {reply.symbol} ngày {show_date(reply.issued_on)}"
    if reply.kind == "interim":
        return line
    return f"{line}, {'đã giải quyết xong' if reply.settled else 'chưa giải quyết xong'}"
