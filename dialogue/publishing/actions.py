"""The only writer of what is public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.followup.models import ConclusionNotice, NoticeItem, Reply
from dialogue.history.actions import record
from dialogue.publishing.models import Publication
from dialogue.publishing.permissions import publishes
from dialogue.publishing.queries import PublishedMatter, matters_of, publication_of

Subject = ConclusionNotice | NoticeItem | Reply

NOT_ISSUED = "Chỉ công khai thông báo đã ban hành."
NOTHING_NEW = "Không có gì mới để công khai."
NOT_PUBLIC = "Nội dung này hiện không công khai."
ALREADY_PUBLIC = "Nội dung này đang công khai."


def publish(notice: ConclusionNotice, *, actor: Account, seen: int | None = None) -> None:
    """Put ``notice`` and its replies that wait before the public.

    ``seen`` is how many replies waited when the person looked at the preview: ``Conflict``
    where there are others by now, or nothing to publish.
    """
    with unit_of_work():
        if not publishes(actor):
            raise NotAllowed
        if notice.state != "issued":
            raise Conflict(NOT_ISSUED)
        state = publication_of(notice)
        if seen is not None and seen != len(state.waiting):
            raise Conflict("Có văn bản trả lời mới sau khi xem trước. Xin xem lại.")
        if not state.has_news:
            raise Conflict(NOTHING_NEW)
        shown = _told(matters_of(notice, as_if_published=True))
        if not state.is_public:
            _write(notice, "publish", actor, shown=shown)
        for reply in state.waiting:
            _write(reply, "publish", actor)
        number = len(state.waiting)
        label = "Công khai kết quả" if not state.is_public else f"Công khai {number} trả lời mới"
        record(actor, notice, "publish", label, replies=[reply.id for reply in state.waiting])


def withdraw(subject: Subject, notice: ConclusionNotice, *, reason: str, actor: Account) -> None:
    """Take a notice, one of its items or a reply back from the public, at once."""
    with unit_of_work():
        if not publishes(actor):
            raise NotAllowed
        if not _is_public(subject, notice):
            raise Conflict(NOT_PUBLIC)
        reason = clean(reason)
        if not reason:
            raise InvalidInput("Cần ghi rõ lý do gỡ.", field="reason")
        _write(subject, "withdraw", actor, reason=reason)
        record(actor, notice, "withdraw", f"Gỡ {_name(subject)}", reason=reason)


def put_back(subject: NoticeItem | Reply, notice: ConclusionNotice, *, actor: Account) -> None:
    """Publish again what was taken back by itself."""
    with unit_of_work():
        if not publishes(actor):
            raise NotAllowed
        if _is_public(subject, notice):
            raise Conflict(ALREADY_PUBLIC)
        _write(subject, "publish", actor)
        record(actor, notice, "publish", f"Công khai lại {_name(subject)}")


def _is_public(subject: Subject, notice: ConclusionNotice) -> bool:
    state = publication_of(notice)
    if isinstance(subject, Reply):
        return subject in state.public_replies
    if isinstance(subject, NoticeItem):
        return subject not in state.withdrawn_items
    return state.is_public


def _name(subject: Subject) -> str:
    if isinstance(subject, Reply):
        return f"văn bản trả lời số {subject.symbol}"
    if isinstance(subject, NoticeItem):
        return f"mục {subject.position}"
    return "toàn bộ kết quả"


def _write(
    subject: Subject, act: str, actor: Account, *, reason: str = "", shown: Sequence[Any] = ()
) -> None:
    with unit_of_work() as session:
        session.add(
            Publication(
                subject_type=subject.__tablename__,
                subject_id=subject.id,
                act=act,
                reason=reason,
                shown=list(shown),
                by_id=actor.id,
            )
        )
        session.flush()


def _told(matters: Sequence[PublishedMatter]) -> list[dict[str, Any]]:
    return [_plain(asdict(matter)) for matter in matters]


def _plain(value: Any) -> Any:
    """Dates as text: a version is kept as JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
