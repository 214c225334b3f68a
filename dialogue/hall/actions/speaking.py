"""The presider's commands: call, start, pause, more time, finish, absent (H4, hall.md 9)."""

from __future__ import annotations

from datetime import datetime

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.hall.actions.command import Said, on_turn, turn_screen
from dialogue.hall.actions.order import put_behind_next
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.queries.queue import queue
from dialogue.hall.timing import end_pause, show_seconds, spoken_seconds
from dialogue.history.actions import record

BUSY = "Đang có người ở micro. Cần kết thúc lượt đó trước khi mời người khác."
LONGEST_EXTENSION = 15 * 60


def call_next(
    meeting_id: int,
    *,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
) -> HallCommand:
    """Call who stands first. Raises ``Conflict`` when nobody waits."""
    waiting = queue(meeting_id).waiting
    if not waiting:
        raise Conflict("Không còn ai chờ phát biểu.")
    return call(waiting[0], actor=actor, version=version, key=key)


def call(
    turn: Turn,
    *,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
    reason: str = "",
) -> HallCommand:
    """Call ``turn`` to the microphone; out of its place only with a reason (H3)."""

    def change(hall: HallSession, turn: Turn, now: datetime) -> Said:
        found = queue(turn.meeting_id)
        if found.current is not None:
            raise Conflict(BUSY)
        skipped = found.ahead_of(turn)
        if skipped and not reason.strip():
            raise InvalidInput("Mời không theo thứ tự thì cần ghi lý do.", field="reason")
        turn.called_at = now
        turn.started_at = turn.paused_at = turn.ended_at = None
        turn.paused_seconds = 0.0
        screen = turn_screen(hall, "speaker", now)
        over = f", trước {skipped} người đăng ký sớm hơn" if skipped else ""
        return Said(f"Mời số {turn.number}, {turn.speaker_name}{over}", screen=screen)

    return on_turn("call", turn, change, actor=actor, version=version, key=key, reason=reason)


def start(
    turn: Turn, *, actor: Account, version: int | None = None, key: str | None = None
) -> HallCommand:
    """The first word: the clock starts now, not at the call."""

    def change(_hall: HallSession, turn: Turn, now: datetime) -> Said:
        turn.started_at = now
        return Said(f"Số {turn.number} bắt đầu phát biểu")

    return on_turn("start", turn, change, actor=actor, version=version, key=key)


def pause(
    turn: Turn, *, actor: Account, version: int | None = None, key: str | None = None
) -> HallCommand:
    """Stop the clock for a while."""

    def change(_hall: HallSession, turn: Turn, now: datetime) -> Said:
        turn.paused_at = now
        return Said(f"Tạm dừng số {turn.number}")

    return on_turn("pause", turn, change, actor=actor, version=version, key=key)


def resume(
    turn: Turn, *, actor: Account, version: int | None = None, key: str | None = None
) -> HallCommand:
    """Let the clock run on."""

    def change(_hall: HallSession, turn: Turn, now: datetime) -> Said:
        end_pause(turn, now)
        return Said(f"Số {turn.number} nói tiếp")

    return on_turn("resume", turn, change, actor=actor, version=version, key=key)


def extend(
    turn: Turn,
    seconds: int,
    *,
    reason: str,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
) -> HallCommand:
    """Allow ``seconds`` more; the reason stands in the record."""
    if not 0 < seconds <= LONGEST_EXTENSION:
        raise InvalidInput("Thời gian thêm từ 1 đến 15 phút.", field="minutes")

    def change(_hall: HallSession, turn: Turn, _now: datetime) -> Said:
        turn.allowance += seconds
        return Said(f"Thêm {show_seconds(seconds)} cho số {turn.number}")

    return on_turn("extend", turn, change, actor=actor, version=version, key=key, reason=reason)


def finish(
    turn: Turn, *, actor: Account, version: int | None = None, key: str | None = None
) -> HallCommand:
    """The last word. How long it was is written into the opinion's thread."""

    def change(_hall: HallSession, turn: Turn, now: datetime) -> Said:
        end_speech(turn, now)
        lasted = show_seconds(spoken_seconds(turn, now))
        record(
            actor, turn.opinion, "spoken", f"Phát biểu tại hội trường (số {turn.number}, {lasted})"
        )
        return Said(f"Số {turn.number} phát biểu xong, {lasted}")

    return on_turn("finish", turn, change, actor=actor, version=version, key=key)


def absent(
    turn: Turn,
    *,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
    reason: str = "",
) -> HallCommand:
    """Not there when called: called again after N others (hall.md 9)."""

    def change(hall: HallSession, turn: Turn, _now: datetime) -> Said:
        spaced = put_behind_next(turn, hall.return_after)
        return Said(
            f"Số {turn.number} vắng, mời lại sau {hall.return_after} người",
            reason=f"Không có mặt khi được mời lúc {clock.show_time(turn.called_at)}"
            if turn.called_at
            else "Báo vắng",
            also=spaced,
        )

    return on_turn("absent", turn, change, actor=actor, version=version, key=key, reason=reason)


def end_speech(turn: Turn, now: datetime) -> None:
    """Close the speech's clock at ``now``."""
    end_pause(turn, now)
    turn.ended_at = now
