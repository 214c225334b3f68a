"""A youth meeting and a residents' meeting that are announced, with places for the units."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
import time_machine
from flask import Flask

from dialogue.accounts.models import Account, Unit
from dialogue.attendance import actions, queries
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.parsing import Person
from dialogue.core import clock
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting, Plan
from dialogue.plans.plan_2024 import load_plan_2024

HELD = date(2024, 4, 12)  # D−5 is Sunday 07/04/2024


@pytest.fixture(autouse=True)
def traveller(app: Flask) -> Iterator[time_machine.Coordinates]:
    """``traveller.move_to(...)``: today is Monday 18/03/2024 until then."""
    with time_machine.travel(clock.at(date(2024, 3, 18), time(8)), tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def plan(traveller: time_machine.Coordinates) -> Plan:
    return load_plan_2024()


def _announced(meeting: Meeting, office: Account) -> Meeting:
    return plans.announce_date(
        meeting,
        starts_at=clock.at(HELD, time(7, 30)),
        ends_at=clock.at(HELD, time(10)),
        actor=office,
    )


@pytest.fixture
def meeting(plan: Plan, account: Callable[[str], Account]) -> Meeting:
    """Đợt 1 (residents), announced for 12/04/2024."""
    return _announced(plan.meetings[0], account("vanphong"))


@pytest.fixture
def youth(plan: Plan, account: Callable[[str], Account]) -> Meeting:
    """Đợt 2 (youth), announced for the same day."""
    return _announced(plan.meetings[1], account("vanphong"))


@pytest.fixture
def roll(meeting: Meeting, unit: Callable[[str], Unit]) -> Callable[..., DelegateList]:
    """``roll("to-3")``: that unit's list for đợt 1; ``roll(None)``: the guests."""

    def find(code: str | None = "to-3", of: Meeting | None = None) -> DelegateList:
        return queries.roll_of(of or meeting, unit(code) if code else None)

    return find


@pytest.fixture
def named(
    roll: Callable[..., DelegateList], account: Callable[[str], Account]
) -> Callable[..., Delegate]:
    """``named("Đỗ An", "to-3", birth_year=1990)``: put on that unit's list by the office."""

    def add(full_name: str, code: str | None = "to-3", **known: object) -> Delegate:
        return actions.add(
            roll(code),
            Person(full_name, **known),  # type: ignore[arg-type]
            actor=account("vanphong"),
            another=True,
        )

    return add


@pytest.fixture
def send(
    roll: Callable[..., DelegateList], account: Callable[[str], Account]
) -> Callable[..., DelegateList]:
    """``send("to-3")``: that unit's list goes to the office."""

    def go(code: str = "to-3", reason: str = "") -> DelegateList:
        return actions.send(roll(code), actor=account("vanphong"), reason=reason)

    return go
