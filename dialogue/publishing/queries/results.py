"""The public projection: an allow-list of what was concluded and answered (A8).

Consent is asked anew each time it is read: a name whose consent was taken back is gone at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from dialogue.corrections.queries import corrected_words
from dialogue.extensions import db
from dialogue.followup.models import (
    OUTCOMES,
    Assignment,
    Conclusion,
    ConclusionNotice,
    NoticeItem,
    Reply,
)
from dialogue.followup.privacy import Read, public_name, public_text, public_words
from dialogue.followup.queries import ToldReply, confirmed_ids, tell_reply
from dialogue.opinions.models import Opinion
from dialogue.opinions.queries import read_receipt
from dialogue.plans.models import Meeting
from dialogue.publishing.queries.state import (
    is_public_item,
    is_public_notice,
    is_public_reply,
    public_reply_ids,
    publication_of,
)

PAGE = 20
FILTERS = {
    "all": "Tất cả",
    "going": "Đang giải quyết",
    "answered": "Đã có văn bản trả lời",
    "concluded": "Kết luận tại hội nghị",
}
STATE_FILTER = {"open": "going", "interim": "going", "answered": "answered", None: "concluded"}


@dataclass(frozen=True)
class PublishedMatter:
    """A matter of a published notice, as anyone may read it: these fields and no other."""

    receipt: str
    who: str
    others: int
    field: str
    words: str
    meeting_name: str
    held_on: date | None
    notice_symbol: str
    notice_issued_on: date
    outcome: str
    conclusion: str
    correction: str  # as it was put right, with its source
    lead_unit: str
    due_on: date | None
    state: str
    is_reopened: bool
    is_confirmed: bool
    replies: tuple[ToldReply, ...]

    @property
    def is_settled(self) -> bool:
        """ "Answered" is not "settled" (A6): what the answer in force says, and nobody contests."""
        return self.state == "answered" and bool(self.replies[-1].settled)


@dataclass(frozen=True)
class Published:
    """A page of the results and how many each filter has."""

    rows: list[PublishedMatter]
    counts: dict[str, int]
    has_next: bool


def _public_items() -> Select[NoticeItem]:
    return (
        select(NoticeItem)
        .join(NoticeItem.notice)
        .join(NoticeItem.conclusion)
        .outerjoin(Conclusion.assignment)
        .where(is_public_item())
    )


def published(state: str = "all", page: int = 1) -> Published:
    """Newest notice first, in the notice's order; ``state`` is a key of ``FILTERS``."""
    facts = db.session.execute(
        _public_items()
        .with_only_columns(NoticeItem.id, Assignment.id, Assignment.state)
        .order_by(ConclusionNotice.issued_on.desc(), NoticeItem.notice_id, NoticeItem.position)
    ).all()
    told = assignments_told()
    by_filter: dict[str, list[int]] = {name: [] for name in FILTERS}
    for item_id, assignment_id, its_state in facts:
        by_filter["all"].append(item_id)
        # An answer that nobody has published yet is no news to residents.
        hidden = its_state == "answered" and assignment_id not in told
        by_filter["going" if hidden else STATE_FILTER[its_state]].append(item_id)
    chosen = by_filter[state]
    first = (max(page, 1) - 1) * PAGE
    return Published(
        rows=_load(chosen[first : first + PAGE]),
        counts={name: len(ids) for name, ids in by_filter.items()},
        has_next=len(chosen) > first + PAGE,
    )


def assignments_told() -> set[int]:
    """The ids of assignments whose final reply is public."""
    query = select(Reply.assignment_id).where(Reply.kind == "final", is_public_reply())
    return set(db.session.scalars(query))


def public_notice(notice_id: int) -> ConclusionNotice | None:
    """The notice, if it is before the public."""
    return db.session.scalar(
        select(ConclusionNotice)
        .where(ConclusionNotice.id == notice_id, is_public_notice())
        .options(joinedload(ConclusionNotice.meeting).joinedload(Meeting.plan))
    )


def matters_of(notice: ConclusionNotice, *, as_if_published: bool = False) -> list[PublishedMatter]:
    """All public matters of ``notice`` in its order; ``as_if_published``: as they will read
    once what waits is published too (the preview)."""
    if not as_if_published:
        query = _public_items().where(NoticeItem.notice_id == notice.id)
        return _load(
            list(
                db.session.scalars(
                    query.with_only_columns(NoticeItem.id).order_by(NoticeItem.position)
                )
            )
        )
    withdrawn = {item.id for item in publication_of(notice).withdrawn_items}
    ids = [item.id for item in notice.items if item.id not in withdrawn]
    return _load(ids, as_if_published=True)


