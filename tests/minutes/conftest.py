"""A live meeting with turns that were called; ``thuky`` is its secretary."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.models import Turn
from dialogue.minutes import actions
from dialogue.minutes.models import Minutes, MinutesLine
from dialogue.plans.models import Meeting
from tests.hall.conftest import fresh_bus, hall, meeting, opinion, register

__all__ = ["fresh_bus", "hall", "meeting", "opinion", "register"]


@pytest.fixture
def clerk(account: Callable[[str], Account]) -> Account:
    return account("thuky")


@pytest.fixture
def spoken(app: Flask, register: Callable[..., Turn]) -> Callable[..., Turn]:
    """``spoken("Lê Thị Bông")``: a turn that was called and is over."""

    def make(name: str = "Lê Thị Bông", state: str = "done") -> Turn:
        turn = register(name)
        with unit_of_work():
            turn.state = state
            turn.called_at = turn.started_at = turn.registered_at
        return turn

    return make


@pytest.fixture
def minutes(meeting: Meeting, spoken: Callable[..., Turn], clerk: Account) -> Minutes:
    """The minutes, begun while one person has spoken."""
    spoken()
    return actions.open_minutes(meeting, actor=clerk)


@pytest.fixture
def speech(minutes: Minutes) -> MinutesLine:
    """The line of the first speech."""
    return line_of(minutes, "speech")


def line_of(minutes: Minutes, kind: str) -> MinutesLine:
    from dialogue.extensions import db

    query = select(MinutesLine).where(
        MinutesLine.minutes_id == minutes.id, MinutesLine.kind == kind
    )
    return db.session.scalars(query.order_by(MinutesLine.id)).first()  # type: ignore[return-value]


def end(meeting: Meeting) -> None:
    """The meeting is over."""
    with unit_of_work():
        meeting.state = "ended"
