"""Conclusion notices: a draft for who works on it, an issued one for everyone of the ward."""

from __future__ import annotations

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sees_everything
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.followup.models import (
    Conclusion,
    ConclusionNotice,
    ConclusionSupport,
    NoticeItem,
)
from dialogue.followup.permissions import OVER
from dialogue.followup.queries.conclusions import matters
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting, MeetingDuty
from dialogue.plans.permissions import takes_part


def visible_notices(user: Account) -> Select[ConclusionNotice]:
    """All for leaders and office; an issued one for everyone who takes part."""
    query = select(ConclusionNotice)
    if sees_everything(user):
        return query
    if not takes_part(user):
        return query.where(false())
    on_duty = select(MeetingDuty.meeting_id).where(
        MeetingDuty.account_id == user.id,
        MeetingDuty.duty.in_(("presider", "secretary")),
        MeetingDuty.until.is_(None),
    )
    return query.where(
        or_(ConclusionNotice.state == "issued", ConclusionNotice.meeting_id.in_(on_duty))
    )


def is_noticed(meeting: Meeting) -> bool:
    """Whether the conclusions of ``meeting`` have been made known by an issued notice."""
    query = select(ConclusionNotice.id).where(
        ConclusionNotice.meeting_id == meeting.id, ConclusionNotice.state == "issued"
    )
    return db.session.scalar(query.limit(1)) is not None


def get_notice(user: Account, notice_id: int) -> ConclusionNotice:
    """The notice with all it says; ``NotAllowed`` if ``user`` may see none such."""
    of_conclusion = selectinload(ConclusionNotice.items).joinedload(NoticeItem.conclusion)
    notice = db.session.scalar(
        visible_notices(user)
        .where(ConclusionNotice.id == notice_id)
        .options(
            joinedload(ConclusionNotice.meeting).joinedload(Meeting.plan),
            joinedload(ConclusionNotice.meeting).joinedload(Meeting.notice_due),
            joinedload(ConclusionNotice.meeting)
            .selectinload(Meeting.duties)
            .joinedload(MeetingDuty.account),
            joinedload(ConclusionNotice.drafted_by),
            joinedload(ConclusionNotice.approved_by),
            of_conclusion.joinedload(Conclusion.opinion).joinedload(Opinion.area),
            of_conclusion.joinedload(Conclusion.opinion).joinedload(Opinion.unit),
            of_conclusion.joinedload(Conclusion.opinion).selectinload(Opinion.merged),
            of_conclusion.joinedload(Conclusion.lead_unit),
            of_conclusion.selectinload(Conclusion.supporting).joinedload(ConclusionSupport.unit),
        )
    )
    if notice is None:
        raise NotAllowed
    return notice


def sees_notice(user: Account, notice_id: int) -> bool:
    """For its signed scan."""
    query = visible_notices(user).where(ConclusionNotice.id == notice_id)
    return db.session.scalar(query.with_only_columns(ConclusionNotice.id)) is not None


def notice_of(meeting: Meeting) -> ConclusionNotice | None:
    """The meeting's notice, if it was begun; the caller has checked who asks."""
    return db.session.scalar(
        select(ConclusionNotice).where(ConclusionNotice.meeting_id == meeting.id)
    )


def obstacles(notice: ConclusionNotice) -> list[str]:
    """What stands in the way of submitting, a Vietnamese line for each; empty: nothing."""
    found = []
    if notice.meeting.state not in OVER:
        found.append("Buổi đối thoại chưa kết thúc.")
    every = matters(notice.meeting)
    if not any(matter.is_concluded for matter in every):
        found.append("Chưa có nội dung nào được kết luận.")
    found += [
        f"{matter.opinion.receipt} chưa có kết luận: “{matter.opinion.short.rstrip('.')}”."
        for matter in every
        if not matter.is_concluded
    ]
    found += [
        f"Mục {item.position}: kết luận đã đổi sau khi soạn, cần xem lại lời văn."
        for item in notice.items
        if item.is_behind
    ]
    return found
