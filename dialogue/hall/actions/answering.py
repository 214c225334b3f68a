"""Handing the answer to somebody in the hall; the answer has its own clock (H5)."""

from __future__ import annotations

from datetime import datetime

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.hall.actions.command import Said, on_turn
from dialogue.hall.actions.speaking import BUSY, end_speech
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.queries.queue import queue
from dialogue.hall.timing import answer_seconds, show_seconds
from dialogue.history.actions import record
from dialogue.notifications.actions import tell_account


def hand_answer(
    turn: Turn,
    answerer: Account,
    *,
    actor: Account,
    version: int | None = None,
    key: str | None = None,
) -> HallCommand:
    """Give the question to ``answerer``: the speech ends, the answer's clock begins.

    Raises ``Conflict`` while somebody else is at the microphone, ``InvalidInput`` for a
    person who cannot sign in or already answers this turn.
    """
    if not answerer.active:
        raise InvalidInput("Người này không còn tài khoản đang dùng.", field="answerer")

    def change(_hall: HallSession, turn: Turn, now: datetime) -> Said:
        current = queue(turn.meeting_id).current
        if current is not None and current.id != turn.id:
            raise Conflict(BUSY)
        if turn.state == "answering" and turn.answerer_id == answerer.id:
            raise InvalidInput(f"{answerer.full_name} đang trả lời lượt này.", field="answerer")
        if turn.state == "speaking":
            end_speech(turn, now)
        turn.answerer_id = answerer.id
        turn.answer_started_at = now
        turn.answer_ended_at = None
        tell_account(
            answerer.id,
            f"Chủ trì mời ông/bà trả lời số {turn.number}: {turn.topic}",
            url="/my-answer",
        )
        return Said(f"Giao {answerer.full_name} trả lời số {turn.number}")

    return on_turn("hand", turn, change, actor=actor, version=version, key=key)


def take_back_answer(
    turn: Turn, *, actor: Account, version: int | None = None, key: str | None = None
) -> HallCommand:
    """The presider takes the question back: who was asked answers no longer (H5)."""

    def change(_hall: HallSession, turn: Turn, now: datetime) -> Said:
        turn.answer_ended_at = now
        who = turn.answerer
        if who is not None:
            tell_account(
                who.id,
                f"Chủ trì đã thu lại câu hỏi của số {turn.number}, ông/bà không phải trả lời",
                url="/my-answer",
            )
        name = who.full_name if who is not None else ""
        return Said(f"Thu lại số {turn.number}, {name} không trả lời nữa")

    return on_turn("take_back_answer", turn, change, actor=actor, version=version, key=key)


def finish_answer(
    turn: Turn, *, actor: Account, version: int | None = None, key: str | None = None
) -> HallCommand:
    """The answer is over."""

    def change(_hall: HallSession, turn: Turn, now: datetime) -> Said:
        turn.answer_ended_at = now
        lasted = show_seconds(answer_seconds(turn, now))
        who = turn.answerer.full_name if turn.answerer else ""
        # One answer serves all who have said the same (H4).
        served = [turn, *(t for t in queue(turn.meeting_id).group_of(turn) if t.state == "done")]
        for one in served:
            record(
                actor,
                one.opinion,
                "answered_in_hall",
                f"{who} trả lời tại hội trường ({lasted})",
            )
        also = ", ".join(str(one.number) for one in served[1:])
        shared = f", chung cho số {also}" if also else ""
        return Said(f"Trả lời xong số {turn.number}{shared}, {lasted}")

    return on_turn("finish_answer", turn, change, actor=actor, version=version, key=key)
