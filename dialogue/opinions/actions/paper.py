"""What a unit without a phone hands in on paper, typed in by the office (B4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.files import actions as files
from dialogue.history.actions import record
from dialogue.notifications.actions import tell_unit
from dialogue.opinions.actions.intake import (
    OPEN_FOR_OPINIONS,
    Content,
    attach_photos,
    check_key,
    write_content,
)
from dialogue.opinions.actions.receipts import next_receipt
from dialogue.opinions.actions.telling import path_of
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import can_triage
from dialogue.opinions.queries.intake import by_key
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import Meeting


def is_late_on(meeting: Meeting, received_on: date) -> bool:
    """Whether paper handed in on that day came after the due date."""
    due = meeting.opinions_due
    return due is not None and received_on > due.due_on


def enter_paper(
    *,
    actor: Account,
    client_key: str,
    unit: Unit,
    received_on: date,
    written_by: str,
    meeting: Meeting,
    content: Content,
    photos: Sequence[files.Ready] = (),
) -> Opinion:
    """The paper of ``unit`` as an opinion it sent: with a receipt, counted as its own.

    The day on which the paper came decides whether it is late. The same key twice is one
    opinion. ``NotAllowed`` but for the office, ``InvalidInput`` for what is missing.
    """
    if not can_triage(actor):
        raise NotAllowed
    with unit_of_work() as session:
        known = by_key(client_key)
        if known is not None:
            if known.channel != "paper" or known.state == "draft":
                raise NotAllowed
            return known
        late = _check(unit, received_on, meeting, content)
        opinion = Opinion(
            client_key=check_key(client_key),
            meeting_id=meeting.id,
            unit_id=unit.id,
            author_id=actor.id,
            state="sent",
            channel="paper",
            received_on=received_on,
            written_by=clean_line(written_by)[:120],
            receipt=next_receipt(),
            sent_at=clock.now(),
        )
        write_content(opinion, content)
        opinion.late = late
        if not late:
            opinion.late_reason = ""
        session.add(opinion)
        session.flush()
        attach_photos(opinion, photos, actor)
        writer = f", người ghi: {opinion.written_by}" if opinion.written_by else ""
        record(
            actor,
            opinion,
            "enter_paper",
            f"Nhập từ bản giấy của {unit.name}, nhận ngày {clock.show_date(received_on)}{writer}",
            reason=opinion.late_reason,
            moved=(None, "sent", "", OPINION.label("sent")),
            receipt=opinion.receipt,
            received_on=received_on.isoformat(),
        )
        tell_unit(
            unit.id,
            f"Văn phòng đã nhập một ý kiến trên giấy của đơn vị, số biên nhận {opinion.receipt}.",
            url=path_of(opinion),
        )
        session.refresh(opinion)
        return opinion


def _check(unit: Unit, received_on: date, meeting: Meeting, content: Content) -> bool:
    if not unit.is_valid(received_on) and not unit.is_valid():
        raise InvalidInput(f"{unit.name} không còn hoạt động.", field="unit")
    if received_on > clock.today():
        raise InvalidInput("Ngày nhận bản giấy không thể sau hôm nay.", field="received_on")
    if not clean(content.words):
        raise InvalidInput("Cần ghi nội dung ý kiến.", field="words")
    if meeting.state not in OPEN_FOR_OPINIONS:
        raise InvalidInput("Đợt đối thoại này đã họp xong.", field="meeting")
    late = is_late_on(meeting, received_on)
    if late and not clean(content.late_reason):
        raise InvalidInput("Bản giấy nhận sau hạn: cần ghi lý do gửi muộn.", field="late_reason")
    return late
