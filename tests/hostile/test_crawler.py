"""Every role asks for all that any other role can reach: the answers equal the table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.hostile.facts import Facts, Who
from tests.hostile.table import PUBLIC, TABLE, allows
from tests.hostile.walk import Asked, Reach, Walker, contents

NAMES = (
    "quantri", "chutich", "phochutich", "vanphong", "matran", "doan", "phunu", "diachinh",
    "taichinh", "to1", "to3",
)  # fmt: skip
NOBODY = "nobody"
EACH = 4  # addresses of one endpoint that a role asks for in vain
# Addresses that hold only with what follows their "?" (which the walk leaves away).
ASK_MORE = {
    "plans.new_report": "a unit says for which of its tasks",
    "tables.attendance": "a unit says which list: its own",
}
STARTS = ["/", "/ket-qua", "/sign-in"]


@dataclass
class Ward:
    """The walks of all roles over one copy of the demo."""

    walker: Walker
    path: Path
    facts: Facts
    people: dict[str, Who | None]
    clients: dict[str, FlaskClient]
    reaches: dict[str, Reach]

    def all_shown(self) -> dict[Asked, dict[str, str]]:
        """What anybody was shown at all, with the hidden fields that came along."""
        found: dict[Asked, dict[str, str]] = {}
        for reach in self.reaches.values():
            for asked, fields in reach.shown.items():
                found.setdefault(asked, {}).update(fields)
        return found

    def not_shown(self, name: str, method: str, *, allowed: bool) -> list[Asked]:
        """What others were shown and ``name`` was not: at most EACH of each endpoint, those
        of the most different things first."""
        mine, kinds = self.reaches[name].shown, defaultdict[str, list[Asked]](list)
        for asked in sorted(self.all_shown()):
            if asked.method == method and asked not in mine:
                right = allows(self.facts, self.people[name], asked.endpoint, dict(asked.args))
                if right is allowed:
                    kinds[asked.endpoint].append(asked)
        return [one for rows in kinds.values() for one in _spread(rows)]


def _spread(rows: list[Asked]) -> list[Asked]:
    step = max(1, len(rows) // EACH)
    return rows[::step][:EACH]


@pytest.fixture(scope="module")
def walked(ward: Flask) -> Iterator[Ward]:
    walker, path = Walker(ward), Path(ward.instance_path) / "dialogue.db"
    facts = Facts(path)
    people: dict[str, Who | None] = {name: facts.who(name) for name in NAMES}
    people[NOBODY] = None
    clients = {name: walker.sign_in(None if name == NOBODY else name) for name in people}
    reaches = {name: walker.walk(client, STARTS) for name, client in clients.items()}
    yield Ward(walker, path, facts, people, clients, reaches)
    facts.connection.close()


everyone = pytest.mark.parametrize("name", [*NAMES, NOBODY])


def test_the_table_names_every_address_of_the_application(ward: Flask) -> None:
    named = {rule.endpoint for rule in ward.url_map.iter_rules()} - {"static"}
    assert named == TABLE.keys() | PUBLIC
    assert not TABLE.keys() & PUBLIC


def test_the_walk_went_far(walked: Ward) -> None:
    """A crawler that reads nothing proves nothing."""
    pages = {name: len(reach.read) for name, reach in walked.reaches.items()}
    assert pages["vanphong"] > 300
    assert min(pages[name] for name in NAMES) > 80
    kinds = {asked.endpoint for asked in walked.all_shown()}
    assert len(kinds) > 200, f"only {len(kinds)} kinds of addresses were shown to anybody"


@everyone
def test_what_one_is_shown_one_may_have(walked: Ward, name: str) -> None:
    """No link leads to a refusal, and none is shown that the table does not give."""
    reach = walked.reaches[name]
    broken = {path: status for path, status in reach.read.items() if status not in (200, 302, 303)}
    assert not broken
    who = walked.people[name]
    beyond = [
        (asked.endpoint, asked.path)
        for asked in reach.shown
        if not allows(walked.facts, who, asked.endpoint, dict(asked.args))
        and not (who is None and asked.endpoint == "home.index")  # leads to the sign-in page
    ]
    assert not beyond


@everyone
def test_what_is_not_ones_own_is_not_there(walked: Ward, name: str) -> None:
    client, wrong = walked.clients[name], []
    expected = (302, 303, 401) if name == NOBODY else (404,)
    asked_for = walked.not_shown(name, "GET", allowed=False)
    assert len(asked_for) > 10
    for asked in asked_for:
        answer = client.get(asked.path)
        if answer.status_code not in expected:
            wrong.append((asked.endpoint, asked.path, answer.status_code))
        elif name == NOBODY and answer.status_code != 401:
            assert answer.location.startswith("/sign-in"), asked.path
    assert not wrong


@everyone
def test_what_the_table_gives_is_there_unshown_too(walked: Ward, name: str) -> None:
    """The other direction: an address that the rules give answers, whether linked or not."""
    client, wrong = walked.clients[name], []
    for asked in walked.not_shown(name, "GET", allowed=True):
        status = client.get(asked.path).status_code
        if asked.endpoint in ASK_MORE and status == 404:
            continue
        if status not in (200, 302, 303, 409):
            wrong.append((asked.endpoint, asked.path, status))
    assert not wrong


@everyone
def test_the_forms_of_others_do_nothing(walked: Ward, name: str) -> None:
    client, wrong = walked.clients[name], []
    expected = (302, 303, 401) if name == NOBODY else (404,)
    shown, before = walked.all_shown(), contents(walked.path)
    asked_for = walked.not_shown(name, "POST", allowed=False)
    assert len(asked_for) > 10 or name == "vanphong"
    for asked in asked_for:
        answer = client.post(asked.path, data=shown[asked])
        if answer.status_code not in expected:
            wrong.append((asked.endpoint, asked.path, answer.status_code))
    assert not wrong
    after = contents(walked.path)
    assert [table for table, rows in before.items() if after[table] != rows] == []
