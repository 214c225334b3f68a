"""The ladder as data: told once per step, higher each time, nothing for what is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dialogue.chasing import actions, queries
from dialogue.chasing.models import ChasingStep
from dialogue.chasing.reminders import day_of
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.followup import actions as followup
from dialogue.notifications.actions import remind
from tests.followup.support import (
    conclude,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    moment,
    person,
    unit_of,
    verbs,
)

SignIn = Callable[[str], FlaskClient]
NOTICE, DUE = date(2024, 5, 2), date(2024, 5, 29)


def told_on(day: date) -> list[tuple[str, str]]:
    """Whom the runs of that day told, and of what; each run twice."""
    now = moment(day)
    with time_machine.travel(now, tick=False):
        told = [*remind(now).told, *remind(now).told]
    return [(one.whom, one.step) for one in told if one.thing.startswith("assignment:")]


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


UNIT, HEAD, OFFICE, CHAIR = "Địa chính", "head", "office", "chair"


def by_rank(row: tuple[str, str]) -> int:
    return (UNIT, HEAD, OFFICE, CHAIR).index(row[0])


def named(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The addressees by what they are."""
    people = {
        person("diachinh").full_name: HEAD,
        person("vanphong").full_name: OFFICE,
        person("thuky").full_name: OFFICE,
        person("chutich").full_name: CHAIR,
    }
    return sorted({(people.get(whom, UNIT), step) for whom, step in told}, key=by_rank)


def everything(first: date, count: int) -> dict[date, list[tuple[str, str]]]:
    return {day: named(told) for day in days(first, count) if (told := told_on(day))}


def test_from_the_meeting_to_day_45_over_30_4_and_a_make_up_saturday() -> None:
    """Off: 18/04 and 29/04 to 01/05/2024; worked for 29/04: Saturday 04/05."""
    held, noticed = date(2024, 3, 22), date(2024, 4, 1)
    with time_machine.travel(moment(noticed), tick=False):
        meeting = make_meeting(held_on=held)
        conclusion = conclude(make_opinion(meeting))
        issued_notice(meeting)
        assert conclusion.assignment is not None
        assert conclusion.assignment.due.due_on == date(2024, 5, 3)
    assert everything(held, 50) == {  # to 10/05
        date(2024, 4, 23): [(UNIT, "-5")],
        date(2024, 4, 26): [(UNIT, "-2")],
        date(2024, 5, 3): [(UNIT, "+0")],
        date(2024, 5, 4): [(UNIT, "+1")],
        date(2024, 5, 7): [(HEAD, "+3")],
        date(2024, 5, 9): [(UNIT, "+5"), (OFFICE, "+5")],
    }


def test_over_tet_nobody_is_told_on_days_off() -> None:
    """Notice of 12/01/2026, due 09/02, after an interim reply 02/03/2026: Tết lies between."""
    day = date(2026, 1, 12)
    with time_machine.travel(moment(day), tick=False) as clock:
        meeting = make_meeting(held_on=date(2025, 12, 26))
        conclusion = conclude(make_opinion(meeting))
        issued_notice(meeting)
        assignment = conclusion.assignment
        assert assignment is not None
        assert assignment.due.due_on == date(2026, 2, 9)
        before = everything(day, 24)  # to 04/02
        clock.move_to(moment(date(2026, 2, 5)))
        issued_reply(assignment, interim(date(2026, 2, 27)))
        assert assignment.due.due_on == date(2026, 3, 2)
    after = everything(date(2026, 2, 6), 30)
    assert before == {date(2026, 2, 2): [(UNIT, "-5")]}
    # Nothing by the old date of 09/02; nothing from 14/02 to 22/02.
    assert after == {
        date(2026, 2, 23): [(UNIT, "-5")],
        date(2026, 2, 26): [(UNIT, "-2")],
        date(2026, 3, 2): [(UNIT, "+0")],
        date(2026, 3, 3): [(UNIT, "+1")],
        date(2026, 3, 5): [(HEAD, "+3")],
    }


def test_what_is_answered_is_not_chased_and_what_is_opened_again_is() -> None:
    assignment = make_assignment()
    reply = issued_reply(assignment)
    assert everything(DUE, 3) == {}
    with time_machine.travel(moment(date(2024, 5, 27)), tick=False):
        followup.contest(reply, reason="Chưa xong.", actor=person("to3"))
        due_on = assignment.due.due_on
    assert everything(due_on, 1) == {due_on: [(UNIT, "+0")]}


