"""A resident asks from his phone to speak; the desk gives a number, or says why not (H2)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.actions.command import write
from dialogue.hall.actions.desk import CLOSED, register
from dialogue.hall.models import HallSession, SpeakingRequest, Turn
from dialogue.hall.queries import requests as queries
from dialogue.hall.workflow import REQUEST
from dialogue.history.actions import perform, record
from dialogue.opinions.models import Field
from dialogue.plans.models import Meeting

# A phone is one person, perhaps with a neighbour; the hall seats some two hundred.
MOST_WAITING = 2
MOST_ASKED = 5
MOST_IN_HALL = 200
LONGEST = 300
ENOUGH = "Máy này đã đăng ký nhiều lần. Mời ông/bà đến bàn đăng ký để được giúp."
ONE_AT_A_TIME = "Đăng ký trước của ông/bà đang chờ bàn đăng ký trả lời."
FULL = "Đang có rất nhiều đăng ký chờ. Mời ông/bà đến bàn đăng ký."
TOO_EARLY = "Chỉ đăng ký từ điện thoại được trong ngày diễn ra buổi đối thoại."


def ask(
    meeting: Meeting,
    *,
    speaker_name: str,
    words: str,
    device: str,
    key: str,
    unit: Unit | None = None,
    field: Field | None = None,
) -> SpeakingRequest:
    """Put a request before the desk. The same key asks once.

    ``device``: the hash of what the browser keeps. Raises ``Conflict`` (registration closed,
    not the day, the phone's or the hall's bound), ``InvalidInput`` without a name or words.
    """
    with unit_of_work() as session:
        found = session.scalar(select(SpeakingRequest).where(SpeakingRequest.client_key == key))
        if found is not None:
            if found.device != device:
                raise Conflict
            return found
        hall = session.get_one(HallSession, meeting.id)
        if not queries.takes_requests(meeting):
            raise Conflict(TOO_EARLY)
        if not hall.registration_open:
            raise Conflict(CLOSED)
        name, line = clean_line(speaker_name)[:120], clean_line(words)
        if not name:
            raise InvalidInput("Cần ghi họ và tên.", field="speaker_name")
        if not line:
            raise InvalidInput("Cần ghi một câu về điều muốn nói.", field="words")
        if len(line) > LONGEST:
            raise InvalidInput(f"Xin viết gọn trong {LONGEST} ký tự.", field="words")
        _keep_bounds(meeting, device)
        request = SpeakingRequest(
            meeting_id=meeting.id,
            device=device,
            client_key=key,
            speaker_name=name,
            unit_id=unit.id if unit is not None else None,
            field_id=field.id if field is not None else None,
            words=line,
        )
        session.add(request)
        label = f"{name} đăng ký phát biểu từ điện thoại"
        record(None, request, "ask", label,
               moved=(None, "waiting", "", REQUEST.label("waiting")))  # fmt: skip
        write(session, hall, "ask", label, actor=None, key=None, before={})
        return request


def accept(
    request: SpeakingRequest,
    *,
    actor: Account,
    speaker_name: str,
    unit: Unit | None = None,
    field: Field | None = None,
    topic: str = "",
    words: str = "",
    version: int | None = None,
) -> Turn:
    """Give the number, with what the desk put right. What was asked becomes an opinion (H10).

    Also once registration is closed: it was asked in time. Raises ``NotAllowed``,
    ``Conflict`` (answered by another desk), ``InvalidInput``.
    """
    with unit_of_work():
        REQUEST.permit(actor, request, "accept", version=version)
        command = register(
            request.meeting,
            actor=actor,
            speaker_name=speaker_name,
            unit=unit,
            topic=topic,
            words=words.strip() or request.words,
            field=field,
            key=f"request-{request.id}",
            in_time=True,
        )
        turn = command.turn
        assert turn is not None
        request.turn_id = turn.id
        _decide(request, actor)
        perform(REQUEST, request, "accept", actor=actor, label=f"Cấp số {turn.number}")
        return turn


def refuse(
    request: SpeakingRequest, *, reason: str, actor: Account, version: int | None = None
) -> SpeakingRequest:
    """Say no, with the reason that the phone shows."""
    with unit_of_work() as session:
        perform(REQUEST, request, "refuse", actor=actor, version=version, reason=reason)
        request.reason = clean_line(reason)
        _decide(request, actor)
        _tell_desks(session, request, actor, f"Không nhận đăng ký của {request.speaker_name}")
        return request


def take_back(request: SpeakingRequest, *, device: str) -> SpeakingRequest:
    """The phone that asked asks no longer; what was answered stays answered."""
    with unit_of_work() as session:
        if request.device != device or request.state != "waiting":
            raise Conflict("Đăng ký này đã được trả lời.")
        request.state = "taken_back"
        request.decided_at = clock.now()
        request.version += 1
        label = f"{request.speaker_name} rút đăng ký từ điện thoại"
        record(None, request, "take_back", label,
               moved=("waiting", "taken_back", REQUEST.label("waiting"),
                      REQUEST.label("taken_back")))  # fmt: skip
        _tell_desks(session, request, None, label)
        return request


def _keep_bounds(meeting: Meeting, device: str) -> None:
    mine = queries.of_device(meeting.id, device)
    if len(mine) >= MOST_ASKED:
        raise Conflict(ENOUGH)
    if sum(one.state == "waiting" for one in mine) >= MOST_WAITING:
        raise Conflict(ONE_AT_A_TIME)
    if queries.count_waiting(meeting.id) >= MOST_IN_HALL:
        raise Conflict(FULL)


def _decide(request: SpeakingRequest, actor: Account) -> None:
    request.decided_at, request.decided_by_id = clock.now(), actor.id


def _tell_desks(
    session: Session, request: SpeakingRequest, actor: Account | None, label: str
) -> None:
    hall = session.get_one(HallSession, request.meeting_id)
    write(
        session, hall, "answer_request", label,
        actor=actor, key=None, before={}, reason=request.reason,
    )  # fmt: skip
