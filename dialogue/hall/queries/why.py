"""“Vì sao tôi số 7?”: where one turn stands and what led to it, read from the record (H3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogue.core import clock
from dialogue.hall.models import HallCommand, Turn
from dialogue.hall.queries.log import commands, effective, touched
from dialogue.hall.queries.queue import Queue
from dialogue.hall.workflow import TURN

ORDERING = ("move", "absent", "arrange", "group", "call", "enter_speech", "withdraw", "write")
PLACING = ("move", "arrange", "group", "enter_speech")
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
    steps = [Step(c.at, _words(c, public)) for c in _concerning(turn, found, log)]
    return Why(
        number=number,
        state=turn.state,
        label=TURN.label(turn.state),
        registered_at=turn.registered_at,
        ahead=found.ahead_of(turn) if waits else None,
        steps=tuple(steps),
    )


def _concerning(turn: Turn, queue: Queue, log: Sequence[HallCommand]) -> list[HallCommand]:
    """What happened to the turn itself, and what put others past it who registered later, or
    behind it who registered before."""
    found = [c for c in log if c.verb in ORDERING and _about(c, turn)]
    # Who registered later and was called while this one waited, out of his place: that too.
    found += [
        c
        for c in log
        if c.verb == "call"
        and c.reason
        and c.turn is not None
        and c.turn.number > turn.number
        and _waited(turn, c.at)
    ]
    # Who registered later was given a place before this one, and has been called from it.
    for other in queue.turns:
        called = other.called_at
        if other.number > turn.number and called is not None and _waited(turn, called):
            before = [c for c in log if c.at <= called or c.verb == "enter_speech"]
            found += _last_about(other, before, PLACING)
    for other in _crossed(turn, queue.waiting):
        found += _last_about(other, log, ORDERING)
    once = {c.id: c for c in found}
    return [once[number] for number in sorted(once)]


def _crossed(turn: Turn, waiting: Sequence[Turn]) -> list[Turn]:
    """Those who wait on the other side of ``turn`` than the order of registration asks."""
    place = next((n for n, t in enumerate(waiting) if t.id == turn.id), None)
    if place is None:
        return []
    before, behind = waiting[:place], waiting[place + 1 :]
    return [
        *(t for t in before if t.number > turn.number),
        *(t for t in behind if t.number < turn.number),
    ]


def _last_about(
    turn: Turn, log: Sequence[HallCommand], verbs: Collection[str]
) -> list[HallCommand]:
    """The last of ``verbs`` that changed ``turn``, if there is one."""
    return [c for c in log if c.verb in verbs and _about(c, turn)][-1:]


def _waited(turn: Turn, at: datetime) -> bool:
    """Whether ``turn`` was in the queue at that moment."""
    return turn.registered_at <= at and (turn.called_at is None or at < turn.called_at)


def _about(command: HallCommand, turn: Turn) -> bool:
    """Whether an act on one, or on many (arrange, group), changed this one."""
    return command.turn_id == turn.id or (
        command.verb in ("arrange", "group") and turn.id in touched(command)
    )


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
