"""What is public now: the last act on a notice, an item, a reply, as SQL and for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select
from sqlalchemy.orm import joinedload

from dialogue.core.db import Base
from dialogue.extensions import db
from dialogue.followup.models import Assignment, Conclusion, ConclusionNotice, NoticeItem, Reply
from dialogue.publishing.models import Publication


def _last_act(subject: type[Base], id_column: Any) -> ScalarSelect[str]:
    return (
        select(Publication.act)
        .where(
            Publication.subject_type == subject.__tablename__, Publication.subject_id == id_column
        )
        .order_by(Publication.id.desc())
        .limit(1)
        .correlate(subject)
        .scalar_subquery()
    )


def is_public_notice() -> ColumnElement[bool]:
    """Over ``ConclusionNotice``."""
    last = _last_act(ConclusionNotice, ConclusionNotice.id)
    return and_(ConclusionNotice.state == "issued", last == "publish")


def is_public_item() -> ColumnElement[bool]:
    """Over ``NoticeItem`` joined with its notice."""
    last = _last_act(NoticeItem, NoticeItem.id)
    return and_(is_public_notice(), func.coalesce(last, "publish") == "publish")


def is_public_reply() -> ColumnElement[bool]:
    """Over ``Reply``."""
    return and_(Reply.state == "issued", _last_act(Reply, Reply.id) == "publish")


def public_reply_ids(assignment_ids: Sequence[int], *, with_waiting: bool = False) -> set[int]:
    """Of the issued replies of these assignments, those that are public; ``with_waiting``
    those too that never were."""
    shown = is_public_reply()
    if with_waiting:
        last = func.coalesce(_last_act(Reply, Reply.id), "publish")
        shown = and_(Reply.state == "issued", last == "publish")
    query = select(Reply.id).where(Reply.assignment_id.in_(assignment_ids), shown)
    return set(db.session.scalars(query))


@dataclass(frozen=True)
class State:
    """Where a notice stands before the public."""

    last: Publication | None
    waiting: list[Reply]  # issued and never published
    withdrawn_items: list[NoticeItem]
    withdrawn_replies: list[Reply]
    public_replies: list[Reply]

    @property
    def is_public(self) -> bool:
        return self.last is not None and self.last.act == "publish"

    @property
    def at(self) -> datetime | None:
        return self.last.at if self.last else None

    @property
    def has_news(self) -> bool:
        """Whether there is something to publish now."""
        return not self.is_public or bool(self.waiting)


def publication_of(notice: ConclusionNotice) -> State:
    """The state of ``notice``, its items and its replies, in three queries."""
    acts = _acts_on([notice.id], "conclusion_notice")
    items = _acts_on([item.id for item in notice.items], "notice_item")
    replies = _issued_replies(notice)
    of_replies = _acts_on([reply.id for reply in replies], "reply")

    def standing(reply: Reply) -> str:
        act = of_replies.get(reply.id)
        return act.act if act else ""

    return State(
        last=acts.get(notice.id),
        waiting=[one for one in replies if not standing(one)],
        withdrawn_items=[
            item for item in notice.items if item.id in items and items[item.id].act == "withdraw"
        ],
        withdrawn_replies=[one for one in replies if standing(one) == "withdraw"],
        public_replies=[one for one in replies if standing(one) == "publish"],
    )


def _acts_on(ids: Sequence[int], subject_type: str) -> dict[int, Publication]:
    """The last act on each."""
    query = (
        select(Publication)
        .where(Publication.subject_type == subject_type, Publication.subject_id.in_(ids))
        .options(joinedload(Publication.by))
        .order_by(Publication.id)
    )
    return {act.subject_id: act for act in db.session.scalars(query)}


def _issued_replies(notice: ConclusionNotice) -> list[Reply]:
    query = (
        select(Reply)
        .join(Reply.assignment)
        .join(Assignment.conclusion)
        .where(Reply.state == "issued", Conclusion.meeting_id == notice.meeting_id)
        .options(joinedload(Reply.assignment).joinedload(Assignment.conclusion))
        .order_by(Reply.id)
    )
    return list(db.session.scalars(query))


def withdrawn_items(items: Sequence[NoticeItem]) -> set[int]:
    """The ids of those that were taken back from the public by themselves."""
    acts = _acts_on([item.id for item in items], "notice_item")
    return {item_id for item_id, act in acts.items() if act.act == "withdraw"}


def acts_about(notice: ConclusionNotice) -> list[Publication]:
    """Every act on the notice, its items and replies, the newest first: the versions."""
    found: list[Publication] = []
    for subject_type, ids in (
        ("conclusion_notice", [notice.id]),
        ("notice_item", [item.id for item in notice.items]),
        ("reply", [reply.id for reply in _issued_replies(notice)]),
    ):
        query = (
            select(Publication)
            .where(Publication.subject_type == subject_type, Publication.subject_id.in_(ids))
            .options(joinedload(Publication.by))
        )
        found += db.session.scalars(query)
    return sorted(found, key=lambda act: -act.id)


def notices_with_news() -> list[tuple[ConclusionNotice, int]]:
    """Issued notices that were never published, or whose replies wait; with how many wait."""
    never = ~(
        select(Publication.id)
        .where(
            Publication.subject_type == "conclusion_notice",
            Publication.subject_id == ConclusionNotice.id,
        )
        .exists()
    )
    known = (
        select(Publication.id)
        .where(Publication.subject_type == "reply", Publication.subject_id == Reply.id)
        .exists()
    )
    waits = (
        select(func.count(Reply.id))
        .join(Assignment, Reply.assignment_id == Assignment.id)
        .join(Conclusion, Assignment.conclusion_id == Conclusion.id)
        .where(Conclusion.meeting_id == ConclusionNotice.meeting_id, Reply.state == "issued")
        .where(~known)
        .correlate(ConclusionNotice)
        .scalar_subquery()
    )
    query = (
        select(ConclusionNotice, waits)
        .where(ConclusionNotice.state == "issued", never | ((waits > 0) & is_public_notice()))
        .options(joinedload(ConclusionNotice.meeting))
        .order_by(ConclusionNotice.issued_on, ConclusionNotice.id)
    )
    return [(notice, number) for notice, number in db.session.execute(query)]
