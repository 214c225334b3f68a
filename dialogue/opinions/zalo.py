"""Words to copy into Zalo for who has not sent opinions: polite, short, with the day."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.accounts.models import Ward
from dialogue.core import clock
from dialogue.opinions.queries.missing import Missing, Sender
from dialogue.plans.models import Meeting
from dialogue.plans.reminders import when_due


def to_one(ward: Ward | None, meeting: Meeting, one: Sender, address: str = "") -> str:
    """To one unit, naming who answers for it."""
    people = ", ".join(f"{p.full_name} ({p.title})" if p.title else p.full_name for p in one.people)
    return "\n".join(
        [
            f"Kính gửi ông/bà {people}," if people else f"Kính gửi {one.task.unit.name},",
            f"{_held(meeting)} Đến nay Văn phòng {_of(ward)} chưa nhận được ý kiến của "
            f"{one.task.unit.name}. {_due([one])}",
            *_how(address),
        ]
    )


def to_all(
    ward: Ward | None, meeting: Meeting, missing: Sequence[Missing], address: str = ""
) -> str:
    """One text for all of them; empty when nobody is missing."""
    if not missing:
        return ""
    names = ", ".join(one.task.unit.short_name for one in missing)
    return "\n".join(
        [
            f"Văn phòng {_of(ward)} kính nhắc các đơn vị: {names}.",
            f"{_held(meeting)} Văn phòng chưa nhận được ý kiến của các đơn vị trên. "
            f"{_due(missing)}",
            *_how(address),
        ]
    )


def _of(ward: Ward | None) -> str:
    return ward.committee if ward else "UBND phường"


def _held(meeting: Meeting) -> str:
    when = f" ngày {clock.show_date(meeting.held_on)}" if meeting.held_on else ""
    return f"{meeting.name} ({meeting.title}) được tổ chức{when}."


def _due(missing: Sequence[Missing]) -> str:
    days = {one.task.due.due_on for one in missing if one.task.due}
    return when_due(min(days), clock.today()) if days else ""


def _how(address: str) -> list[str]:
    where = f" tại {address}" if address else ""
    return [
        f"Xin gửi trên phần mềm đối thoại{where}. Nếu không có ý kiến, xin bấm “Không có ý kiến”.",
        "Trân trọng cảm ơn.",
    ]
