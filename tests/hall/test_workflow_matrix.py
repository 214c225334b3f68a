"""Every role × state × verb of a speaking turn, at a meeting that is live."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.models import Turn
from dialogue.hall.workflow import TURN
from dialogue.plans.models import Meeting, MeetingDuty

PRESSES = {"chutich", "thuky"}  # the presider, and the office's person named for this meeting
DESK = PRESSES | {"vanphong", "bvdp"}
EVERYONE = (
    "quantri", "chutich", "phochutich", "vanphong", "thuky", "matran", "doan", "diachinh",
    "bvdp", "to3",
)  # fmt: skip

FROM = {
    "call": {"registered", "absent"},
    "start": {"called"},
    "pause": {"speaking"},
    "resume": set(),  # nobody is in a pause here
    "extend": {"called", "speaking"},
    "finish": {"speaking"},
    "hand": {"speaking", "answering", "done"},
    "finish_answer": {"answering"},
    "take_back_answer": {"answering"},
    "enter_speech": {
        "registered",
        "absent",
        "called",
        "speaking",
        "answering",
        "done",
        "written",
    },
    "group": {"registered", "absent", "called", "speaking", "answering", "done"},
    "ungroup": set(),  # nobody is in a group here
    "absent": {"registered", "called"},
    "withdraw": {"registered", "absent", "called"},
    "move": {"registered", "absent"},
    "write": {"registered", "absent"},
}
WHO = {verb: DESK if verb == "withdraw" else PRESSES for verb in FROM}


def put(turn: Turn, state: str) -> None:
    with unit_of_work():
        turn.state = state


def test_the_table_has_no_other_verbs() -> None:
    assert {row.verb for row in TURN.rows} == set(FROM) == set(WHO)


@pytest.mark.parametrize("username", EVERYONE)
def test_matrix(
    username: str, register: Callable[..., Turn], account: Callable[[str], Account]
) -> None:
    turn, user = register(), account(username)
    for state in TURN.states:
        put(turn, state)
        for verb, sources in FROM.items():
            allowed = username in WHO[verb] and state in sources
            assert TURN.can(user, turn, verb) is allowed, (state, verb)
            if username not in WHO[verb]:
                with pytest.raises(NotAllowed):
                    TURN.permit(user, turn, verb, reason="Có lý do")
            elif state not in sources:
                with pytest.raises(Conflict):
                    TURN.permit(user, turn, verb, reason="Có lý do")


@pytest.mark.parametrize(
    ("meeting_state", "verbs"),
    [
        ("announced", {"withdraw", "move", "group"}),
        ("ended", {"finish", "finish_answer", "write", "enter_speech"}),
        ("closed", set()),
    ],
)
def test_before_and_after_the_meeting_little_is_possible(
    meeting_state: str,
    verbs: set[str],
    meeting: Meeting,
    register: Callable[..., Turn],
    chair: Account,
) -> None:
    turn = register()
    with unit_of_work():
        meeting.state = meeting_state
    found = set()
    for state in TURN.states:
        put(turn, state)
        found |= {row.verb for row in TURN.available(chair, turn)}
    assert found == verbs


def test_once_it_is_over_the_office_clears_the_queue(
    meeting: Meeting, register: Callable[..., Turn], account: Callable[[str], Account]
) -> None:
    turn = register()
    assert not TURN.can(account("vanphong"), turn, "write")
    with unit_of_work():
        meeting.state = "ended"
    assert TURN.can(account("vanphong"), turn, "write")


def test_a_delegate_presses_and_the_chair_does_not(
    meeting: Meeting, register: Callable[..., Turn], account: Callable[[str], Account]
) -> None:
    turn, delegate = register(), account("phochutich")
    with unit_of_work() as session:
        session.add(
            MeetingDuty(
                meeting_id=meeting.id, account_id=delegate.id, duty="presider", reason="Công tác"
            )
        )
    assert TURN.can(delegate, turn, "call")
    assert not TURN.can(account("chutich"), turn, "call")


def test_only_in_a_pause_may_one_go_on(register: Callable[..., Turn], chair: Account) -> None:
    turn = register()
    with unit_of_work():
        turn.state, turn.paused_at = "speaking", turn.registered_at
    assert TURN.can(chair, turn, "resume")
    assert not TURN.can(chair, turn, "pause")
