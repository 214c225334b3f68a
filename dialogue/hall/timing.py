"""The arithmetic of clocks and of the forecast: pure, from stored moments (hall.md 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from dialogue.hall.models import Turn

# Until somebody has been answered today, an answer is reckoned to take this long.
ANSWER_SECONDS = 120


def spoken_seconds(turn: Turn, now: datetime) -> float:
    """Seconds of speech so far, pauses left out; 0 before the first word."""
    if turn.started_at is None:
        return 0.0
    until = turn.ended_at or turn.paused_at or now
    return max(0.0, (until - turn.started_at).total_seconds() - turn.paused_seconds)


def answer_seconds(turn: Turn, now: datetime) -> float:
    """Seconds of answer so far; 0 before it began."""
    if turn.answer_started_at is None:
        return 0.0
    return max(0.0, ((turn.answer_ended_at or now) - turn.answer_started_at).total_seconds())


def remaining_seconds(turn: Turn, now: datetime) -> float:
    """What is left of the allowance; negative in overtime."""
    return turn.allowance - spoken_seconds(turn, now)


def end_pause(turn: Turn, now: datetime) -> None:
    """Add the pause that ends at ``now`` to the pauses that are over."""
    if turn.paused_at is not None:
        turn.paused_seconds += max(0.0, (now - turn.paused_at).total_seconds())
        turn.paused_at = None


def show_seconds(seconds: float) -> str:
    """``45 giây``; ``3 phút 12 giây``; ``1 giờ 21 phút``."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        hours, left = divmod(minutes, 60)
        return f"{hours} giờ {left:02d} phút" if left else f"{hours} giờ"
    if not minutes:
        return f"{rest} giây"
    return f"{minutes} phút {rest:02d} giây" if rest else f"{minutes} phút"


@dataclass(frozen=True)
class Forecast:
    """How far the queue will come: ``waiting`` people, ``reach`` of them before ``until``."""

    waiting: int
    reach: int
    until: datetime
    each: int  # seconds a turn takes, answer included

    @property
    def all_will_speak(self) -> bool:
        return self.reach >= self.waiting


def pace(turns: Sequence[Turn], default_seconds: int) -> int:
    """Seconds from one call to the next, by the turns that are over today."""
    spans = [
        (end - turn.called_at).total_seconds()
        for turn in turns
        if turn.state == "done"
        and turn.called_at is not None
        and (end := turn.answer_ended_at or turn.ended_at) is not None
    ]
    if not spans:
        return default_seconds + ANSWER_SECONDS
    # One speech of half an hour must not foretell the others'.
    return max(30, round(median(spans)))


def forecast(
    turns: Sequence[Turn], *, ends_at: datetime | None, now: datetime, default_seconds: int
) -> Forecast | None:
    """How many of those who wait will speak before ``ends_at``; None without a planned end.

    The turn at the microphone is reckoned to take what a turn takes, less what it has used.
    """
    if ends_at is None:
        return None
    each = pace(turns, default_seconds)
    waiting = sum(turn.state in ("registered", "absent") for turn in turns)
    left = (ends_at - now).total_seconds()
    for turn in turns:
        if turn.state in ("called", "speaking", "answering") and turn.called_at is not None:
            left -= max(0.0, each - (now - turn.called_at) / timedelta(seconds=1))
    reach = max(0, min(waiting, int(left // each)))
    return Forecast(waiting=waiting, reach=reach, until=ends_at, each=each)
