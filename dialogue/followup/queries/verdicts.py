"""What the senders say of an answer, as each reader may read it, and whom it is asked of (A6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, not_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.files.queries import attachments_by_owner
from dialogue.followup.models import CONTEST_DAYS, VERDICTS, Assignment, Conclusion, Reply, Verdict
from dialogue.followup.permissions import gives_verdict, is_of_sender, senders_units
from dialogue.followup.privacy import Read
from dialogue.followup.queries.assignments import sees_assignment
from dialogue.followup.queries.marks import answer_id, is_confirmed
from dialogue.opinions.models import Opinion


@dataclass(frozen=True)
class ToldVerdict:
    """What a sender's unit said, as one reader may read it."""

    unit: str
    label: str
    is_contested: bool
    words: str
    reply_symbol: str
    at: datetime
    by: str
    photos: tuple[Attachment, ...]


def told_verdicts(assignment: Assignment, unit_id: int, read: Read) -> list[ToldVerdict]:
    """All that was said of its answers, oldest first; another unit's words through ``read``.

    Photos are for the unit itself and for who works on it (``sees_verdict``): the caller's
    ``unit_id`` -1 means someone who works on it.
    """
    rows = db.session.scalars(
        select(Verdict)
        .where(Verdict.assignment_id == assignment.id)
        .options(joinedload(Verdict.unit), joinedload(Verdict.by), joinedload(Verdict.reply))
        .order_by(Verdict.id)
    ).all()
    photos = attachments_by_owner("verdict", [row.id for row in rows])
    return [
        ToldVerdict(
            unit=row.unit.name,
            label=VERDICTS[row.kind],
            is_contested=row.kind == "contested",
            words=row.words if row.unit_id == unit_id else read(row.words),
            reply_symbol=row.reply.symbol,
            at=row.at,
            by=row.by.full_name,
            photos=tuple(photos.get(row.id, ())) if unit_id in (-1, row.unit_id) else (),
        )
        for row in rows
    ]


def sees_verdict(user: Account, verdict_id: int) -> bool:
    """Whoever works on the matter, and the unit that said it."""
    verdict = db.session.get(Verdict, verdict_id)
    if verdict is None:
        return False
    return verdict.unit_id == user.unit_id or sees_assignment(user, verdict.assignment_id)


def units_that_sent(assignment: Assignment) -> list[Unit]:
    """The units that may say whether the answer holds."""
    query = select(Unit).where(Unit.id.in_(senders_units(assignment)))
    return list(db.session.scalars(query.order_by(Unit.position, Unit.id)))


def has_said(user: Account, reply: Reply) -> bool:
    """Whether the unit of ``user`` has said what it thinks of this very reply."""
    query = select(Verdict.id).where(Verdict.reply_id == reply.id, Verdict.unit_id == user.unit_id)
    return db.session.scalar(query.limit(1)) is not None


def awaiting_verdict(user: Account) -> list[Assignment]:
    """Answers to what ``user``'s unit sent of which it has said nothing yet, oldest first.

    Only while it may still contest them by itself; silence is neither yes nor no.
    """
    mine = aliased(Opinion)
    query: Select[Any] = (
        select(Assignment)
        .join(Assignment.conclusion)
        .join(Reply, Reply.id == answer_id())
        .where(
            Assignment.state == "answered",
            exists().where(
                mine.unit_id == user.unit_id,
                func.coalesce(mine.merged_into_id, mine.id) == Conclusion.opinion_id,
            ),
            not_(exists().where(Verdict.reply_id == Reply.id, Verdict.unit_id == user.unit_id)),
            Reply.issued_on >= clock.today() - timedelta(days=CONTEST_DAYS),
        )
        .options(
            joinedload(Assignment.conclusion).joinedload(Conclusion.opinion),
            joinedload(Assignment.lead_unit),
            selectinload(Assignment.replies),
        )
        .order_by(Assignment.answered_at, Assignment.id)
    )
    return list(db.session.scalars(query).unique())


def is_open_to_verdict(user: Account, reply: Reply) -> bool:
    """Whether ``user`` may say, or write down, what a sender thinks of ``reply`` now."""
    answer = reply.assignment.answer
    return answer is not None and answer.id == reply.id and gives_verdict(user, reply.assignment)


def is_asked(user: Account, reply: Reply) -> bool:
    """Whether the word of ``user``'s own unit on ``reply`` is waited for."""
    return (
        is_of_sender(user, reply.assignment)
        and is_open_to_verdict(user, reply)
        and not has_said(user, reply)
    )


def confirmed_ids(ids: Iterable[int]) -> set[int]:
    """Those of the assignments ``ids`` whose present answer a sender confirmed."""
    return set(
        db.session.scalars(
            select(Assignment.id).where(Assignment.id.in_(list(ids)), is_confirmed())
        )
    )
