"""Opinions out of a list that a unit keeps in Excel, by itself or by the office for it (B4)."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.opinions.actions.intake import (
    OPEN_FOR_OPINIONS,
    Content,
    check_key,
    is_late,
    send,
    write_content,
)
from dialogue.opinions.actions.receipts import next_receipt
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import can_enter_for
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting

CHANNEL = "list"


def enter_from_list(
    *,
    actor: Account,
    client_key: str,
    unit: Unit,
    meeting: Meeting,
    content: Content,
    is_sent: bool,
) -> tuple[Opinion, bool]:
    """One row as an opinion of ``unit``, a draft or sent at once; (it, whether it is new).

    The same key is the same opinion, which is then left as it is. ``InvalidInput`` for what is
    missing, ``NotAllowed`` but for the unit's own people and the office.
    """
    if not can_enter_for(actor, unit):
        raise NotAllowed
    with unit_of_work() as session:
        known = db.session.scalar(select(Opinion).where(Opinion.client_key == client_key))
        if known is not None:
            if known.unit_id != unit.id:
                raise NotAllowed
            return known, False
        if not content.words.strip():
            raise InvalidInput("Cần ghi nội dung ý kiến.", field="words")
        if meeting.state not in OPEN_FOR_OPINIONS:
            raise InvalidInput("Đợt đối thoại này đã họp xong.", field="meeting")
        if not unit.is_valid():
            raise InvalidInput(f"{unit.name} không còn hoạt động.", field="unit")
        opinion = Opinion(
            client_key=check_key(client_key),
            meeting_id=meeting.id,
            unit_id=unit.id,
            author_id=actor.id,
            channel=CHANNEL,
        )
        session.add(opinion)
        write_content(opinion, content)
        record(actor, opinion, "draft", "Nhập từ danh sách Excel")
        session.refresh(opinion)
        if is_sent:
            _send(opinion, unit, actor)
        return opinion, True


def _send(opinion: Opinion, unit: Unit, actor: Account) -> None:
    if actor.unit_id == unit.id:
        send(opinion, actor=actor)
        return
    # The office passes on what the unit gave it: the unit's opinion, the office's act.
    opinion.late = is_late(opinion.meeting)
    if opinion.late and not opinion.late_reason.strip():
        raise InvalidInput("Đã quá hạn gửi ý kiến: cần ghi lý do gửi muộn.", field="late_reason")
    if not opinion.late:
        opinion.late_reason = ""
    opinion.receipt = next_receipt()
    opinion.sent_at = clock.now()
    opinion.state = "sent"
    opinion.version += 1
    record(
        actor,
        opinion,
        "send",
        f"Văn phòng nhập danh sách của {unit.name}" + (" (gửi muộn)" if opinion.late else ""),
        reason=opinion.late_reason,
        moved=("draft", "sent", OPINION.label("draft"), OPINION.label("sent")),
        receipt=opinion.receipt,
    )
