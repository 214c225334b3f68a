"""Every role × state × verb of a list and of a delegate."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogue.accounts.models import Account
from dialogue.attendance import actions
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.workflow import DELEGATE, LIST
from dialogue.plans.models import Meeting

# Who keeps the list, others of the same kind, the office, leaders, everyone else.
PEOPLE = (
    "to3", "to4", "doan", "matran", "congan", "vanphong", "chutich", "phochutich", "quantri",
)  # fmt: skip
LIST_BY_STATE = {"draft": {"allot", "fill", "send"}, "sent": {"allot", "fill"}}
LIST_WHO = {"to3": {"fill", "send"}, "vanphong": {"allot", "fill", "send"}}
KEEPER = {"edit", "remove", "restore", "restore_invited", "confirm", "decline", "unanswer"}
BY_STATE = {
    "listed": {"edit", "remove", "invite"},
    "invited": {"edit", "remove", "confirm", "decline"},
    "confirmed": {"edit", "remove", "decline", "unanswer"},
    "declined": {"edit", "remove", "confirm", "unanswer"},
    "removed": {"restore"},
}
WHO = {"to3": KEEPER, "vanphong": KEEPER | {"invite"}}


def test_the_tables_are_covered() -> None:
    assert set(LIST_BY_STATE) == set(LIST.states)
    assert {row.verb for row in LIST.rows} == set().union(*LIST_BY_STATE.values())
    assert set(BY_STATE) == set(DELEGATE.states)
    assert {row.verb for row in DELEGATE.rows} == WHO["vanphong"]


@pytest.mark.parametrize("state", LIST_BY_STATE)
def test_every_role_and_verb_of_a_list(
    state: str,
    roll: Callable[..., DelegateList],
    named: Callable[..., Delegate],
    send: Callable[..., DelegateList],
    account: Callable[[str], Account],
) -> None:
    named("Đỗ An")
    if state == "sent":
        send()
    for username in PEOPLE:
        allowed = {row.verb for row in LIST.available(account(username), roll())}
        assert allowed == LIST_BY_STATE[state] & LIST_WHO.get(username, set()), username


@pytest.mark.parametrize("state", [*BY_STATE, "removed with a number"])
def test_every_role_and_verb_of_a_delegate(
    state: str,
    meeting: Meeting,
    named: Callable[..., Delegate],
    send: Callable[..., DelegateList],
    account: Callable[[str], Account],
) -> None:
    office = account("vanphong")
    one = named("Đỗ An")
    send()
    if state not in ("listed", "removed"):
        actions.invite_all(meeting, actor=office)
    if state == "confirmed":
        actions.answer(one, "confirm", actor=office)
    elif state == "declined":
        actions.answer(one, "decline", actor=office)
    elif state.startswith("removed"):
        actions.remove(one, actor=office, reason="Bận")
    by_state = BY_STATE.get(state, {"restore_invited"})
    for username in PEOPLE:
        allowed = {row.verb for row in DELEGATE.available(account(username), one)}
        assert allowed == by_state & WHO.get(username, set()), (username, state)


def test_nobody_invites_from_a_list_that_is_not_sent(
    named: Callable[..., Delegate], account: Callable[[str], Account]
) -> None:
    assert not DELEGATE.can(account("vanphong"), named("Đỗ An"), "invite")
