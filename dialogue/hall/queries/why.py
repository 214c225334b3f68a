"""“Vì sao tôi số 7?”: where one turn stands and what led to it, read from the record (H3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogue.core import clock
from dialogue.hall.models import HallCommand, Turn
from dialogue.hall.queries.log import commands, effective, touched
from dialogue.hall.queries.queue import Queue
from dialogue.hall.workflow import TURN

ORDERING = ("move", "absent", "arrange", "group", "call", "withdraw", "write")
# Reasons that name nobody; any other stays in the meeting's record.
PLAIN_REASONS = frozenset(
    {
        "Cùng nội dung với người vừa phát biểu",
        "Người cao tuổi, người khuyết tật",
        "Đi cùng con nhỏ",
        "Xin về sớm",
        "Hết thời gian của buổi đối thoại",
    }
)


@dataclass(frozen=True)
class Step:
    """One line of the story."""

    at: datetime
    words: str


@dataclass(frozen=True)
class Why:
    """A turn's place: ``ahead`` None once it no longer waits."""

    number: int
    state: str
    label: str
    registered_at: datetime
    ahead: int | None
    steps: tuple[Step, ...]


def why(found: Queue, number: int, *, public: bool) -> Why | None:
    """The story of the turn with ``number``; None if there is none.

    For the ``public`` a reason that somebody wrote himself is left out: it may name a person.
    """
    turn = next((t for t in found.turns if t.number == number), None)
    if turn is None:
        return None
    waits = any(t.id == turn.id for t in found.waiting)
    log = effective(commands(turn.meeting_id))
    steps = [Step(c.at, _words(c, public)) for c in _concerning(turn, found.waiting, log)]
    return Why(
        number=number,
        state=turn.state,
        label=TURN.label(turn.state),
        registered_at=turn.registered_at,
        ahead=found.ahead_of(turn) if waits else None,
        steps=tuple(steps),
    )


def _concerning(
    turn: Turn, waiting: Sequence[Turn], log: Sequence[HallCommand]
) -> list[HallCommand]:
    """What happened to the turn itself, and what put others past it who registered later, or
    behind it who registered before."""
    own = [c for c in log if c.verb in ORDERING and (c.turn_id == turn.id or _moved(c, turn))]
    place = next((n for n, t in enumerate(waiting) if t.id == turn.id), None)
    crossed = (
        [
            other
            for n, other in enumerate(waiting)
            if (n < place and other.number > turn.number)
            or (n > place and other.number < turn.number)
        ]
        if place is not None
        else []
    )
    found = {c.id: c for c in own}
    # Who registered later and was called while this one waited, out of his place: that too.
    for c in log:
        later = c.verb == "call" and bool(c.reason) and c.turn and c.turn.number > turn.number
        waited = turn.registered_at <= c.at and (turn.called_at is None or c.at < turn.called_at)
        if later and waited:
            found[c.id] = c
    for other in crossed:
        theirs = [
            c for c in log if c.verb in ORDERING and (c.turn_id == other.id or _moved(c, other))
        ]
        if theirs:
            found[theirs[-1].id] = theirs[-1]
    return [found[number] for number in sorted(found)]


def _moved(command: HallCommand, turn: Turn) -> bool:
    """Whether an act on many (arrange, group) changed this one."""
    return command.verb in ("arrange", "group") and turn.id in touched(command)


def _words(command: HallCommand, public: bool) -> str:
    label = command.label
    if public and command.turn is not None:
        label = label.replace(f", {command.turn.speaker_name}", "")
    reason = command.reason
    if command.verb in ("absent", "arrange", "group"):
        return label  # the label says it all
    if public and reason and reason not in PLAIN_REASONS:
        reason = "có lý do, ghi trong diễn biến buổi đối thoại"
    return f"{label} ({reason[0].lower()}{reason[1:]})" if reason else label


def place_words(one: Why) -> str:
    """One sentence on where the turn stands now."""
    at = clock.show_time(one.registered_at)
    if one.ahead is None:
        return f"Số {one.number} đăng ký lúc {at}. Hiện nay: {one.label.lower()}."
    if one.ahead == 0:
        return f"Số {one.number} đăng ký lúc {at} và là người tiếp theo."
    return f"Số {one.number} đăng ký lúc {at}; hiện còn {one.ahead} người trước."
