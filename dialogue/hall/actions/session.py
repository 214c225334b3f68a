"""The hall itself: made once, its screen, its registration, its beginning and end."""

from __future__ import annotations

import secrets

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.actions.command import Image, earlier, on_hall, turn_screen
from dialogue.hall.actions.order import answer_rest_in_writing
from dialogue.hall.models import HallCommand, HallSession
from dialogue.hall.permissions import may_look
from dialogue.hall.queries.queue import queue
from dialogue.hall.queries.sessions import find
from dialogue.hall.workflow import LAYOUTS
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting

SPEAKING = "Còn người ở micro. Cần kết thúc lượt đó trước khi kết thúc buổi đối thoại."


def ensure_session(meeting: Meeting) -> HallSession:
    """The hall of ``meeting``, made with its secret links when first asked for."""
    hall = find(meeting.id)
    if hall is not None:
        return hall
    with unit_of_work() as session:
        hall = session.get(HallSession, meeting.id)
        if hall is None:
            hall = HallSession(
                meeting_id=meeting.id,
                screen_token=secrets.token_urlsafe(16),
                phone_token=secrets.token_urlsafe(12),
            )
            session.add(hall)
            session.flush()
    return hall


def open_registration(
    meeting: Meeting, *, actor: Account, key: str | None = None, version: int | None = None
) -> HallCommand:
    """Take registrations again; already open stays open (hall.md 7: set, not toggle)."""
    return _set_registration(meeting, True, actor, key, version)


def close_registration(
    meeting: Meeting, *, actor: Account, key: str | None = None, version: int | None = None
) -> HallCommand:
    """Take no more registrations; who has a number keeps it."""
    return _set_registration(meeting, False, actor, key, version)


def _set_registration(
    meeting: Meeting, wanted: bool, actor: Account, key: str | None, version: int | None
) -> HallCommand:
    def change(hall: HallSession) -> tuple[str, Image]:
        before = {"hall": {"registration_open": hall.registration_open}}
        hall.registration_open = wanted
        return ("Mở lại đăng ký phát biểu" if wanted else "Thôi nhận đăng ký phát biểu"), before

    verb = "open_registration" if wanted else "close_registration"
    return on_hall(verb, meeting, change, actor=actor, key=key, version=version)


def set_layout(
    meeting: Meeting,
    layout: str,
    *,
    actor: Account,
    key: str | None = None,
    version: int | None = None,
) -> HallCommand:
    """What the screen shows: a code of ``LAYOUTS``. The office may set it too."""
    if layout not in LAYOUTS:
        raise InvalidInput("Màn hình không có kiểu này.", field="layout")

    def change(hall: HallSession) -> tuple[str, Image]:
        before = {"hall": {"layout": hall.layout}}
        turn_screen(hall, layout, clock.now())
        return f"Màn hình: {LAYOUTS[layout]}", before

    return on_hall("layout", meeting, change, actor=actor, key=key, version=version, may=may_look)


def open_hall(meeting: Meeting, *, actor: Account, key: str | None = None) -> None:
    """Begin the meeting; its screens and phones are told. The same key begins it once."""
    with unit_of_work():
        ensure_session(meeting)
        if earlier(key, meeting.id, "open_meeting", None, actor) is None:
            plans.open_meeting(meeting, actor=actor)
            _note(meeting, "open_meeting", "Khai mạc buổi đối thoại", actor, key)


def end_hall(meeting: Meeting, *, actor: Account, key: str | None = None) -> None:
    """End the meeting; who has not spoken is answered in writing (H10).

    Raises ``Conflict`` while somebody is at the microphone.
    """
    with unit_of_work():
        ensure_session(meeting)
        if earlier(key, meeting.id, "end_meeting", None, actor) is not None:
            return
        if queue(meeting.id).current is not None:
            raise Conflict(SPEAKING)
        plans.end_meeting(meeting, actor=actor)
        answer_rest_in_writing(meeting, actor=actor)
        _note(meeting, "end_meeting", "Kết thúc buổi đối thoại", actor, key)


def _note(meeting: Meeting, verb: str, label: str, actor: Account, key: str | None) -> None:
    def change(_hall: HallSession) -> tuple[str, Image]:
        return label, {}

    on_hall(verb, meeting, change, actor=actor, key=key, may=lambda _actor, _meeting: True)
