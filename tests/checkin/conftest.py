"""The morning of a residents' meeting: its lists are sent, the doors are open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
import time_machine

from dialogue.accounts.models import Account
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.plans.models import Meeting, MeetingDuty
from tests.attendance.conftest import (  # noqa: F401
    HELD,
    meeting,
    named,
    plan,
    roll,
    send,
    traveller,
)

Named = Callable[..., Delegate]


@pytest.fixture
def lists(
    named: Named,  # noqa: F811
    send: Callable[..., DelegateList],  # noqa: F811
    meeting: Meeting,  # noqa: F811
    account: Callable[[str], Account],
) -> dict[str, Delegate]:
    """Tổ 3 and tổ 4 have sent their lists; Đỗ Văn An stands on both."""
    people = {
        "an": named("Đỗ Văn An", "to-3", phone="+84905001203"),
        "bong": named("Lê Thị Bông", "to-3"),
        "an2": named("Đỗ Văn An", "to-4", phone="+84905001203"),
        "cuc": named("Trần Thị Cúc", "to-4"),
    }
    send("to-3")
    send("to-4")
    with unit_of_work() as session:
        session.add(MeetingDuty(meeting_id=meeting.id, account_id=account("bvdp").id, duty="desk"))
    return people


@pytest.fixture
def morning(
    lists: dict[str, Delegate],
    traveller: time_machine.Coordinates,  # noqa: F811
) -> dict[str, Delegate]:
    """The day itself, half an hour before the opening."""
    traveller.move_to(clock.at(HELD, time(7, 0)))
    return lists
