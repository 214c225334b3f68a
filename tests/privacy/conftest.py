"""An answered matter of a resident who is named in many places."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask

from dialogue.accounts.models import Account
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.checkin.models import CheckIn
from dialogue.core.text import fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.followup.models import Assignment
from dialogue.hall.models import HallCommand, HallSession, SpeakingRequest, Turn
from dialogue.history.actions import record
from dialogue.opinions.models import Opinion, OpinionVoice
from tests.followup.support import NOTICE_DAY, make_assignment, moment

NAME, PHONE = "Huỳnh Thị Sáu Bé", "+84905123456"
ADDRESS = "45/7 đường Nguyễn Nghiêm"
WORDS = f"Bà {NAME} (0905 123 456) đề nghị sửa nắp cống vỡ trước nhà."


@pytest.fixture(autouse=True)
def notice_day(app: Flask) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(NOTICE_DAY), tick=False) as traveller:
        yield traveller


@pytest.fixture
def assignment(account: Callable[[str], Account]) -> Assignment:
    """Not answered yet; the resident also came, asked and spoke, and was listed."""
    found = make_assignment(
        words=WORDS,
        folded=fold(WORDS),
        resident_name=f"bà {NAME}",
        resident_phone=PHONE,
        resident_address=ADDRESS,
    )
    opinion = found.conclusion.opinion
    office = account("vanphong")
    with unit_of_work() as session:
        meeting = opinion.meeting
        hall = HallSession(meeting_id=meeting.id, screen_token="s" * 20, phone_token="p" * 20)
        roll = DelegateList(meeting_id=meeting.id, unit_id=opinion.unit_id)
        session.add_all([hall, roll])
        session.flush()
        delegate = Delegate(list_id=roll.id, meeting_id=meeting.id, roll=roll)
        delegate.describe(full_name=NAME, birth_year=1951, phone=PHONE, post="Tổ phó", body="")
        turn = Turn(meeting_id=meeting.id, opinion_id=opinion.id, number=1, rank=1,
                    speaker_name=NAME, topic="Nắp cống", allowance=180)  # fmt: skip
        session.add_all([delegate, turn])
        session.flush()
        session.add_all([
            CheckIn(meeting_id=meeting.id, delegate_id=delegate.id, way="list", full_name=NAME,
                    folded=fold(NAME), by_id=office.id),
            SpeakingRequest(meeting_id=meeting.id, device="d", client_key="k", speaker_name=NAME,
                            words="Nắp cống"),
            HallCommand(meeting_id=meeting.id, key="c1", verb="call", label=f"Mời {NAME}",
                        turn_id=turn.id, version=2, before={"speaker_name": NAME}),
            OpinionVoice(opinion_id=opinion.id, name=NAME, phone=PHONE),
        ])  # fmt: skip
        record(office, opinion, "note", f"Gọi {NAME}", reason="Gọi 0905.123.456", who=[NAME])
        record(office, turn, "call", f"Mời {NAME.upper()}", address=ADDRESS)
        session.expire_all()
    return found


@pytest.fixture
def opinion(assignment: Assignment) -> Opinion:
    return assignment.conclusion.opinion
