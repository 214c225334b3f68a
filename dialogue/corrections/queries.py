"""Corrections: a draft for who works on it, an issued one for whoever reads the notice."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office, sees_everything
from dialogue.core.clock import show_date
from dialogue.core.errors import NotAllowed
from dialogue.core.todo import Todo
from dialogue.corrections.models import CorrectionItem, NoticeCorrection
from dialogue.corrections.workflow import CORRECTION
from dialogue.extensions import db
from dialogue.followup.models import Conclusion, ConclusionNotice, NoticeItem
from dialogue.followup.queries import visible_notices
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting, MeetingDuty


def _whole() -> Select[NoticeCorrection]:
    notice = joinedload(NoticeCorrection.notice)
    item = selectinload(NoticeCorrection.items).joinedload(CorrectionItem.item)
    opinion = item.joinedload(NoticeItem.conclusion).joinedload(Conclusion.opinion)
    return select(NoticeCorrection).options(
        notice.joinedload(ConclusionNotice.meeting).joinedload(Meeting.plan),
        notice.joinedload(ConclusionNotice.meeting)
        .selectinload(Meeting.duties)
        .joinedload(MeetingDuty.account),
        joinedload(NoticeCorrection.drafted_by),
        opinion.joinedload(Opinion.area),
        opinion.joinedload(Opinion.unit),
        opinion.selectinload(Opinion.merged),
        item.joinedload(NoticeItem.conclusion).joinedload(Conclusion.assignment),
    )


def get_correction(user: Account, correction_id: int) -> NoticeCorrection:
    """One; ``NotAllowed`` if there is none that ``user`` may see."""
    seen = visible_notices(user).with_only_columns(ConclusionNotice.id)
    query = _whole().where(
        NoticeCorrection.id == correction_id, NoticeCorrection.notice_id.in_(seen)
    )
    if not sees_everything(user):
        query = query.where(NoticeCorrection.state == "issued")
    found = db.session.scalar(query)
    if found is None:
        raise NotAllowed
    return found


def corrections_of(notice: ConclusionNotice, *, issued: bool = True) -> list[NoticeCorrection]:
    """What corrects ``notice``, oldest first; also one in hand unless ``issued``."""
    query = _whole().where(NoticeCorrection.notice_id == notice.id).order_by(NoticeCorrection.id)
    if issued:
        query = query.where(NoticeCorrection.state == "issued")
    return list(db.session.scalars(query))


def corrections_about(user: Account, meeting: Meeting) -> list[NoticeCorrection]:
    """Those of the meeting's notice that ``user`` may see."""
    seen = visible_notices(user).where(ConclusionNotice.meeting_id == meeting.id)
    query = select(NoticeCorrection).where(
        NoticeCorrection.notice_id.in_(seen.with_only_columns(ConclusionNotice.id))
    )
    if not sees_everything(user):
        query = query.where(NoticeCorrection.state == "issued")
    return list(db.session.scalars(query.order_by(NoticeCorrection.id)))


def in_hand(notice: ConclusionNotice) -> NoticeCorrection | None:
    """The correction that is being made."""
    query = _whole().where(
        NoticeCorrection.notice_id == notice.id, NoticeCorrection.state != "issued"
    )
    return db.session.scalar(query)


def corrected_words(item_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Of notice items: (words as corrected last, "số 07/TB-UBND ngày …"), issued ones only."""
    query = (
        select(CorrectionItem, NoticeCorrection)
        .join(CorrectionItem.correction)
        .where(CorrectionItem.item_id.in_(item_ids), NoticeCorrection.state == "issued")
        .order_by(NoticeCorrection.id)
    )
    return {
        one.item_id: (one.words, f"số {whole.symbol}, ngày {show_date(whole.issued_on)}")
        for one, whole in db.session.execute(query)
        if whole.issued_on is not None
    }


def words_now(meeting: Meeting) -> dict[int, str]:
    """By the conclusion's id what a correction made of its words; issued ones only."""
    query = (
        select(NoticeItem.conclusion_id, CorrectionItem.words)
        .join(CorrectionItem.item)
        .join(CorrectionItem.correction)
        .join(NoticeItem.notice)
        .where(ConclusionNotice.meeting_id == meeting.id, NoticeCorrection.state == "issued")
        .order_by(NoticeCorrection.id)
    )
    return {row.conclusion_id: row.words for row in db.session.execute(query)}


def todos(user: Account) -> list[Todo]:
    """A correction that waits for this person."""
    if not (is_office(user) or is_chair(user) or user.has("vice_chair")):
        return []
    verbs = (("approve", "Duyệt"), ("issue", "Ban hành"), ("submit", "Trình duyệt"))
    found = []
    for one in db.session.scalars(_whole().where(NoticeCorrection.state != "issued")):
        verb = next((label for code, label in verbs if CORRECTION.can(user, one, code)), None)
        if verb:
            found.append(
                Todo(
                    verb=verb,
                    thing=f"Thông báo đính chính {one.notice.meeting.name}",
                    url=url_for("corrections.correction", correction_id=one.id),
                    detail=one.remarks if one.state == "draft" else "",
                )
            )
    return found
