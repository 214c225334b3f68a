"""The same number of statements at 1, 3 and 50 matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogue.extensions import db
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.recurrence import actions
from tests.followup.support import conclude, person
from tests.recurrence.conftest import Say

STEPS = (1, 2, 47)


@pytest.mark.parametrize(
    ("username", "path", "linked"),
    [
        ("vanphong", "/recurrences?show=all", True),
        ("chutich", "/recurrences/print?show=all", True),
        ("vanphong", "/triage?show=all&mark=recurrent", True),
        ("to3", "/meetings/2/agenda", True),
        ("vanphong", "/meetings/2/agenda", True),
        ("vanphong", "/recurrences/found", False),
        ("vanphong", "/opinions/2", True),
        ("vanphong", "/opinions/2", False),
    ],
)
def test_it_costs_the_same(
    username: str, path: str, linked: bool,
    before: Meeting, now: Meeting, said: Say,
    client_as: Callable[[str], FlaskClient], count_queries: Callable[[], Any],
) -> None:  # fmt: skip
    held, coming = before.id, now.id
    assert coming == 2
    costs, made = [], 0
    client = client_as(username)
    for more in STEPS:
        before, now = db.session.get_one(Meeting, held), db.session.get_one(Meeting, coming)
        for _ in range(more):
            words = f"Kiệt {made % 7} đường Lê Lợi ngập, cống nghẹt"
            old, new = said(before, words), said(now, f"{words} nữa", "to-4")
            conclude(old, "noted", None)
            if linked:
                actions.link(old, new, actor=person("vanphong"))
            made += 1
        with count_queries() as counted:
            assert client.get(path).status_code == 200
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs


def test_a_long_chain_costs_as_much_as_a_short_one(
    before: Meeting, now: Meeting, said: Say,
    client_as: Callable[[str], FlaskClient], count_queries: Callable[[], Any],
) -> None:  # fmt: skip
    old_id, coming = said(before).id, now.id
    client, costs = client_as("chutich"), []
    for more in STEPS:
        old, now = db.session.get_one(Opinion, old_id), db.session.get_one(Meeting, coming)
        for _ in range(more):
            actions.link(old, said(now), actor=person("vanphong"))
        with count_queries() as counted:
            assert client.get(f"/opinions/{old_id}").status_code == 200
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs
