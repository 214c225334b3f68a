"""The order of the queue: by registration, changed only with a reason (H3, hall.md 2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.actions.command import (
    Image,
    Said,
    earlier,
    images,
    on_turn,
    refuse_stale,
    write,
)
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.queries.queue import queue
from dialogue.hall.workflow import TURN
from dialogue.history.actions import perform, record
from dialogue.notifications.actions import tell_unit
from dialogue.plans.models import Meeting

STEP = 1024.0  # room between two ranks for places in the middle
CLOSEST = 1e-6
NO_TIME = "Hết thời gian của buổi đối thoại"


def last_rank(meeting_id: int) -> float:
    """A rank behind everyone of the meeting."""
    return max((t.rank for t in queue(meeting_id).turns), default=0.0) + STEP


def put_at(turn: Turn, others: Sequence[Turn], place: int) -> Image:
    """Give ``turn`` a rank that leads to ``place`` (from 0) among ``others``.

    Where two neighbours stand too close all are spaced anew; their images before that
    are returned, for the record.
    """
    spaced: Image = {}
    before, behind = others[:place], others[place:]
    if before and behind and behind[0].rank - before[-1].rank <= CLOSEST:
        spaced = images(others)
        for number, one in enumerate(others, start=1):
            one.rank = number * STEP
    if before and behind:
        turn.rank = (before[-1].rank + behind[0].rank) / 2
    elif before:
        turn.rank = before[-1].rank + STEP
    elif behind:
        turn.rank = behind[0].rank - STEP
    return spaced


def put_behind_next(turn: Turn, count: int) -> Image:
    """Put ``turn`` behind the next ``count`` of those who wait, or last if they are fewer."""
    others = [t for t in queue(turn.meeting_id).waiting if t.id != turn.id]
    return put_at(turn, others, min(count, len(others)))


def move(
    turn: Turn,
    after: Turn | None,
    *,
    reason: str,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
) -> HallCommand:
    """Put ``turn`` behind ``after`` (None: first in the queue).

    Raises ``Conflict`` if ``after`` no longer waits, ``InvalidInput`` without a reason.
    """

    def change(_hall: HallSession, turn: Turn, _now: datetime) -> Said:
        waiting = queue(turn.meeting_id).waiting
        old = next(n for n, one in enumerate(waiting) if one.id == turn.id)
        others = [t for t in waiting if t.id != turn.id]
        new = 0
        if after is not None:
            new = next((n + 1 for n, one in enumerate(others) if one.id == after.id), -1)
            if new < 0:
                raise Conflict("Người đứng trước vị trí mới không còn trong hàng đợi.")
        spaced = put_at(turn, others, new)
        to = "lên đầu hàng đợi" if new == 0 else f"ra sau số {others[new - 1].number}"
        return Said(f"Chuyển số {turn.number} từ vị trí {old + 1} {to}", also=spaced)

    if after is not None and after.id == turn.id:
        raise InvalidInput("Không chuyển ra sau chính lượt này được.", field="after")
    return on_turn("move", turn, change, actor=actor, version=version, key=key, reason=reason)


def withdraw(
    turn: Turn,
    *,
    reason: str,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
) -> HallCommand:
    """The speaker gives his turn back. The opinion stays and is answered like the others."""

    def change(_hall: HallSession, turn: Turn, _now: datetime) -> Said:
        record(actor, turn.opinion, "turn_withdrawn", f"Rút lượt phát biểu số {turn.number}",
               reason=reason)  # fmt: skip
        return Said(f"Số {turn.number}, {turn.speaker_name} rút đăng ký")

    return on_turn("withdraw", turn, change, actor=actor, version=version, key=key, reason=reason)


def answer_in_writing(
    turn: Turn,
    *,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
    reason: str = NO_TIME,
) -> HallCommand:
    """No time left: the opinion is kept and answered in writing (H10)."""

    def change(_hall: HallSession, turn: Turn, _now: datetime) -> Said:
        _tell_in_thread(turn, actor, reason)
        return Said(f"Số {turn.number}, {turn.speaker_name}: trả lời bằng văn bản")

    return on_turn("write", turn, change, actor=actor, version=version, key=key, reason=reason)


def answer_rest_in_writing(
    meeting: Meeting,
    *,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
    reason: str = NO_TIME,
) -> HallCommand | None:
    """Everyone who still waits, in one command; None if nobody does."""
    with unit_of_work() as session:
        if (done := earlier(key, meeting.id, "write", None, actor)) is not None:
            return done
        waiting = queue(meeting.id).waiting
        if not waiting:
            return None
        if not all(TURN.row("write").who(actor, turn) for turn in waiting):
            raise NotAllowed
        hall = session.get_one(HallSession, meeting.id)
        refuse_stale(hall, version)
        before = {"turns": images(waiting)}
        for turn in waiting:
            perform(TURN, turn, "write", actor=actor, reason=reason)
            _tell_in_thread(turn, actor, reason)
        label = f"{len(waiting)} người chưa kịp phát biểu được trả lời bằng văn bản"
        return write(
            session, hall, "write", label, actor=actor, key=key, reason=reason, before=before
        )


def _tell_in_thread(turn: Turn, actor: Account, reason: str) -> None:
    opinion = turn.opinion
    unit_id = turn.unit_id or (opinion.unit_id if opinion.channel != "hall" else None)
    if unit_id is not None:
        tell_unit(
            unit_id,
            f"Ý kiến {opinion.receipt} chưa kịp phát biểu, sẽ được trả lời bằng văn bản.",
            url=f"/opinions/{opinion.id}",
        )
    record(
        actor,
        turn.opinion,
        "to_be_written",
        f"Chưa kịp phát biểu (số {turn.number}), sẽ được trả lời bằng văn bản",
        reason=reason,
    )
