"""The desk: a place in the queue for an opinion that was sent, or for a walk-in (H2)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.actions.command import earlier, write
from dialogue.hall.actions.order import last_rank
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.permissions import may_operate, may_register
from dialogue.hall.workflow import SPEAKABLE, TURN
from dialogue.history.actions import record
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Meeting

CLOSED = "Đã thôi nhận đăng ký phát biểu. Chủ trì có thể mở lại."
TOO_EARLY = "Chỉ đăng ký phát biểu được khi đã công bố ngày và buổi đối thoại chưa kết thúc."
TAKEN = ("registered", "called", "speaking", "answering", "absent")


def register(
    meeting: Meeting,
    *,
    actor: Account,
    speaker_name: str,
    unit: Unit | None = None,
    topic: str = "",
    opinion: Opinion | None = None,
    words: str = "",
    field: Field | None = None,
    key: str | None = None,
    in_time: bool = False,
    from_paper: bool = False,
) -> HallCommand:
    """Give a number: to the speaker of ``opinion``, or with ``words`` to a walk-in.

    The same key gives the same number. A walk-in's words become an opinion like the others
    (H10). ``in_time``: he asked before registration was closed. ``from_paper``: he has spoken
    already, as who runs the hall types in. Raises ``NotAllowed``, ``Conflict`` (closed, not
    its time, already waiting) or ``InvalidInput``. The number is ``command.turn.number``.
    """
    with unit_of_work() as session:
        if (done := earlier(key, meeting.id, "register", None, actor)) is not None:
            return done
        may = may_operate if from_paper else may_register
        if not may(actor, meeting):
            raise NotAllowed
        hall = session.get_one(HallSession, meeting.id)
        if meeting.state not in (("live", "ended") if from_paper else ("announced", "live")):
            raise Conflict(TOO_EARLY)
        if not (hall.registration_open or in_time or from_paper):
            raise Conflict(CLOSED)
        name = clean_line(speaker_name)
        if not name:
            raise InvalidInput("Cần ghi tên người phát biểu.", field="speaker_name")
        if opinion is None:
            opinion = opinions.raise_in_hall(
                meeting, words=words, speaker_name=name, unit=unit, field=field, actor=actor
            )
        else:
            _check(session, meeting, opinion)
            if opinion.root.state != "selected":
                opinions.take_up(opinion.root, actor=actor)
        turn = _new_turn(session, hall, opinion, name, unit, topic, actor)
        label = f"Số {turn.number}: {turn.speaker_name} đăng ký phát biểu"
        record(actor, turn, "register", label,
               moved=(None, turn.state, "", TURN.label(turn.state)))  # fmt: skip
        record(actor, opinion, "registered_to_speak", f"Đăng ký phát biểu, số {turn.number}")
        before = {"turns": {str(turn.id): None}}
        return write(
            session, hall, "register", label, actor=actor, key=key, turn=turn, before=before
        )


def _check(session: Session, meeting: Meeting, opinion: Opinion) -> None:
    if opinion.meeting_id != meeting.id:
        raise InvalidInput("Ý kiến này thuộc đợt đối thoại khác.", field="opinion")
    if opinion.root.state not in SPEAKABLE:
        raise InvalidInput(
            "Ý kiến này không còn chờ đối thoại nên không đăng ký phát biểu được.",
            field="opinion",
        )
    waiting = session.scalar(
        select(Turn.number).where(Turn.opinion_id == opinion.id, Turn.state.in_(TAKEN))
    )
    if waiting is not None:
        raise Conflict(f"Ý kiến này đã có lượt phát biểu, số {waiting}.")


def _new_turn(
    session: Session,
    hall: HallSession,
    opinion: Opinion,
    name: str,
    unit: Unit | None,
    topic: str,
    actor: Account,
) -> Turn:
    field = opinion.field.name if opinion.field is not None else ""
    turn = Turn(
        meeting_id=hall.meeting_id,
        opinion_id=opinion.id,
        number=hall.next_number,
        rank=last_rank(hall.meeting_id),
        speaker_name=name[:120],
        unit_id=unit.id if unit is not None else None,
        topic=(clean_line(topic) or field or "Ý kiến tại hội trường")[:200],
        allowance=hall.default_seconds,
        registered_by_id=actor.id,
    )
    hall.next_number += 1
    session.add(turn)
    session.flush()
    return turn
