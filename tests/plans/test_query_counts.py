"""The same number of queries at 1, 3 and 50 rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from sqlalchemy import delete, select

from dialogue.accounts.models import Account, Unit
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import set_due
from dialogue.extensions import db
from dialogue.plans import queries
from dialogue.plans.models import (
    Meeting,
    MeetingDuty,
    Plan,
    ProgrammeItem,
    Task,
    TaskTemplate,
)
from tests.plans.conftest import HELD

ROWS = (1, 3, 50)


def have_plans(rows: int) -> None:
    """``rows`` plans in all, each with a meeting that has due dates."""
    there = len(queries.plans())
    with unit_of_work() as session:
        for year in range(2030 + there, 2030 + rows):
            due = set_due("opinions", HELD)
            plan = Plan(year=year, title="Kế hoạch", place="Hội trường")
            meeting = Meeting(ordinal=1, title="Đợt", audience="residents", place="Hội trường")
            meeting.opinions_due = due
            plan.meetings.append(meeting)
            session.add(plan)


def have_tasks(rows: int, *, unit: Unit | None = None) -> None:
    """``rows`` tasks in all, of different units (or all of ``unit``), each with a due date."""
    meeting = queries.meetings()[0]
    units = [unit] if unit else list(db.session.scalars(select(Unit)))
    ids = [u.id for u in units]
    with unit_of_work() as session:
        session.execute(delete(Task))
        for n in range(rows):
            session.add(
                Task(
                    meeting_id=meeting.id,
                    unit_id=ids[n % len(ids)],
                    title=f"Việc {n}",
                    rule="opinions",
                    due=set_due("opinions", HELD),
                )
            )


def have_lines(rows: int) -> None:
    """Part III with ``rows`` lines for different units."""
    plan = queries.plans()[0]
    ids = list(db.session.scalars(select(Unit.id)))
    with unit_of_work() as session:
        session.execute(delete(Task))
        session.execute(delete(TaskTemplate))
        for n in range(rows):
            session.add(
                TaskTemplate(
                    plan_id=plan.id, unit_id=ids[n % len(ids)], title=f"Việc {n}", rule="opinions"
                )
            )


def have_people(rows: int) -> None:
    """``rows`` people named and as many lines of the programme at the first meeting."""
    meeting = queries.meetings()[0]
    people = list(db.session.scalars(select(Account.id)))
    with unit_of_work() as session:
        session.execute(delete(MeetingDuty))
        session.execute(delete(ProgrammeItem))
        for n, (duty, person) in enumerate(product(("desk", "secretary"), people)):
            if n < rows:
                session.add(MeetingDuty(meeting_id=meeting.id, account_id=person, duty=duty))
        for n in range(rows):
            session.add(
                ProgrammeItem(
                    meeting_id=meeting.id,
                    position=n,
                    minutes=1,
                    title=f"Mục {n}",
                    account_id=people[n % len(people)],
                )
            )


@pytest.mark.parametrize(
    ("path", "have"),
    [
        ("/plans", have_plans),
        ("/tasks", have_tasks),
        ("/plans/1", have_lines),
        ("/meetings/1", have_people),
        ("/meetings/1/duties", have_people),
        ("/meetings/1/programme", have_people),
        ("/meetings/1/programme/sheet", have_people),
        ("/plans/1/tasks", have_lines),
    ],
)
def test_pages(
    announced: Meeting,
    client_as,  # type: ignore[no-untyped-def]
    count_queries,  # type: ignore[no-untyped-def]
    path: str,
    have: Callable[[int], None],
) -> None:
    browser = client_as("vanphong")
    counted = []
    for rows in ROWS:
        have(rows)
        with count_queries() as count:
            assert browser.get(path).status_code == 200
        counted.append(len(count))
    assert len(set(counted)) == 1, counted


def test_the_preview_of_a_date(
    announced: Meeting,
    client_as,  # type: ignore[no-untyped-def]
    count_queries,  # type: ignore[no-untyped-def]
) -> None:
    browser = client_as("vanphong")
    data = {"day": "2024-04-19", "starts": "07:30", "reason": "Bão", "step": "preview"}
    counted = []
    for rows in ROWS:
        have_tasks(rows)
        with count_queries() as count:
            assert browser.post("/meetings/1/date", data=data).status_code == 200
        counted.append(len(count))
    assert len(set(counted)) == 1, counted


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/plans/1/next", {"year": "2025", "step": "preview"}),
        ("/plans/1/rule-set", {"rule_set": "current_law", "reason": "Luật mới"}),
    ],
)
def test_the_other_previews(
    announced: Meeting,
    client_as,  # type: ignore[no-untyped-def]
    count_queries,  # type: ignore[no-untyped-def]
    path: str,
    data: dict[str, str],
) -> None:
    browser = client_as("vanphong")
    counted = []
    for rows in ROWS:
        have_lines(rows)
        have_tasks(rows)
        with count_queries() as count:
            assert browser.post(path, data=data).status_code == 200
        counted.append(len(count))
    assert len(set(counted)) == 1, counted


def test_todos(
    announced: Meeting,
    account: Callable[[str], Account],
    count_queries,  # type: ignore[no-untyped-def]
) -> None:
    counted = []
    for rows in ROWS:
        have_tasks(rows, unit=account("to3").unit)
        with count_queries() as count:
            todos = queries.todos(account("to3"))
            assert [t.due_on for t in todos] == [date(2024, 4, 2)] * rows
            assert {t.detail for t in todos} == {"Đợt 1 năm 2024"}
        counted.append(len(count))
    assert len(set(counted)) == 1, counted
