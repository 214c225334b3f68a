"""Role × state × verb for a plan, a meeting, a task: allowed exactly where the house says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, NotAllowed
from dialogue.extensions import db
from dialogue.plans import queries
from dialogue.plans.models import Meeting, MeetingDuty, Plan
from dialogue.plans.workflow import MEETING, PLAN, TASK
from tests.plans.conftest import HELD, at

PEOPLE = {
    "admin": "quantri",
    "chair": "chutich",
    "vice_chair": "phochutich",
    "office": "vanphong",
    "front": "matran",
    "youth_union": "doan",
    "department": "motcua",
    "group_leader": "to3",
    "other_group_leader": "to4",
}
MEETING_STATES = list(MEETING.states)

# verb → (states it may start in, roles that may do it)
MEETING_RULES = {
    "announce": ({"planned"}, {"office"}),
    "move_date": ({"announced"}, {"office"}),
    "open": ({"announced"}, {"office", "chair"}),
    "end": ({"live"}, {"office", "chair"}),
    "resume": ({"ended"}, {"office", "chair"}),
    "close": ({"ended"}, {"office"}),
    "delegate": ({"planned", "announced", "live"}, {"chair"}),
    "take_back": (set(), set()),
    "edit": ({"planned", "announced"}, {"office"}),
    "drop": ({"planned"}, {"office"}),
    "programme": ({"planned", "announced", "live"}, {"office"}),
    "house_rules": ({"planned", "announced", "live"}, {"office"}),
}
DELEGATED_RULES = {
    **MEETING_RULES,
    "open": ({"announced"}, {"office", "vice_chair"}),
    "end": ({"live"}, {"office", "vice_chair"}),
    "resume": ({"ended"}, {"office", "vice_chair"}),
    "take_back": ({"planned", "announced", "live"}, {"chair"}),
}
PLAN_RULES = {
    "edit": ({"draft"}, {"office"}),
    "issue": ({"draft"}, {"office"}),
    "amend": ({"issued"}, {"office"}),
    "renumber": ({"issued"}, {"office"}),
    "change_rules": ({"draft", "issued"}, {"office"}),
}
# The task is tổ 3's.
TASK_RULES = {
    "done": ({"open"}, {"office", "group_leader"}),
    "undo": ({"done"}, {"office", "group_leader"}),
    "take_back": ({"done"}, {"group_leader"}),
    "add_evidence": ({"done"}, {"office", "group_leader"}),
    "reopen": ({"done"}, {"office"}),
    "edit": ({"open"}, {"office"}),
    "withdraw": ({"open"}, {"office"}),
    "restore": ({"withdrawn"}, {"office"}),
}


def test_the_tables_below_know_every_verb() -> None:
    assert set(MEETING_RULES) == set(DELEGATED_RULES) == {row.verb for row in MEETING.rows}
    assert set(PLAN_RULES) == {row.verb for row in PLAN.rows}
    assert set(TASK_RULES) == {row.verb for row in TASK.rows}


def _in_state(meeting: Meeting, state: str) -> Meeting:
    meeting.starts_at = None if state == "planned" else at(HELD)
    meeting.state = state
    db.session.flush()
    return meeting


def _check(workflow, user: Account, thing, verb: str, allowed: bool, who: bool) -> None:  # type: ignore[no-untyped-def]
    assert workflow.can(user, thing, verb) is allowed
    assert (verb in {row.verb for row in workflow.available(user, thing)}) is allowed
    if allowed:
        workflow.permit(user, thing, verb, reason="vì sao")
    else:
        with pytest.raises(Conflict if who else NotAllowed):
            workflow.permit(user, thing, verb, reason="vì sao")


@pytest.mark.parametrize("delegated", [False, True], ids=["chair presides", "delegated"])
@pytest.mark.parametrize("state", MEETING_STATES)
@pytest.mark.parametrize("role", PEOPLE)
def test_meeting(
    meeting: Meeting,
    account: Callable[[str], Account],
    traveller,  # type: ignore[no-untyped-def]
    role: str,
    state: str,
    delegated: bool,
) -> None:
    traveller.move_to(at(HELD))
    if delegated:
        meeting.duties.append(MeetingDuty(account=account("phochutich"), duty="presider"))
    user = account(PEOPLE[role])
    thing = _in_state(meeting, state)
    for verb, (sources, roles) in (DELEGATED_RULES if delegated else MEETING_RULES).items():
        in_time = state in sources
        who = role in roles or (verb == "take_back" and role == "chair")
        _check(MEETING, user, thing, verb, allowed=in_time and role in roles, who=who)


@pytest.mark.parametrize(("role", "state"), list(product(PEOPLE, PLAN.states)))
def test_plan(plan: Plan, account: Callable[[str], Account], role: str, state: str) -> None:
    plan.state = state
    user = account(PEOPLE[role])
    for verb, (sources, roles) in PLAN_RULES.items():
        who = role in roles
        _check(PLAN, user, plan, verb, allowed=who and state in sources, who=who)


@pytest.mark.parametrize(("role", "state"), list(product(PEOPLE, TASK.states)))
def test_task(meeting: Meeting, account: Callable[[str], Account], role: str, state: str) -> None:
    task = queries.task_of_kind(meeting, account("to3").unit_id, "opinions")
    assert task is not None
    task.state, task.done_at = state, clock.now() if state == "done" else None
    user = account(PEOPLE[role])
    for verb, (sources, roles) in TASK_RULES.items():
        who = role in roles
        _check(TASK, user, task, verb, allowed=who and state in sources, who=who)


@pytest.mark.parametrize(("day", "allowed"), [(11, False), (12, True), (13, True)])
def test_nobody_opens_a_meeting_before_its_day(
    announced: Meeting,
    account: Callable[[str], Account],
    traveller,  # type: ignore[no-untyped-def]
    day: int,
    allowed: bool,
) -> None:
    traveller.move_to(at(date(2024, 4, day), 0, 1))
    assert MEETING.can(account("chutich"), announced, "open") is allowed
