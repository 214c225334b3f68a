"""What consolidations ask of a person now, and what he waits for."""

from __future__ import annotations

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office, sends_opinions
from dialogue.consolidation.models import Consolidation, Heading, Item
from dialogue.core.todo import Todo
from dialogue.extensions import db
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting


def todos(user: Account) -> list[Todo]:
    """For a unit: what it gathered and has not sent, what came back. For the office: what was
    sent together and still holds unsorted opinions.
    """
    found: list[Todo] = []
    if sends_opinions(user):
        found += _open(user)
    if is_office(user):
        found += _to_sort()
    return found


def _path(consolidation: Consolidation) -> str:
    return f"/consolidations/{consolidation.id}"


def _open(user: Account) -> list[Todo]:
    query = (
        select(Consolidation, func.count(Item.id))
        .join(Heading, Heading.consolidation_id == Consolidation.id)
        .join(Item, Item.heading_id == Heading.id)
        .where(Consolidation.unit_id == user.unit_id, Consolidation.state != "sent")
        .group_by(Consolidation.id)
        .options(
            joinedload(Consolidation.meeting).joinedload(Meeting.opinions_due),
            joinedload(Consolidation.meeting).joinedload(Meeting.plan),
        )
        .order_by(Consolidation.id)
    )
    return [
        Todo(
            verb="Xem và gửi",
            thing=f"Bản tổng hợp {count} ý kiến CHƯA GỬI",
            detail=f"Cho {one.meeting.name}; Văn phòng chưa nhận được.",
            url=_path(one),
            due=one.meeting.opinions_due,
        )
        if one.state == "draft"
        else Todo(
            verb="Sửa và gửi lại",
            thing=f"{one.name} được trả lại để sửa",
            detail=f"Văn phòng: {one.office_note}",
            url=_path(one),
            due=one.meeting.opinions_due,
        )
        for one, count in db.session.execute(query)
    ]


def _to_sort() -> list[Todo]:
    fresh = and_(Opinion.state == "sent", Opinion.merged_into_id.is_(None))
    query = (
        select(Consolidation, func.count(Opinion.id))
        .join(Heading, Heading.consolidation_id == Consolidation.id)
        .join(Item, Item.heading_id == Heading.id)
        .join(Opinion, and_(Opinion.id == Item.opinion_id, fresh))
        .where(Consolidation.state == "sent")
        .group_by(Consolidation.id)
        .options(joinedload(Consolidation.unit))
        .order_by(Consolidation.sent_at, Consolidation.id)
    )
    return [
        Todo(
            verb="Phân loại theo nhóm",
            thing=f"{one.name} của {one.unit.name}",
            detail=f"Còn {count} ý kiến chưa phân loại.",
            url=_path(one),
        )
        for one, count in db.session.execute(query)
    ]


def waiting(user: Account) -> list[Todo]:
    """What the office returned and has not got back."""
    if not is_office(user):
        return []
    query = (
        select(Consolidation)
        .where(Consolidation.state == "returned")
        .options(joinedload(Consolidation.unit))
        .order_by(Consolidation.id)
    )
    return [
        Todo(
            verb="Xem",
            thing=f"{one.name} đã trả lại để sửa",
            url=_path(one),
            waiting_for=one.unit.name,
        )
        for one in db.session.scalars(query)
    ]
