"""What happened on paper while the network was gone, with the times it had (H11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.actions.command import Said, on_turn
from dialogue.hall.actions.desk import register
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.queries.queue import queue
from dialogue.hall.timing import show_seconds, spoken_seconds
from dialogue.history.actions import record
from dialogue.opinions.models import Field
from dialogue.plans.models import Meeting

FROM_PAPER = "Ghi lại từ giấy"
CORRECTED = "Sửa theo giấy"


@dataclass(frozen=True)
class Spoken:
    """One speech as it stood on the paper; aware moments."""

    started_at: datetime
    ended_at: datetime
    answerer: Account | None = None
    answered_until: datetime | None = None

    @property
    def until(self) -> datetime:
        """When the next could come to the microphone."""
        return self.answered_until or self.ended_at


def enter_speech(
    turn: Turn, speech: Spoken, *, actor: Account, key: str | None = None
) -> HallCommand:
    """Write down that ``turn`` has spoken, in one act that can be undone.

    Who was at the microphone when the network went, who was ended at a wrong moment and who
    was already to be answered in writing gets the paper's times too. Raises ``NotAllowed``,
    ``Conflict`` (withdrawn, or the meeting is closed), ``InvalidInput`` for times before the
    opening, in the future, the wrong way round, across another speech, or without the answer
    that the turn already had.
    """

    def change(_hall: HallSession, turn: Turn, _now: datetime) -> Said:
        _check(turn.meeting, speech)
        _check_answer(turn, speech)
        _check_room(turn, speech)
        again = turn.started_at is not None
        turn.called_at = turn.started_at = speech.started_at
        turn.registered_at = min(turn.registered_at, speech.started_at)
        turn.paused_at, turn.paused_seconds = None, 0.0
        turn.ended_at = speech.ended_at
        lasted = show_seconds(spoken_seconds(turn, speech.ended_at))
        times = f"{clock.show_time(speech.started_at)}–{clock.show_time(speech.ended_at)}"
        how = CORRECTED if again else FROM_PAPER
        label = f"{how}: số {turn.number} phát biểu {times}"
        record(
            actor, turn.opinion, "spoken",
            f"Phát biểu tại hội trường (số {turn.number}, {lasted}), {how.lower()}",
        )  # fmt: skip
        if speech.answerer is not None:
            turn.answerer_id = speech.answerer.id
            turn.answer_started_at = speech.ended_at
            turn.answer_ended_at = speech.answered_until
            label += f", {speech.answerer.full_name} trả lời đến "
            label += clock.show_time(speech.answered_until)
            record(
                actor, turn.opinion, "answered_in_hall",
                f"{speech.answerer.full_name} trả lời tại hội trường, {how.lower()}",
            )  # fmt: skip
        return Said(label, reason=FROM_PAPER)

    return on_turn("enter_speech", turn, change, actor=actor, version=None, key=key)


def enter_speaker(
    meeting: Meeting,
    speech: Spoken,
    *,
    speaker_name: str,
    words: str,
    actor: Account,
    unit: Unit | None = None,
    field: Field | None = None,
    key: str | None = None,
) -> HallCommand:
    """Somebody who had no number yet: registered and spoken in one transaction.

    Also once registration is closed or the meeting is over: he has spoken. Raises as
    ``enter_speech`` does.
    """
    with unit_of_work():
        _check(meeting, speech)
        if not clean(words):
            raise InvalidInput("Cần ghi nội dung ý kiến.", field="words")
        command = register(
            meeting, actor=actor, speaker_name=speaker_name, unit=unit, words=words, field=field,
            key=f"{key}-n" if key else None, from_paper=True,
        )  # fmt: skip
        assert command.turn is not None
        return enter_speech(command.turn, speech, actor=actor, key=key)


def _check(meeting: Meeting, speech: Spoken) -> None:
    opened = meeting.opened_at or meeting.starts_at
    # Paper knows minutes; the opening is known to the second.
    if opened is not None and speech.started_at < opened - timedelta(minutes=1):
        raise InvalidInput(
            f"Buổi đối thoại khai mạc lúc {clock.show_time(opened)}: giờ này sớm hơn.",
            field="started",
        )
    if speech.ended_at <= speech.started_at:
        raise InvalidInput("Giờ kết thúc phải sau giờ bắt đầu.", field="ended")
    if speech.answerer is not None and speech.answered_until is None:
        raise InvalidInput("Cần ghi trả lời đến mấy giờ.", field="answered_until")
    if speech.answerer is None and speech.answered_until is not None:
        raise InvalidInput("Cần chọn người trả lời.", field="answerer")
    if speech.answered_until is not None and speech.answered_until <= speech.ended_at:
        raise InvalidInput("Trả lời phải kết thúc sau khi phát biểu xong.", field="answered_until")
    if speech.until > clock.now() + timedelta(minutes=1):
        late = "answered_until" if speech.answered_until else "ended"
        raise InvalidInput("Giờ này chưa đến.", field=late)


def _check_answer(turn: Turn, speech: Spoken) -> None:
    """What the machine knows of an answer must not be lost by a line without it."""
    if turn.answerer is not None and speech.answerer is None:
        raise InvalidInput(
            f"Lượt này đã giao {turn.answerer.full_name} trả lời: cần chọn người trả lời và ghi "
            "trả lời đến mấy giờ.",
            field="answerer",
        )


def _check_room(turn: Turn, speech: Spoken) -> None:
    """Nobody else was at the microphone then."""
    for other in queue(turn.meeting_id).turns:
        if other.id == turn.id or other.started_at is None:
            continue
        until = other.answer_ended_at or other.ended_at or clock.now()
        if speech.started_at < until and other.started_at < speech.until:
            raise InvalidInput(
                f"Lúc đó số {other.number} ở micro "
                f"({clock.show_time(other.started_at)}–{clock.show_time(until)}). "
                f"Nếu giờ của số {other.number} chưa đúng với giấy, xin ghi lại lượt đó trước.",
                field="started",
            )
