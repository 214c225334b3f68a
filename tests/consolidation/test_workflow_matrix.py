"""Every role × state × verb of a consolidation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogue.accounts.models import Account
from dialogue.consolidation import queries
from dialogue.consolidation.models import Consolidation
from dialogue.consolidation.workflow import CONSOLIDATION
from dialogue.core.errors import NotAllowed

PEOPLE = (
    "to3", "to4", "vanphong", "chutich", "phochutich", "matran", "doan", "diachinh", "quantri",
)  # fmt: skip
UNIT = {"arrange", "send", "resend"}
OFFICE = {"return", "take_back", "triage"}
BY_STATE = {
    "draft": {"arrange", "send"},
    "sent": {"return", "triage"},
    "returned": {"arrange", "resend", "take_back", "triage"},
}
WHO = {"to3": UNIT, "vanphong": OFFICE}
LEADERS = {"vanphong", "chutich", "phochutich"}


def test_the_table_is_covered() -> None:
    assert set(BY_STATE) == set(CONSOLIDATION.states)
    assert {row.verb for row in CONSOLIDATION.rows} == UNIT | OFFICE


@pytest.mark.parametrize("state", BY_STATE)
def test_every_role_and_verb_in_this_state(
    state: str, gathered: Callable[..., Consolidation], account: Callable[[str], Account]
) -> None:
    one = gathered(state)
    for username in PEOPLE:
        allowed = {row.verb for row in CONSOLIDATION.available(account(username), one)}
        assert allowed == BY_STATE[state] & WHO.get(username, set()), (username, state)


@pytest.mark.parametrize("state", BY_STATE)
def test_only_the_unit_and_once_sent_office_and_leaders_see_it(
    state: str, gathered: Callable[..., Consolidation], account: Callable[[str], Account]
) -> None:
    one = gathered(state)
    for username in PEOPLE:
        user = account(username)
        sees = username == "to3" or (username in LEADERS and state != "draft")
        assert [row.id for row in queries.list_rows(user)] == ([one.id] if sees else []), username
        if sees:
            assert queries.get(user, one.id).id == one.id
        else:
            with pytest.raises(NotAllowed):
                queries.get(user, one.id)
