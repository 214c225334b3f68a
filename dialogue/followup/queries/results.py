"""The public projection: what was concluded and answered, without a resident's name (A8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from dialogue.extensions import db
from dialogue.followup.models import (
    OUTCOMES,
    Assignment,
    Conclusion,
    ConclusionNotice,
    NoticeItem,
)
from dialogue.followup.privacy import public_name, public_text, public_words
from dialogue.followup.queries.told import ToldReply, tell_reply
from dialogue.followup.queries.verdicts import confirmed_ids
from dialogue.opinions.models import Opinion
from dialogue.opinions.queries import read_receipt
from dialogue.plans.models import Meeting

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
    """A matter of an issued notice, as anyone may read it."""

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


def _issued_items() -> Select[NoticeItem]:
    return (
        select(NoticeItem)
        .join(NoticeItem.notice)
        .join(NoticeItem.conclusion)
        .outerjoin(Conclusion.assignment)
        .where(ConclusionNotice.state == "issued")
    )


def published(state: str = "all", page: int = 1) -> Published:
    """Newest notice first, in the notice's order; ``state`` is a key of ``FILTERS``."""
    facts = db.session.execute(
        _issued_items()
        .with_only_columns(NoticeItem.id, Assignment.state)
        .order_by(ConclusionNotice.issued_on.desc(), NoticeItem.notice_id, NoticeItem.position)
    ).all()
    by_filter: dict[str, list[int]] = {name: [] for name in FILTERS}
    for item_id, its_state in facts:
        by_filter["all"].append(item_id)
        by_filter[STATE_FILTER[its_state]].append(item_id)
    chosen = by_filter[state]
    first = (max(page, 1) - 1) * PAGE
    return Published(
        rows=_load(chosen[first : first + PAGE]),
        counts={name: len(ids) for name, ids in by_filter.items()},
        has_next=len(chosen) > first + PAGE,
    )


def published_matter(opinion_id: int) -> PublishedMatter | None:
    """What was published about an opinion, given its id or that of one merged into it."""
    root_id = select(func.coalesce(Opinion.merged_into_id, Opinion.id)).where(
        Opinion.id == opinion_id
    )
    ids = db.session.scalars(
        _issued_items()
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


def _load(item_ids: Sequence[int]) -> list[PublishedMatter]:
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
            conclusion.joinedload(Conclusion.lead_unit),
            conclusion.joinedload(Conclusion.assignment).joinedload(Assignment.due),
            conclusion.joinedload(Conclusion.assignment).selectinload(Assignment.replies),
        )
    )
    items = db.session.scalars(query).all()
    given = [item.conclusion.assignment.id for item in items if item.conclusion.assignment]
    confirmed = confirmed_ids(given)
    by_id = {item.id: _publish(item, confirmed) for item in items}
    return [by_id[i] for i in item_ids]


def _publish(item: NoticeItem, confirmed: set[int]) -> PublishedMatter:
    conclusion, notice = item.conclusion, item.notice
    opinion, assignment = conclusion.opinion, conclusion.assignment
    assert notice.issued_on is not None  # CHECK issued_is_numbered
    read = partial(public_text, opinions=[opinion, *opinion.merged])
    replies = assignment.replies if assignment else []
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
        lead_unit=conclusion.lead_unit.name if conclusion.lead_unit and assignment else "",
        due_on=assignment.due.due_on if assignment else None,
        state=assignment.state if assignment else "concluded",
        is_reopened=assignment is not None
        and assignment.round > 1
        and assignment.state != "answered",
        is_confirmed=assignment is not None and assignment.id in confirmed,
        replies=tuple(tell_reply(r, read) for r in replies if r.state == "issued"),
    )
