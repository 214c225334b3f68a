"""Two years of the ward: a meeting of 2023 that is over, one of 2024 that is to come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from dialogue.core.text import fold
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from tests.followup.support import make_meeting, make_opinion, moment

LANE = "Kiệt 12 đường Lê Lợi mưa lớn là ngập, cống thoát nước bị nghẹt, đề nghị nạo vét."
AGAIN = "Cống thoát nước kiệt 12 Lê Lợi vẫn nghẹt, mưa là ngập, xin phường nạo vét."
LAMP = "Đèn đường trước nhà văn hóa tổ 3 hỏng cả tháng nay, tối om."

Say = Callable[..., Opinion]


@pytest.fixture(autouse=True)
def march(app: Flask) -> Iterator[time_machine.Traveller]:
    """A day before the meeting of 2024; a test moves on from it."""
    with time_machine.travel(moment(date(2024, 3, 14)), tick=False) as traveller:
        yield traveller


@pytest.fixture
def before(app: Flask) -> Meeting:
    return make_meeting(held_on=date(2023, 4, 14))


@pytest.fixture
def now(app: Flask) -> Meeting:
    return make_meeting(state="announced", held_on=date(2024, 4, 12))


@pytest.fixture
def said(app: Flask) -> Say:
    """``said(meeting, words, "to-3")``: an opinion that search finds."""

    def say(meeting: Meeting, words: str = LANE, sender: str = "to-3", **changes: Any) -> Opinion:
        return make_opinion(meeting, sender, words=words, folded=fold(words), **changes)

    return say
