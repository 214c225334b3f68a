"""Every number opens the list behind it, and the list has that many; recomputed from raw rows."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import text

from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.followup import actions
from dialogue.followup.actions.replies import Text
from tests.followup.support import (
    assignment_of,
    conclude,
    interim,
    issued_notice,
    make_meeting,
    make_opinion,
    moment,
    person,
)

SignIn = Callable[[str], FlaskClient]
NOTICED = date(2024, 5, 2)
NOW = date(2024, 6, 5)  # after 29/05, before 12/06
UNSETTLED = Text(words="Đang làm.", settled=False, plan="Quý III.")
SETTLED = Text(words="Đã sửa.", settled=True)


def a_year(units: int = 3, each: int = 4) -> None:
    """Matters in every state, of two meetings of 2024 and one of 2023."""
    with time_machine.travel(moment(date(2023, 5, 4)), tick=False):
        old = make_meeting(held_on=date(2023, 4, 14))
        conclude(make_opinion(old, sender="to-1"))
        issued_notice(old)
    with time_machine.travel(moment(NOTICED), tick=False) as clock:
        codes = ("dia-chinh", "tai-chinh", "cong-an")[:units]
        first, second = make_meeting(), make_meeting(ordinal=2)
        made = []
        for meeting in (first, second):
            for number in range(each):
                for place, code in enumerate(codes):
                    opinion = make_opinion(meeting, sender=f"to-{(number + place) % 8 + 1}")
                    outcome = ("taken_on", "passed_on", "escalated")[number % 3]
                    made.append(conclude(opinion, outcome, lead=code))
            issued_notice(meeting)
        actor = {"dia-chinh": "diachinh", "tai-chinh": "taichinh", "cong-an": "congan"}
        # Numbers of the register are taken in the order of their days.
        for number in sorted(range(len(made)), key=_day):
            assignment = assignment_of(made[number])
            clerk = actor[assignment.lead_unit.code]
            clock.move_to(moment(_day(number)))
            if number % 5 in (0, 3):
                _answer(assignment, SETTLED, clerk)
            elif number % 5 == 1:
                _answer(assignment, interim(date(2024, 6, 10)), clerk)
            elif number % 5 == 2:
                _judged(_answer(assignment, UNSETTLED, clerk), good=number % 2 == 0)


def _day(number: int) -> date:
    """When its unit acts: the fourth of five late, the fifth not at all."""
    return date(2024, 6, 3) if number % 5 == 3 else NOTICED + timedelta(days=1 + number % 9)


def _judged(reply: Any, *, good: bool) -> None:
    unit, office = reply.assignment.conclusion.opinion.unit, person("vanphong")
    if good:
        actions.confirm(reply, words="Tổ trưởng báo.", actor=office, unit=unit)
    else:
        actions.contest(reply, reason="Chưa xong.", actor=office, unit=unit)


def _answer(assignment: Any, words: Text, clerk: str) -> Any:
    reply = actions.draft_reply(assignment, words, actor=person(clerk))
    actions.submit_reply(reply, actor=person(clerk))
    actions.approve_reply(reply, actor=person("chutich"))
    from dialogue.core import clock

    actions.issue_reply(reply, issued_on=clock.today(), actor=person("vanphong"))
    return reply


@pytest.fixture
def now() -> Any:
    with time_machine.travel(moment(NOW), tick=False):
        yield


LINK = re.compile(r'<a[^>]*href="(/(?:assignments|opinions)\?[^"]+)"[^>]*>(.*?)</a>', re.S)


def linked(page: str) -> dict[str, int]:
    """Address → the number that stands on its link."""
    found = {}
    for address, inside in LINK.findall(page.split("<main", 1)[1]):
        number = re.search(r"\d+", re.sub(r"<[^>]+>", " ", inside))
        assert number is not None, inside
        found[unescape(address)] = int(number[0])
    return found


def test_every_number_opens_a_list_of_that_many(client_as: SignIn, now: Any) -> None:
    a_year()
    chair = client_as("chutich")
    seen = 0
    for address in ("/dashboard", "/dashboard?year=2024", "/dashboard?year=2023"):
        for url, number in linked(chair.get(address).text).items():
            assert _rows(chair, url) == number, (address, url)
            seen += 1
    assert seen > 80


def _rows(browser: FlaskClient, url: str) -> int:
    """How many rows the list has over all its pages."""
    rows = 0
    for page in range(1, 20):
        text = browser.get(f"{url}&page={page}").text
        found = len(re.findall(r'<tr id="assignment-|<li class="opinion-row"', text))
        rows += found
        if 'rel="next"' not in text:
            return rows
    raise AssertionError("too many pages")


def test_a_meeting_alone(client_as: SignIn, now: Any) -> None:
    a_year()
    chair = client_as("chutich")
    page = chair.get("/dashboard?year=2024").text
    meeting_url = re.search(r'href="(/dashboard\?[^"]*meeting=\d+[^"]*)"', page)
    assert meeting_url is not None
    numbers = linked(chair.get(unescape(meeting_url[1])).text)
    url = next(u for u in numbers if "state=all" in u and "unit=" not in u)
    assert numbers[url] == 12
    assert _rows(chair, url) == 12


def raw() -> dict[str, dict[str, Any]]:
    """The same figures from the tables alone: by unit's short name, and for all."""
    rows = db.session.execute(
        text("""
        select a.id, u.short_name, a.state, a.answered_at, a.round, d.due_on, d.rule,
               n.issued_on,
               (select count(*) from reply r where r.assignment_id = a.id
                 and r.kind = 'interim' and r.state = 'issued') as interims,
               (select r.settled from reply r where r.assignment_id = a.id and r.kind = 'final'
                 and r.state = 'issued' order by r.id desc limit 1) as settled,
               (select count(*) from verdict v join reply r on v.reply_id = r.id
                 where r.id = (select max(x.id) from reply x where x.assignment_id = a.id
                   and x.kind = 'final' and x.state = 'issued') and v.kind = 'confirmed') as said
          from assignment a join unit u on u.id = a.lead_unit_id
          join due_date d on d.id = a.due_id join conclusion c on c.id = a.conclusion_id
          join conclusion_notice n on n.meeting_id = c.meeting_id
    """)
    ).mappings()
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        for name in (row["short_name"], "Toàn phường"):
            told = found.setdefault(
                name,
                {"days": []}
                | dict.fromkeys(
                    (
                        "all",
                        "todo",
                        "overdue",
                        "answered",
                        "on_time",
                        "extended",
                        "contested",
                        "settled",
                        "confirmed",
                    ),
                    0,
                ),
            )
            told["all"] += 1
            due_on = date.fromisoformat(row["due_on"])
            if row["state"] == "answered":
                at = datetime.fromisoformat(row["answered_at"]).replace(tzinfo=UTC)
                day = (at + timedelta(hours=7)).date()
                told["answered"] += 1
                told["on_time"] += day <= due_on
                told["settled"] += bool(row["settled"])
                told["confirmed"] += row["said"] > 0
                start = date.fromisoformat(row["issued_on"])
                told["days"].append(_worked(start, day))
            else:
                told["todo"] += 1
                told["overdue"] += due_on < NOW
            told["extended"] += row["interims"] > 0 or row["rule"] == "on_date"
            told["contested"] += row["round"] > 1
    return found


