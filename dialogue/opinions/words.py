"""Small wordings that several pages share."""

from __future__ import annotations

import phonenumbers
from flask import Flask

from dialogue.core import clock
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

_IN_HIS_LIST = "câu hỏi sẽ hiện ở “Việc của tôi”"


def show_phone(stored: str) -> str:
    """``0905 123 456`` from ``+84905123456``; anything else as it is."""
    try:
        number = phonenumbers.parse(stored, "VN")
    except phonenumbers.NumberParseException:
        return stored
    if not phonenumbers.is_valid_number(number):
        return stored
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def steps_after_sending(opinion: Opinion) -> list[str]:
    """What happens next and when, for the page with the receipt number."""
    meeting = opinion.meeting
    where = "Văn phòng hỏi lại đơn vị" if opinion.channel == "paper" else _IN_HIS_LIST
    steps = [
        f"Văn phòng phân loại ý kiến. Nếu cần làm rõ, {where}.",
        f"Ý kiến được chọn sẽ trả lời tại buổi đối thoại{_when(meeting)}.",
    ]
    if meeting.notice_due is not None:
        steps.append(
            f"Kết luận được thông báo chậm nhất {clock.show_long_date(meeting.notice_due.due_on)}."
        )
    else:
        steps.append("Kết luận được thông báo chậm nhất 10 ngày làm việc sau buổi đối thoại.")
    return steps


def _when(meeting: Meeting) -> str:
    if meeting.starts_at is None:
        return " (ngày họp sẽ được báo sau)"
    return f" lúc {clock.show_time(meeting.starts_at)} {clock.show_long_date(meeting.starts_at)}"


def register(app: Flask) -> None:
    """Give templates the filter ``phone``."""
    app.jinja_env.filters["phone"] = show_phone
