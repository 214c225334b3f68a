"""The same number of statements at 1, 3 and 50 rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dialogue.accounts.models import Account, Unit
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.opinions import actions, queries
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Meeting

Many = Callable[[int], None]
STEPS = (1, 2, 47)  # 1, 3 and 50 rows

LISTS = (
    ("to3", "/opinions"),
    ("vanphong", "/opinions"),
    ("vanphong", "/opinions?q=kiet"),
    ("vanphong", "/triage?show=selected"),
    ("vanphong", "/triage?show=unasked"),
    ("vanphong", "/triage?show=all&q=kiet&mark=doubled&mark=late&unit=19"),
    ("vanphong", "/triage?show=split"),
    ("vanphong", "/meetings/1/agenda"),
    ("chutich", "/meetings/1/answers"),
    ("chutich", "/preparations?show=all"),
    ("chutich", "/meetings/1/agenda"),
    ("diachinh", "/preparations"),
    ("diachinh", "/preparations?show=ready"),
)


@pytest.fixture
def many(
    meeting: Meeting,
    account: Callable[[str], Account],
    field: Callable[[str], Field],
    unit: Callable[[str], Unit],
) -> Many:
    """``many(3)``: three more matters, each with all that a row may show."""
    made: list[int] = []
    meeting_id = meeting.id
    # So that the opinion in hand at the desk always has something similar.
    for words in ("Đèn hỏng", "Kiệt ngập"):
        _send(account("to4"), meeting, words)

    def make(count: int) -> None:
        meeting = db.session.get_one(Meeting, meeting_id)
        office, sender, helper = account("vanphong"), account("to3"), account("diachinh")
        for _ in range(count):
            number = len(made)
            with unit_of_work():
                opinions = [_send(sender, meeting, f"Kiệt {number} ngập, lần {n}") for n in "abc"]
                root, merged, ready = opinions
                for one in (root, ready):
                    actions.classify(one, field=field("duong"), competence="ward", actor=office)
                    actions.select_for_agenda(one, actor=office)
                    preparation = actions.ask_preparation(
                        one, lead_unit=unit("dia-chinh"), supporting=[unit("tai-chinh")],
                        actor=office,
                    )  # fmt: skip
                actions.write_preparation(preparation, answer="Sẽ làm", actor=helper)
                actions.merge(merged, root, actor=office)
                unasked = _send(sender, meeting, f"Đèn {number} hỏng")
                actions.classify(unasked, field=field("duong"), competence="ward", actor=office)
                actions.select_for_agenda(unasked, actor=office)
                letter = _send(sender, meeting, f"Thư {number}")
                actions.split(
                    letter, [actions.Part(f"Cây {number}"), actions.Part(f"Chó {number}")],
                    actor=office,
                )  # fmt: skip
                back = _send(sender, meeting, f"Không rõ {number}")
                actions.return_for_clarification(back, question="Ở đâu?", actor=office)
            made.append(number)

    return make


def _send(sender: Account, meeting: Meeting, words: str) -> Opinion:
    return actions.submit(
        actor=sender,
        client_key=f"key {words}",
        meeting=meeting,
        content=actions.Content(words=words, area_id=sender.unit_id, place="đường Lê Lợi"),
    )


def _counted(
    count_queries: Callable[[], Any], what: Iterable[tuple[str, Callable[[], Any]]]
) -> dict[str, int]:
    counts = {}
    for name, call in what:
        with count_queries() as n:
            call()
        counts[name] = len(n)
    return counts


def test_lists(
    app: Flask,
    many: Many,
    count_queries: Callable[[], Any],
    client_as: Callable[[str], FlaskClient],
) -> None:
    clients = {name: client_as(name) for name, _url in LISTS}

    def pages() -> Iterable[tuple[str, Callable[[], Any]]]:
        for name, url in LISTS:
            yield f"{name} {url}", lambda name=name, url=url: clients[name].get(url)  # type: ignore[misc]

    seen = []
    for step in STEPS:
        many(step)
        seen.append(_counted(count_queries, pages()))
    assert seen[0] == seen[1] == seen[2]
    assert max(seen[0].values()) <= 40, seen[0]


def test_things_to_do(
    many: Many, count_queries: Callable[[], Any], account: Callable[[str], Account]
) -> None:
    names = ("to3", "vanphong", "diachinh")
    ids = {name: account(name).id for name in names}

    def calls() -> Iterable[tuple[str, Callable[[], Any]]]:
        for name in names:
            for read in (queries.todos, queries.waiting):
                yield (
                    f"{name} {read.__name__}",
                    lambda n=ids[name], r=read: [  # type: ignore[misc]
                        (todo.thing, todo.due_on) for todo in r(db.session.get_one(Account, n))
                    ],
                )

    seen = []
    for step in STEPS:
        many(step)
        seen.append(_counted(count_queries, calls()))
    assert seen[0] == seen[1] == seen[2]
