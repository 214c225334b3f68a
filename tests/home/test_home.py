"""Việc của tôi: each role's first page, its navigation and its cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogue.accounts.models import Account
from dialogue.care.actions import noted
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.notifications.actions import tell_unit
from dialogue.plans import actions as plans
from dialogue.plans.models import Plan
from dialogue.plans.plan_2024 import load_plan_2024

EVERYONE = (
    "quantri", "chutich", "phochutich", "vanphong", "matran", "doan", "congan", "to3",
)  # fmt: skip


@pytest.fixture
def plan(account: Callable[[str], Account]) -> Plan:
    return load_plan_2024(account("vanphong"))


def announce(plan: Plan, office: Account, day: date) -> None:
    plans.announce_date(plan.meetings[0], starts_at=clock.at(day, time(7, 30)), actor=office)


@pytest.mark.parametrize("username", EVERYONE)
def test_every_place_of_the_navigation_opens(
    username: str, plan: Plan, client_as: Callable[[str], FlaskClient]
) -> None:
    client = client_as(username)
    page = client.get("/").get_data(as_text=True)
    nav = page[page.index("<nav") : page.index("</nav>")]
    links = re.findall(r'href="([^"]+)"', nav)
    assert "/" in links
    for link in links:
        assert client.get(link).status_code == 200, link


def test_an_empty_list_says_so_kindly(client_as: Callable[[str], FlaskClient]) -> None:
    with noted("backup"), noted("check"):
        pass  # the server itself is well cared for
    assert "Hiện không còn việc nào" in client_as("quantri").get("/").get_data(as_text=True)


def test_the_soonest_comes_first_and_says_how_long_is_left(
    plan: Plan, account: Callable[[str], Account], client_as: Callable[[str], FlaskClient]
) -> None:
    today = clock.today()
    announce(plan, account("vanphong"), today + timedelta(days=18))
    page = client_as("to3").get("/").get_data(as_text=True)
    mine = page[page.index('id="my-things"') :]
    days = [
        date(int(y), int(m), int(d)) for d, m, y in re.findall(r"\b(\d\d)/(\d\d)/(\d{4})\)", mine)
    ]
    assert days
    assert days == sorted(days)
    assert "còn 8 ngày" in mine


def test_what_is_unread_is_counted_in_the_navigation(
    account: Callable[[str], Account], client_as: Callable[[str], FlaskClient]
) -> None:
    with unit_of_work():
        tell_unit(account("to3").unit_id, "Một dòng")
    assert "Thông báo (1)" in client_as("to3").get("/").get_data(as_text=True)
    assert "Thông báo (1)" not in client_as("to4").get("/").get_data(as_text=True)


def test_the_first_page_costs_the_same_for_few_and_for_many(
    plan: Plan,
    account: Callable[[str], Account],
    client_as: Callable[[str], FlaskClient],
    count_queries: Callable[[], Any],
) -> None:
    from dialogue.accounts.queries import units
    from dialogue.plans.models import Task

    announce(plan, account("vanphong"), clock.today() + timedelta(days=18))
    client = client_as("to3")
    client.get("/")
    with count_queries() as few:
        client.get("/")
    with unit_of_work() as session:
        unit = next(u for u in units() if u.code == "to-3")
        model = session.query(Task).filter_by(unit_id=unit.id, meeting_id=1).first()
        assert model is not None
        for number in range(50):
            session.add(
                Task(
                    meeting_id=1,
                    unit_id=unit.id,
                    title=f"Việc {number}",
                    rule=model.rule,
                    due_id=model.due_id,
                )
            )
    with count_queries() as many:
        client.get("/")
    assert len(few) == len(many)
