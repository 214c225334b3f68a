"""Where a meeting stands: its three phases and the next date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.core import clock
from dialogue.plans.models import Meeting

LABELS = ("Chuẩn bị", "Hội trường", "Giải quyết")
STEPS = {"planned": 0, "announced": 0, "live": 1, "ended": 2, "closed": 3}


@dataclass(frozen=True)
class Phase:
    """One of the three phases of a meeting; ``state`` is "done", "current" or "todo"."""

    label: str
    state: str
    note: str


def phases(meeting: Meeting) -> list[Phase]:
    """Chuẩn bị · Hội trường · Giải quyết, and where ``meeting`` stands."""
    step = STEPS[meeting.state]
    held = clock.show_date(meeting.held_on)
    notes = (
        "chưa định ngày" if meeting.state == "planned" else "",
        held if step <= 1 else f"đã họp {held}",
        "thông báo kết luận, trả lời" if step == 2 else "",
    )
    return [
        Phase(label, "done" if n < step else "current" if n == step else "todo", notes[n])
        for n, label in enumerate(LABELS)
    ]


def next_date(meeting: Meeting) -> tuple[str, date] | None:
    """The next date of ``meeting`` from today on, with what happens then."""
    today = clock.today()
    dates = [
        ("hạn gửi ý kiến", meeting.opinions_due.due_on if meeting.opinions_due else None),
        ("hạn chuẩn bị trả lời", meeting.answers_due.due_on if meeting.answers_due else None),
        ("ngày đối thoại", meeting.held_on),
        ("hạn thông báo kết luận", meeting.notice_due.due_on if meeting.notice_due else None),
    ]
    coming = [(words, day) for words, day in dates if day is not None and day >= today]
    return min(coming, key=lambda pair: pair[1]) if coming else None


def next_words(meeting: Meeting) -> str:
    """``còn 6 ngày đến hạn gửi ý kiến, thứ Ba 02/04/2024``; empty when nothing is to come."""
    found = next_date(meeting)
    if found is None:
        return ""
    what, day = found
    left = (day - clock.today()).days
    if left == 0:
        return f"hôm nay là {what}"
    return f"còn {left} ngày đến {what}, {clock.show_long_date(day).replace(',', '')}"
