"""A live meeting with its hall, and opinions on its agenda."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall import actions
from dialogue.hall.models import HallSession, Turn
from dialogue.live.bus import bus
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting, MeetingDuty, Plan

Register = Callable[..., Turn]


@pytest.fixture(autouse=True)
def fresh_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has its own database: what the bus knew of another's versions is void."""
    monkeypatch.setattr(bus, "_stored", {})


@pytest.fixture
def meeting(app: Flask, account: Callable[[str], Account]) -> Meeting:
    """A meeting that is live; ``thuky`` is its secretary, ``bvdp`` serves at its desk."""
    with unit_of_work() as session:
        plan = Plan(year=2026, state="issued", title="Kế hoạch đối thoại", place="Hội trường")
        meeting = Meeting(
            plan=plan,
            ordinal=1,
            title="Đối thoại với Nhân dân về thủ tục hành chính",
            audience="residents",
            place="Hội trường UBND phường",
            state="live",
            starts_at=clock.now() - timedelta(hours=1),
            ends_at=clock.now() + timedelta(hours=2),
            opened_at=clock.now() - timedelta(hours=1),
        )
        session.add(meeting)
        session.flush()
        for username, duty in (("thuky", "secretary"), ("bvdp", "desk")):
            session.add(
                MeetingDuty(meeting_id=meeting.id, account_id=account(username).id, duty=duty)
            )
    actions.ensure_session(meeting)
    return meeting


@pytest.fixture
def hall(meeting: Meeting) -> HallSession:
    return actions.ensure_session(meeting)


@pytest.fixture
def chair(account: Callable[[str], Account]) -> Account:
    return account("chutich")


@pytest.fixture
def opinion(
    meeting: Meeting, unit: Callable[[str], Unit], account: Callable[[str], Account]
) -> Callable[..., Opinion]:
    """``opinion("Lê Thị Bông")``: one on the agenda, with everything that must stay private."""
    made: list[int] = []

    def make(name: str = "Lê Thị Bông", **more: Any) -> Opinion:
        made.append(1)
        with unit_of_work() as session:
            found = Opinion(
                client_key=f"key-{len(made)}",
                receipt=f"YK-2026-{len(made):04d}",
                meeting_id=meeting.id,
                unit_id=unit("to-3").id,
                author_id=account("to3").id,
                state="selected",
                words="Kiệt 45 ngập nước, bí mật riêng của gia đình",
                folded="kiet 45 ngap nuoc, bi mat rieng cua gia dinh",
                area_id=unit("to-3").id,
                resident_name=name,
                resident_phone="+84905001203",
                resident_address="45/7 Bùi Thị Xuân",
                office_note="ghi chú nội bộ",
                sent_at=clock.now(),
            )
            for column, value in more.items():
                setattr(found, column, value)
            session.add(found)
        return found

    return make


@pytest.fixture
def register(
    meeting: Meeting,
    unit: Callable[[str], Unit],
    account: Callable[[str], Account],
    opinion: Callable[..., Opinion],
) -> Register:
    """``register("Lê Thị Bông")``: a turn in the queue."""

    def make(name: str = "Lê Thị Bông", topic: str = "Thoát nước") -> Turn:
        command = actions.register(
            meeting,
            actor=account("bvdp"),
            speaker_name=name,
            unit=unit("to-3"),
            topic=topic,
            opinion=opinion(name),
        )
        assert command.turn is not None
        return command.turn

    return make