def test_given_to_another_unit_it_is_the_other_that_is_told() -> None:
    assignment = make_assignment()
    assert everything(date(2024, 5, 27), 1) == {date(2024, 5, 27): [(UNIT, "-2")]}
    with time_machine.travel(moment(date(2024, 5, 27)), tick=False):
        followup.reassign(
            assignment, unit=unit_of("cong-an"), reason="vì", actor=person("vanphong")
        )
    told = told_on(date(2024, 5, 28))
    assert [step for _whom, step in told] == ["-2"]
    assert told[0][0] == unit_of("cong-an").name


def test_the_reminder_stands_in_the_assignment_s_history() -> None:
    assignment = make_assignment()
    everything(DUE, 1)
    assert verbs(assignment)[-1] == "remind"


@given(days=st.integers(-30, 30))
def test_a_step_lies_on_its_side_of_the_due_date(days: int) -> None:
    on = day_of(days, DUE)
    assert (on > DUE) - (on < DUE) == (days > 0) - (days < 0)


def test_the_office_keeps_the_ladder() -> None:
    steps = queries.ladder()
    assert (steps[0].days, steps[0].whom) == (-5, "unit")
    step = actions.add_step(days=20, whom="chair", actor=person("vanphong"))
    assert step.when == "Quá hạn 20 ngày làm việc"
    for days, whom, field in ((20, "chair", "days"), (61, "unit", "days"), (1, "all", "whom")):
        with pytest.raises(InvalidInput) as refused:
            actions.add_step(days=days, whom=whom, actor=person("chutich"))
        assert refused.value.field == field
    for username in ("phochutich", "diachinh", "to3"):
        with pytest.raises(NotAllowed):
            actions.add_step(days=7, whom="unit", actor=person(username))
        with pytest.raises(NotAllowed):
            actions.remove_step(step, actor=person(username))
    actions.remove_step(step, actor=person("vanphong"))
    assert [one.days for one in queries.ladder()] == [one.days for one in steps]


def test_without_steps_nobody_is_told() -> None:
    make_assignment()
    with unit_of_work() as session:
        session.query(ChasingStep).delete()
    assert everything(DUE, 20) == {}


def test_the_ladder_on_its_page(client_as: SignIn) -> None:
    make_assignment()
    with time_machine.travel(moment(DUE), tick=False):
        office = client_as("vanphong")
        page = office.get("/chasing").text
        assert "hạn hôm nay, thứ Tư 29/05/2024" in page
        remind(moment(DUE))
        page = office.get("/chasing").text
        assert "Hiện không có ai cần nhắc thêm." in page
        assert "Đã nhắc hôm nay" in page
    office = client_as("vanphong")
    for data, line in (
        ({"side": "after", "days": "", "whom": "unit"}, "Cần ghi số ngày."),
        ({"side": "after", "days": "99", "whom": "unit"}, "Từ 0 đến 60 ngày làm việc."),
        ({"side": "before", "days": "5", "whom": "unit"}, "Đã có bước nhắc này."),
        ({"side": "after", "days": "7"}, "Cần chọn nhắc ai."),
    ):
        refused = office.post("/chasing", data=data)
        assert (refused.status_code, line in refused.text) == (422, True), line
    office.post("/chasing", data={"side": "after", "days": "20", "whom": "chair"})
    assert "Quá hạn 20 ngày làm việc" in office.get("/chasing").text
    step = queries.ladder()[-1]
    removal = f"/chasing/steps/{step.id}/removal"
    assert office.post(removal, data={"version": "9"}).status_code == 409
    office.post(removal, data={"version": step.version})
    assert "Quá hạn 20 ngày làm việc" not in office.get("/chasing").text
    assert "Thêm bước" not in client_as("phochutich").get("/chasing").text
    assert client_as("phochutich").post("/chasing", data={}).status_code == 404
    assert client_as("diachinh").get("/chasing").status_code == 404


def test_a_run_costs_the_same_for_one_and_for_many(count_queries: Callable[[], object]) -> None:
    def many(number: int, ordinal: int) -> None:
        meeting = make_meeting(ordinal=ordinal)
        for _ in range(number):
            conclude(make_opinion(meeting))
        issued_notice(meeting)

    from dialogue.chasing.reminders import assignment_reminders

    costs = []
    for number, ordinal in ((1, 1), (20, 2)):
        many(number, ordinal)
        with unit_of_work() as session:
            session.expire_all()
        with count_queries() as counted:  # type: ignore[attr-defined]
            found = list(assignment_reminders(moment(NOTICE)))
        assert len({one.thing for one in found}) == (1 if number == 1 else 21)
        costs.append(len(counted))
    assert costs[0] == costs[1]
