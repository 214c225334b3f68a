"""Open, end, resume, close; which meeting is the current one; the phases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.queries import timeline
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Plan
from tests.plans.conftest import HELD, at

Find = Callable[[str], Account]


@pytest.fixture
def live(announced: Meeting, account: Find, traveller) -> Meeting:  # type: ignore[no-untyped-def]
    traveller.move_to(at(HELD, 7, 35))
    return actions.open_meeting(announced, actor=account("chutich"))


def test_opening_and_ending_keep_the_real_times(
    live: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    assert live.state == "live"
    assert live.opened_at == at(HELD, 7, 35)
    traveller.move_to(at(HELD, 10, 20))
    actions.end_meeting(live, actor=account("vanphong"), version=live.version)
    assert live.state == "ended"
    assert live.closed_at == at(HELD, 10, 20)
    assert [e.verb for e in timeline(live)][-2:] == ["open", "end"]
    actions.close_meeting(live, actor=account("vanphong"))
    assert live.state == "closed"


def test_before_its_day_it_does_not_open(announced: Meeting, account: Find) -> None:
    with pytest.raises(Conflict, match="chưa đến ngày"):
        actions.open_meeting(announced, actor=account("chutich"))


def test_a_second_hand_is_told(live: Meeting, account: Find) -> None:
    with pytest.raises(Conflict):
        actions.open_meeting(live, actor=account("vanphong"))
    with pytest.raises(Conflict, match="người xử lý trước"):
        actions.end_meeting(live, actor=account("vanphong"), version=live.version - 1)
    assert live.state == "live"


@pytest.mark.parametrize("username", ["to3", "motcua", "phochutich", "quantri"])
def test_others_neither_open_nor_end(live: Meeting, account: Find, username: str) -> None:
    for act in (actions.open_meeting, actions.end_meeting, actions.close_meeting):
        with pytest.raises(NotAllowed):
            act(live, actor=account(username))


def test_a_meeting_ended_too_early_goes_on(live: Meeting, account: Find) -> None:
    actions.end_meeting(live, actor=account("chutich"))
    with pytest.raises(InvalidInput):
        actions.resume_meeting(live, reason=" ", actor=account("chutich"))
    actions.resume_meeting(live, reason="Bấm nhầm", actor=account("chutich"))
    assert live.state == "live"
    assert live.closed_at is None
    assert timeline(live)[-1].reason == "Bấm nhầm"
    with pytest.raises(Conflict):
        actions.close_meeting(live, actor=account("vanphong"))


def _put(meeting: Meeting, state: str, day: date | None) -> None:
    with unit_of_work():
        meeting.starts_at = at(day) if day else None
        meeting.state = state


@pytest.mark.parametrize(
    ("first", "second", "current"),
    [
        (("planned", None), ("planned", None), 1),
        (("planned", None), ("announced", 40), 2),
        (("announced", 60), ("announced", 40), 2),
        (("live", 0), ("announced", 40), 1),
        (("ended", -3), ("announced", 40), 2),
        (("ended", -3), ("planned", None), 1),
        (("closed", -90), ("planned", None), 2),
        (("closed", -90), ("ended", -3), 2),
        (("closed", -90), ("closed", -3), 2),
    ],
)
def test_the_current_meeting(
    plan: Plan, first: tuple[str, int | None], second: tuple[str, int | None], current: int
) -> None:
    for meeting, (state, days) in zip(plan.meetings, (first, second), strict=True):
        day = clock.today() + timedelta(days=days) if days is not None else None
        _put(meeting, state, day)
    found = queries.current_meeting()
    assert found is not None
    assert found.ordinal == current


@pytest.mark.usefixtures("app")
def test_without_a_plan_there_is_no_current_meeting() -> None:
    assert queries.current_meeting() is None
    assert queries.current_plan() is None
    assert queries.meetings() == []


def test_an_unknown_meeting_or_plan_does_not_exist(plan: Plan, account: Find) -> None:
    with pytest.raises(NotAllowed):
        queries.get_meeting(account("vanphong"), 999)
    with pytest.raises(NotAllowed):
        queries.get_plan(account("vanphong"), 999)
    assert queries.get_plan(account("to3"), plan.id) is plan


@pytest.mark.parametrize(
    ("state", "phases"),
    [
        ("planned", ["current", "todo", "todo"]),
        ("announced", ["current", "todo", "todo"]),
        ("live", ["done", "current", "todo"]),
        ("ended", ["done", "done", "current"]),
        ("closed", ["done", "done", "done"]),
    ],
)
def test_the_three_phases(meeting: Meeting, state: str, phases: list[str]) -> None:
    _put(meeting, state, None if state == "planned" else HELD)
    assert [phase.state for phase in queries.phases(meeting)] == phases


def test_the_next_date_in_words(
    announced: Meeting,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    assert queries.next_words(announced) == "còn 15 ngày đến hạn gửi ý kiến, thứ Ba 02/04/2024"
    traveller.move_to(at(date(2024, 4, 2)))
    assert queries.next_words(announced) == "hôm nay là hạn gửi ý kiến"
    traveller.move_to(at(date(2024, 4, 10)))
    assert queries.next_words(announced) == "còn 2 ngày đến ngày đối thoại, thứ Sáu 12/04/2024"
    traveller.move_to(at(date(2024, 6, 1)))
    assert queries.next_words(announced) == ""


def test_the_programme_has_clock_times_once_the_date_is_known(announced: Meeting) -> None:
    times = [clock.show_time(moment) for moment, _item in queries.programme_times(announced)]
    assert times == ["07:30", "07:40", "07:45", "08:00", "09:00", "09:45"]
