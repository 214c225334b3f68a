"""Meetings that take opinions, and opinions in any state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.opinions import actions
from dialogue.opinions.models import Field, Opinion
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting
from dialogue.plans.plan_2024 import load_plan_2024

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "opinions-real.jsonl"


@pytest.fixture(autouse=True)
def today() -> Iterator[time_machine.Traveller]:
    """A Thursday morning in March 2024, before both meetings."""
    with time_machine.travel("2024-03-14 02:00:00+00:00", tick=True) as traveller:
        yield traveller


@pytest.fixture
def plan(app: Flask) -> Any:
    return load_plan_2024()


@pytest.fixture
def meeting(plan: Any) -> Meeting:
    """Đợt 1 (residents), no date yet."""
    return db.session.scalars(select(Meeting).where(Meeting.ordinal == 1)).one()


@pytest.fixture
def announced(meeting: Meeting, account: Callable[[str], Account]) -> Meeting:
    """Đợt 1, announced for thirty days from now at 07:30."""
    starts = clock.at(clock.today() + timedelta(days=29), time(7, 30))
    ends = starts + timedelta(hours=4)
    plans.announce_date(meeting, starts_at=starts, ends_at=ends, actor=account("vanphong"))
    return meeting


@pytest.fixture
def field() -> Callable[[str], Field]:
    """``field("duong")``: the field of that code."""

    def find(code: str) -> Field:
        return db.session.scalars(select(Field).where(Field.code == code)).one()

    return find


@pytest.fixture
def draft(meeting: Meeting, account: Callable[[str], Account]) -> Callable[..., Opinion]:
    """A draft of tổ 3 (or ``by``)."""

    def make(words: str = "Kiệt 12 hay bị ngập", by: str = "to3", **content: Any) -> Opinion:
        return actions.save_draft(
            actor=account(by),
            client_key=token_hex(16),
            meeting=meeting,
            content=actions.Content(words=words, **content),
        )

    return make


@pytest.fixture
def sent(
    draft: Callable[..., Opinion], account: Callable[[str], Account]
) -> Callable[..., Opinion]:
    """An opinion that tổ 3 (or ``by``) has sent."""

    def make(words: str = "Kiệt 12 hay bị ngập", by: str = "to3", **content: Any) -> Opinion:
        return actions.send(draft(words, by, **content), actor=account(by))

    return make


@pytest.fixture
def in_state(
    draft: Callable[..., Opinion],
    account: Callable[[str], Account],
    field: Callable[[str], Field],
) -> Callable[..., Opinion]:
    """``in_state("selected")``: an opinion of tổ 3 brought there by its own acts."""

    def make(state: str, words: str = "Kiệt 12 hay bị ngập", by: str = "to3") -> Opinion:
        office = account("vanphong")
        opinion = draft(words, by)
        if state == "draft":
            return opinion
        actions.send(opinion, actor=account(by))
        if state == "returned":
            actions.return_for_clarification(opinion, question="Kiệt nào?", actor=office)
        elif state == "refused":
            actions.refuse(opinion, reason="Xúc phạm cá nhân", actor=office)
        elif state == "referred":
            actions.refer(opinion, reason="Là đơn khiếu nại", actor=office)
        elif state == "withdrawn":
            actions.withdraw(opinion, actor=account(by))
        elif state == "split":
            parts = [actions.Part("Việc thứ nhất"), actions.Part("Việc thứ hai")]
            actions.split(opinion, parts, actor=office)
        if state in ("classified", "selected", "concluded"):
            actions.classify(opinion, field=field("thoat_nuoc"), competence="ward", actor=office)
        if state in ("selected", "concluded"):
            actions.select_for_agenda(opinion, actor=office)
        if state == "concluded":
            actions.conclude(opinion, actor=account("chutich"))
        assert opinion.state == state
        return opinion

    return make


@pytest.fixture
def make_account(unit: Callable[[str], Unit]) -> Callable[..., Account]:
    """Another account of a unit, with its roles."""
    from dialogue.accounts.actions import create_account

    def make(username: str, unit_code: str, *roles: str) -> Account:
        with unit_of_work():
            return create_account(
                username=username,
                full_name=f"Người {username}",
                title="",
                unit=unit(unit_code),
                roles=list(roles),
                password="Doi-thoai-2024",
                phone=None,
                must_change_password=False,
                valid_from=clock.today(),
            )

    return make