OFF = {date(2024, 4, 18), date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1)}
WORKED = {date(2024, 5, 4)}


def _worked(start: date, end: date) -> int:
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum((d.weekday() < 5 and d not in OFF) or d in WORKED for d in days)


def cells(page: str) -> dict[str, list[str]]:
    """The rows of the table by unit: name → its cells without tags."""
    table = page.split("9/10 xong trong (ngày)</th>")[1].split("</table>")[0]
    rows = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.S):
        found = [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
        ]
        if found:
            rows[found[0]] = found[1:]
    return rows


def test_the_numbers_are_those_of_the_raw_rows(client_as: SignIn, now: Any) -> None:
    a_year()
    page = client_as("vanphong").get("/dashboard").text
    told, expected = cells(page), raw()
    assert set(told) == set(expected)
    for name, want in expected.items():
        counted = want["answered"] + want["overdue"]
        share = f"{round(100 * want['on_time'] / counted)} % của {counted}" if counted else "–"
        days = sorted(want["days"])
        half = statistics.median(days) if days else None
        assert told[name] == [
            *(str(want[k]) for k in ("all", "todo", "overdue", "answered", "on_time")),
            share, str(want["extended"]), str(want["contested"]),
            "–" if half is None else f"{half:g}".replace(".", ","),
            str(days[math.ceil(0.9 * len(days)) - 1]) if days else "–",
        ], name  # fmt: skip
    figures = dict(linked(page))
    for state in ("settled", "confirmed", "contested", "overdue"):
        url = next(u for u in figures if f"state={state}" in u and "unit=" not in u)
        assert figures[url] == expected["Toàn phường"][state], state


def test_an_empty_ward_has_an_empty_page(client_as: SignIn) -> None:
    page = client_as("chutich").get("/dashboard")
    assert page.status_code == 200
    assert "Chưa có việc nào được giao" in page.text


def test_it_is_for_chair_vice_chair_and_office(client_as: SignIn) -> None:
    for username in ("chutich", "phochutich", "vanphong"):
        assert client_as(username).get("/dashboard").status_code == 200
    for username in ("diachinh", "to3", "matran", "quantri"):
        assert client_as(username).get("/dashboard").status_code == 404


def test_the_page_costs_the_same_for_few_and_many(
    client_as: SignIn, count_queries: Callable[[], Any], now: Any
) -> None:
    costs = []
    chair = client_as("chutich")
    for ordinal, number in ((5, 1), (6, 3), (7, 40)):
        with time_machine.travel(moment(NOTICED), tick=False):
            meeting = make_meeting(ordinal=ordinal)
            for place in range(number):
                code = ("dia-chinh", "tai-chinh", "cong-an")[place % 3]
                conclude(make_opinion(meeting, sender=f"to-{place % 8 + 1}"), lead=code)
            issued_notice(meeting)
        with unit_of_work() as session:
            session.expire_all()
        chair.get("/dashboard")
        with count_queries() as counted:
            assert chair.get("/dashboard").status_code == 200
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs
