"""Excel files of the lists: the same rows as the page, and nothing that the person may not see."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, time
from secrets import token_hex

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import load_workbook

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.followup.register import take_number
from dialogue.opinions import actions as opinions
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting
from dialogue.plans.plan_2024 import load_plan_2024
from tests.conftest import QueryCount

As = Callable[[str], FlaskClient]
PHONE = "0905777888"


def rows(client: FlaskClient, url: str) -> list[list[object]]:
    """The cells below the header."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    table = load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    head = next(n for n, row in enumerate(table) if row[0] in ("TT", "Loại"))
    return table[head + 1 :]


@pytest.fixture
def announced(app: Flask, account: Callable[[str], Account]) -> Iterator[Meeting]:
    """Đợt 1 of the plan of 2024, announced in March for 12 April."""
    with time_machine.travel("2024-03-14 02:00:00+00:00", tick=True):
        meeting = load_plan_2024().meetings[0]
        starts = clock.at(date(2024, 4, 12), time(7, 30))
        plans.announce_date(meeting, starts_at=starts, ends_at=None, actor=account("vanphong"))
        yield meeting


@pytest.fixture
def two(announced: Meeting, account: Callable[[str], Account]) -> None:
    for by, words in (
        ("to3", "=HYPERLINK(1) đèn đường kiệt 5 không sáng"),
        ("to5", "Mương sau chợ bốc mùi, xin nạo vét"),
    ):
        opinions.submit(
            actor=account(by),
            client_key=token_hex(16),
            meeting=announced,
            content=opinions.Content(words=words, resident_phone=PHONE),
            photos=[],
        )


def test_each_gets_the_opinions_of_the_page(two: None, client_as: As) -> None:
    office = rows(client_as("vanphong"), "/opinions.xlsx")
    assert [row[6] for row in office] == [
        "=HYPERLINK(1) đèn đường kiệt 5 không sáng",
        "Mương sau chợ bốc mùi, xin nạo vét",
    ]
    assert {row[17] for row in office} == {PHONE}
    own = rows(client_as("to3"), "/opinions.xlsx")
    assert [row[6] for row in own] == ["=HYPERLINK(1) đèn đường kiệt 5 không sáng"]
    assert rows(client_as("vanphong"), "/opinions.xlsx?show=classified") == []
    found = rows(client_as("vanphong"), "/opinions.xlsx?q=muong+sau+cho")
    assert len(found) == 1


def test_no_cell_is_a_formula(two: None, client_as: As) -> None:
    data = client_as("vanphong").get("/opinions.xlsx").data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()


def test_tasks_are_those_of_the_unit(announced: Meeting, client_as: As) -> None:
    everyone = rows(client_as("vanphong"), "/tasks.xlsx?state=all")
    own = rows(client_as("to3"), "/tasks.xlsx?state=all")
    assert own
    assert len(own) < len(everyone)
    assert {row[2] for row in own} == {"Tổ dân phố 3"}
    assert all(isinstance(row[4], date) for row in own if row[4])
    # Another unit's may not be asked for by its number.
    assert rows(client_as("to3"), "/tasks.xlsx?state=all&unit=1") == own


def test_the_register_is_for_who_sees_everything(announced: Meeting, client_as: As) -> None:
    with unit_of_work():
        take_number("TB", 2024, announced, "Thông báo kết luận", date(2024, 5, 2))
    (row,) = rows(client_as("vanphong"), "/register.xlsx?year=2024")
    assert row[:3] == ["TB", 1.0, "01/TB-UBND"]
    assert client_as("to3").get("/register.xlsx").status_code == 404


@pytest.mark.parametrize("url", ["/opinions.xlsx?show=x", "/tasks.xlsx?state=x"])
def test_an_unknown_filter_is_not_found(url: str, client_as: As) -> None:
    assert client_as("vanphong").get(url).status_code == 404


def test_who_only_runs_the_server_gets_none(client_as: As) -> None:
    for url in ("/opinions.xlsx", "/tasks.xlsx", "/assignments.xlsx", "/register.xlsx"):
        assert client_as("quantri").get(url).status_code == 404


def test_the_list_leads_to_its_file(two: None, client_as: As) -> None:
    page = client_as("vanphong").get("/opinions?show=new&q=mương").text
    assert "/opinions.xlsx?show=new&amp;q=m%C6%B0%C6%A1ng" in page


@pytest.mark.parametrize("username", ["vanphong", "chutich"])
def test_more_opinions_ask_no_more_of_the_database(
    announced: Meeting,
    username: str,
    client_as: As,
    account: Callable[[str], Account],
    count_queries: Callable[[], QueryCount],
) -> None:
    counts = []
    for more in (1, 2, 47):
        for _ in range(more):
            opinions.submit(
                actor=account("to3"),
                client_key=token_hex(16),
                meeting=db.session.get_one(Meeting, 1),
                content=opinions.Content(words=f"Đèn đường không sáng {token_hex(4)}"),
                photos=[],
            )
        client = client_as(username)
        with count_queries() as seen:
            assert len(rows(client, "/opinions.xlsx")) == sum((1, 2, 47)[: len(counts) + 1])
        counts.append(len(seen.statements))
    assert len(set(counts)) == 1, counts


def test_a_leader_gets_no_phones_and_an_assigned_unit_its_own(
    two: None, announced: Meeting, client_as: As
) -> None:
    assert {row[17] for row in rows(client_as("chutich"), "/opinions.xlsx")} == {""}
    assert {row[17] for row in rows(client_as("to3"), "/opinions.xlsx")} == {PHONE}
