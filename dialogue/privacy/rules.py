"""How long personal data is kept: the one place that says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select

from dialogue.accounts.models import SignInFailure
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.files import actions as files
from dialogue.files.models import Attachment
from dialogue.followup.models import Assignment, Conclusion
from dialogue.hall.models import SpeakingRequest
from dialogue.history.actions import record
from dialogue.notifications.models import Notification, NotificationRead
from dialogue.opinions.models import Opinion, OpinionVoice
from dialogue.privacy.actions import ward

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Rule:
    """What is let go after how long. ``due`` gives the ids, ``let_go`` takes them."""

    code: str
    what: str
    kept: timedelta
    how_long: str
    then: str
    due: Callable[[Any], Select[int]]  # from the moment before which it is old
    let_go: Callable[[Sequence[int]], None]


def _contacts_due(before: Any) -> Select[int]:
    answered = (
        select(Assignment.id)
        .join(Conclusion, Conclusion.id == Assignment.conclusion_id)
        .where(
            Conclusion.opinion_id == Opinion.id,
            Assignment.state == "answered",
            Assignment.answered_at < before,
        )
    )
    voices = exists().where(OpinionVoice.opinion_id == Opinion.id, OpinionVoice.phone != "")
    holds: ColumnElement[bool] = or_(
        Opinion.resident_phone != "", Opinion.resident_address != "", voices
    )
    return select(Opinion.id).where(answered.exists(), holds).order_by(Opinion.id)


def _empty_contacts(ids: Sequence[int]) -> None:
    for opinion in db.session.scalars(select(Opinion).where(Opinion.id.in_(ids))):
        opinion.resident_phone = opinion.resident_address = ""
        for voice in opinion.voices:
            voice.phone = ""
        record(None, opinion, "contact_gone", "Xóa số điện thoại, địa chỉ vì hết hạn lưu")


def _drafts_due(before: Any) -> Select[int]:
    return select(Opinion.id).where(
        Opinion.state == "draft", Opinion.receipt.is_(None), Opinion.updated_at < before
    )


def _drop_drafts(ids: Sequence[int]) -> None:
    of_drafts = (Attachment.owner_type == Opinion.__tablename__, Attachment.owner_id.in_(ids))
    files.remove(list(db.session.scalars(select(Attachment).where(*of_drafts))))
    for opinion in db.session.scalars(select(Opinion).where(Opinion.id.in_(ids))):
        record(None, opinion, "draft_gone", "Bỏ bản nháp không gửi vì hết hạn lưu")
        db.session.delete(opinion)


def _requests_due(before: Any) -> Select[int]:
    old = (SpeakingRequest.state != "accepted", SpeakingRequest.at < before)
    return select(SpeakingRequest.id).where(*old)


def _drop_requests(ids: Sequence[int]) -> None:
    db.session.execute(delete(SpeakingRequest).where(SpeakingRequest.id.in_(ids)))


def _failures_due(before: Any) -> Select[int]:
    return select(SignInFailure.id).where(SignInFailure.at < before)


def _drop_failures(ids: Sequence[int]) -> None:
    db.session.execute(delete(SignInFailure).where(SignInFailure.id.in_(ids)))


def _notifications_due(before: Any) -> Select[int]:
    return select(Notification.id).where(Notification.created_at < before)


def _drop_notifications(ids: Sequence[int]) -> None:
    read = NotificationRead.notification_id.in_(ids)
    db.session.execute(delete(NotificationRead).where(read))
    db.session.execute(delete(Notification).where(Notification.id.in_(ids)))


RULES = (
    Rule("contacts", "Số điện thoại, địa chỉ của ý kiến đã trả lời xong", 5 * YEAR,
         "5 năm sau khi trả lời", "Xóa số điện thoại, địa chỉ; giữ ý kiến và câu trả lời",
         _contacts_due, _empty_contacts),
    Rule("drafts", "Ý kiến viết dở, không gửi", YEAR, "1 năm từ lần sửa cuối", "Xóa cả bản nháp",
         _drafts_due, _drop_drafts),
    Rule("requests", "Đăng ký phát biểu bằng điện thoại không được xếp lượt", YEAR, "1 năm",
         "Xóa", _requests_due, _drop_requests),
    Rule("failures", "Lần đăng nhập sai", timedelta(days=90), "90 ngày", "Xóa",
         _failures_due, _drop_failures),
    Rule("notifications", "Thông báo trong hộp của cán bộ", 2 * YEAR, "2 năm", "Xóa",
         _notifications_due, _drop_notifications),
)  # fmt: skip
_AT_ONCE = 500


def apply(*, do: bool) -> list[tuple[Rule, int]]:
    """How many rows each rule lets go; with ``do`` they are gone afterwards, on record."""
    counted: list[tuple[Rule, int]] = []
    with unit_of_work():
        for rule in RULES:
            ids = list(db.session.scalars(rule.due(clock.now() - rule.kept)))
            counted.append((rule, len(ids)))
            for start in range(0, len(ids) if do else 0, _AT_ONCE):
                rule.let_go(ids[start : start + _AT_ONCE])
        if do and any(number for _rule, number in counted):
            counts = {rule.code: number for rule, number in counted}
            record(None, ward(), "retention", "Xóa dữ liệu hết hạn lưu", counts=counts)
    return counted