def published_matter(opinion_id: int) -> PublishedMatter | None:
    """What was published about an opinion, given its id or that of one merged into it."""
    root_id = select(func.coalesce(Opinion.merged_into_id, Opinion.id)).where(
        Opinion.id == opinion_id
    )
    ids = db.session.scalars(
        _public_items()
        .with_only_columns(NoticeItem.id)
        .where(Conclusion.opinion_id == root_id.scalar_subquery())
    )
    return next(iter(_load(list(ids))), None)


def by_receipt(receipt: str) -> tuple[bool, PublishedMatter | None]:
    """Whether that receipt number exists, and what was published about it so far."""
    number = read_receipt(receipt)
    opinion_id = db.session.scalar(select(Opinion.id).where(Opinion.receipt == number))
    if number is None or opinion_id is None:
        return False, None
    return True, published_matter(opinion_id)


def _load(item_ids: Sequence[int], *, as_if_published: bool = False) -> list[PublishedMatter]:
    conclusion = joinedload(NoticeItem.conclusion)
    opinion = conclusion.joinedload(Conclusion.opinion)
    query = (
        select(NoticeItem)
        .where(NoticeItem.id.in_(item_ids))
        .options(
            joinedload(NoticeItem.notice)
            .joinedload(ConclusionNotice.meeting)
            .joinedload(Meeting.plan),
            opinion.joinedload(Opinion.unit),
            opinion.joinedload(Opinion.area),
            opinion.joinedload(Opinion.field),
            opinion.selectinload(Opinion.merged),
            conclusion.joinedload(Conclusion.assignment).joinedload(Assignment.lead_unit),
            conclusion.joinedload(Conclusion.assignment).joinedload(Assignment.due),
            conclusion.joinedload(Conclusion.assignment).selectinload(Assignment.replies),
        )
    )
    items = db.session.scalars(query).all()
    given = [item.conclusion.assignment.id for item in items if item.conclusion.assignment]
    confirmed = confirmed_ids(given)
    shown = public_reply_ids(given, with_waiting=as_if_published)
    corrected = corrected_words(item_ids)
    by_id = {item.id: _publish(item, confirmed, shown, corrected.get(item.id)) for item in items}
    return [by_id[i] for i in item_ids]


def _correction(corrected: tuple[str, str] | None, read: Read) -> str:
    return f"{read(corrected[0])} ({corrected[1]})" if corrected else ""


def _publish(
    item: NoticeItem, confirmed: set[int], shown: set[int], corrected: tuple[str, str] | None
) -> PublishedMatter:
    conclusion, notice = item.conclusion, item.notice
    opinion, assignment = conclusion.opinion, conclusion.assignment
    assert notice.issued_on is not None  # CHECK issued_is_numbered
    read = partial(public_text, opinions=[opinion, *opinion.merged])
    replies = [r for r in assignment.replies if r.id in shown] if assignment else []
    return PublishedMatter(
        receipt=opinion.receipt or "",
        who=public_name(opinion),
        others=len(opinion.merged),
        field=opinion.field.name if opinion.field else "",
        words=public_words(opinion),
        meeting_name=notice.meeting.name,
        held_on=notice.meeting.held_on,
        notice_symbol=notice.symbol,
        notice_issued_on=notice.issued_on,
        outcome=OUTCOMES[conclusion.outcome],
        conclusion=read(item.words),
        correction=_correction(corrected, read),
        lead_unit=assignment.lead_unit.name if assignment else "",
        due_on=assignment.due.due_on if assignment else None,
        state=_state_told(assignment, replies),
        is_reopened=assignment is not None
        and assignment.round > 1
        and assignment.state != "answered",
        is_confirmed=assignment is not None and assignment.id in confirmed,
        replies=tuple(tell_reply(r, read) for r in replies),
    )


def _state_told(assignment: Assignment | None, replies: Sequence[Reply]) -> str:
    """As far as published replies tell it."""
    if assignment is None:
        return "concluded"
    kinds = {reply.kind for reply in replies if reply.round == assignment.round}
    if assignment.state == "answered":
        return "answered" if "final" in kinds else "interim" if "interim" in kinds else "open"
    return "interim" if assignment.state == "interim" and "interim" in kinds else "open"
