"""The plan of 2024 as it is loaded, on Monday 18/03/2024 at 8 in the morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pytest
import time_machine
from flask import Flask

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.plans import actions
from dialogue.plans.models import Meeting, Plan
from dialogue.plans.plan_2024 import load_plan_2024

HELD = date(2024, 4, 12)


def at(day: date, hour: int = 7, minute: int = 30) -> datetime:
    return clock.at(day, time(hour, minute))


@pytest.fixture
def traveller(app: Flask) -> Iterator[time_machine.Coordinates]:
    """``traveller.move_to(...)``: today is Monday 18/03/2024 until then."""
    with time_machine.travel(at(date(2024, 3, 18), 8, 0), tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def plan(traveller: time_machine.Coordinates) -> Plan:
    return load_plan_2024()


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    """Đợt 1, which has no date yet."""
    return plan.meetings[0]


@pytest.fixture
def announced(meeting: Meeting, account: Callable[[str], Account]) -> Meeting:
    """Đợt 1, announced for 12/04/2024, 7:30 to 10."""
    return actions.announce_date(
        meeting, starts_at=at(HELD), ends_at=at(HELD, 10, 0), actor=account("vanphong")
    )
