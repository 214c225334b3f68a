"""What opinions ask of a person now, and what he waits for."""

from __future__ import annotations

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import is_leader, is_office, sends_opinions
from dialogue.core.todo import Todo
from dialogue.extensions import db
from dialogue.opinions.models import Opinion, Preparation
from dialogue.opinions.queries.agenda import list_preparations
from dialogue.opinions.queries.lists import FILTERS
from dialogue.opinions.queries.missing import todos_of_office
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part


def todos(user: Account) -> list[Todo]:
    """Drafts not sent, questions to answer, new ones to classify, answers to prepare."""
    found: list[Todo] = []
    if sends_opinions(user):
        found += _drafts(user) + _returned(user)
    if is_office(user):
        found += _desk() + todos_of_office()
    if takes_part(user):
        found += _answers(user)
    return found


def _drafts(user: Account) -> list[Todo]:
    rows = db.session.execute(
        select(func.count(), func.min(Opinion.id), Meeting)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .where(Opinion.unit_id == user.unit_id, Opinion.state == "draft")
        .group_by(Meeting.id)
        .options(joinedload(Meeting.opinions_due), joinedload(Meeting.plan))
        .order_by(Meeting.id)
    )
    return [
        Todo(
            verb="Xem và gửi",
            thing=f"{count} ý kiến CHƯA GỬI",
            detail=f"Bản nháp cho {meeting.name}; Văn phòng chưa nhận được.",
            url=f"/opinions/{first}/edit" if count == 1 else "/opinions?show=draft",
            due=meeting.opinions_due,
        )
        for count, first, meeting in rows
    ]


def _returned(user: Account) -> list[Todo]:
    rows = db.session.scalars(
        select(Opinion)
        .where(
            Opinion.unit_id == user.unit_id,
            Opinion.state == "returned",
            Opinion.merged_into_id.is_(None),
        )
        .options(joinedload(Opinion.meeting).joinedload(Meeting.opinions_due))
        .order_by(Opinion.id)
    )
    return [
        Todo(
            verb="Làm rõ",
            thing=f"Ý kiến {one.receipt} cần làm rõ: {one.short}",
            detail=f"Văn phòng hỏi: {one.office_note}",
            url=f"/opinions/{one.id}/edit",
            due=one.meeting.opinions_due,
        )
        for one in rows
    ]


def _count(show: str) -> int:
    query = select(func.count()).select_from(Opinion).where(FILTERS[show][1])
    return db.session.scalar(query) or 0


def _desk() -> list[Todo]:
    found: list[Todo] = []
    if new := _count("new"):
        found.append(
            Todo(verb="Phân loại", thing="Ý kiến mới gửi", url="/triage?show=new", count=new)
        )
    if unasked := _count("unasked"):
        found.append(
            Todo(
                verb="Giao chuẩn bị",
                thing="Ý kiến trong chương trình chưa giao chuẩn bị trả lời",
                url="/triage?show=unasked",
                count=unasked,
            )
        )
    return found


def _answers(user: Account) -> list[Todo]:
    if is_office(user) or user.has("department", "front", "youth_union", "group_leader"):
        mine = [p for p in list_preparations(user) if p.lead_unit_id == user.unit_id]
    else:
        return []
    return [
        Todo(
            verb="Chuẩn bị trả lời",
            thing=one.opinion.short,
            detail=f"{one.opinion.meeting.name}, số biên nhận {one.opinion.receipt}",
            url=f"/preparations/{one.id}",
            due=one.due,
        )
        for one in mine
    ]


def waiting(user: Account) -> list[Todo]:
    """Sent ones that the office has not classified; questions and answers not yet back."""
    found: list[Todo] = []
    if is_leader(user):
        found += _to_read()
    if is_office(user):
        found += _outstanding()
    elif sends_opinions(user):
        found += _sent(user)
    return found


def _to_read() -> list[Todo]:
    """The answers prepared for meetings to come, for who presides: one page each."""
    ready = func.count(case((Preparation.state == "ready", 1)))
    rows = db.session.execute(
        select(Meeting, func.count(), ready)
        .join(Opinion, Opinion.meeting_id == Meeting.id)
        .join(Preparation, Preparation.opinion_id == Opinion.id)
        .where(
            Meeting.state.in_(("announced", "live")),
            Opinion.merged_into_id.is_(None),
            Opinion.state == "selected",
        )
        .group_by(Meeting.id)
        .options(joinedload(Meeting.answers_due), joinedload(Meeting.plan))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [
        Todo(
            verb="Đọc",
            thing=f"Nội dung trả lời đã chuẩn bị cho {meeting.name}: {done}/{asked}",
            url=f"/meetings/{meeting.id}/answers",
            waiting_for="Các đơn vị" if done < asked else "",
            due=meeting.answers_due,
        )
        for meeting, asked, done in rows
    ]


def _sent(user: Account) -> list[Todo]:
    count = db.session.scalar(
        select(func.count())
        .select_from(Opinion)
        .where(Opinion.unit_id == user.unit_id, FILTERS["new"][1])
    )
    if not count:
        return []
    return [
        Todo(
            verb="Xem",
            thing="Ý kiến đã gửi, chờ phân loại",
            url="/opinions?show=new",
            count=count,
            waiting_for="Văn phòng",
        )
    ]


def _outstanding() -> list[Todo]:
    returned = db.session.execute(
        select(Unit.name, func.count())
        .join(Opinion, Opinion.unit_id == Unit.id)
        .where(FILTERS["returned"][1])
        .group_by(Unit.id)
        .order_by(Unit.position)
    )
    found = [
        Todo(
            verb="Xem",
            thing="Ý kiến đã trả lại để làm rõ",
            url="/triage?show=returned",
            count=count,
            waiting_for=name,
        )
        for name, count in returned
    ]
    asked = db.session.execute(
        select(Unit.name, func.count(), Meeting)
        .select_from(Preparation)
        .join(Unit, Unit.id == Preparation.lead_unit_id)
        .join(Opinion, Opinion.id == Preparation.opinion_id)
        .join(Meeting, Meeting.id == Opinion.meeting_id)
        .where(
            Preparation.state == "asked",
            Opinion.merged_into_id.is_(None),
            Opinion.state.in_(("classified", "selected")),
        )
        .group_by(Unit.id, Meeting.id)
        .options(joinedload(Meeting.answers_due))
        .order_by(Unit.position)
    )
    return found + [
        Todo(
            verb="Xem",
            thing="Nội dung trả lời đang chuẩn bị",
            url="/preparations",
            count=count,
            waiting_for=name,
            due=meeting.answers_due,
        )
        for name, count, meeting in asked
    ]
