"""What a person must do now and what he waits for, gathered from every feature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.todo import Todo
from dialogue.plans.models import Meeting

FAR = date.max


@dataclass(frozen=True)
class Phase:
    """One of the three phases of a meeting: done, current or still to come."""

    label: str
    state: str
    note: str


def todos(user: Account) -> list[Todo]:
    """``user``'s things to do: what happens this minute, then late ones, then by due date."""
    from dialogue.followup import queries as followup
    from dialogue.hall import queries as hall
    from dialogue.opinions import queries as opinions
    from dialogue.plans import queries as plans

    found = [*hall.todos(user), *plans.todos(user), *opinions.todos(user), *followup.todos(user)]
    return sorted(found, key=lambda t: (not t.urgent, t.due_on or FAR))


def waiting(user: Account) -> list[Todo]:
    """What ``user`` waits for from others, soonest first."""
    from dialogue.followup import queries as followup
    from dialogue.opinions import queries as opinions

    found = [*opinions.waiting(user), *followup.waiting(user)]
    return sorted(found, key=lambda t: t.due_on or FAR)


def phases(meeting: Meeting) -> list[Phase]:
    """Chuẩn bị · Hội trường · Giải quyết, and where ``meeting`` stands."""
    step = {"planned": 0, "announced": 0, "live": 1, "ended": 2, "closed": 3}[meeting.state]
    held = clock.show_date(meeting.held_on)
    notes = (
        "chưa định ngày" if meeting.state == "planned" else "",
        held if step <= 1 else f"đã họp {held}",
        "thông báo kết luận, trả lời" if step == 2 else "",
    )
    labels = ("Chuẩn bị", "Hội trường", "Giải quyết")
    return [
        Phase(label, "done" if n < step else "current" if n == step else "todo", notes[n])
        for n, label in enumerate(labels)
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


def current_meeting() -> Meeting | None:
    """The meeting that the first page speaks of."""
    from dialogue.plans import queries as plans

    return plans.current_meeting()
