"""One meeting's figures, counted once more from the raw rows by other means."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.figures.queries import figures
from dialogue.followup import actions as followup
from dialogue.hall import actions
from dialogue.hall.models import Turn
from dialogue.hall.timing import show_seconds
from dialogue.plans.models import Meeting
from tests.hall.conftest import (  # noqa: F401
    chair,
    fresh_bus,
    hall,
    meeting,
    opinion,
    register,
)

Register = Callable[..., Turn]


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime.now(UTC).replace(microsecond=0), tick=False) as traveller:
        yield traveller


@pytest.fixture
def played(
    now: time_machine.Traveller,
    meeting: Meeting,  # noqa: F811
    chair: Account,  # noqa: F811
    register: Register,  # noqa: F811
    account: Callable[[str], Account],
    unit: Callable[[str], Any],
) -> list[Turn]:
    """Five registered: two of tổ 3 and one of tổ 4 speak, one goes home, one waits."""

    def later(seconds: int) -> None:
        now.shift(timedelta(seconds=seconds))

    turns = [register(f"Người {number}") for number in range(5)]
    with unit_of_work():
        turns[1].unit_id = unit("to-4").id
    later(120)
    for place, (walk, speech) in enumerate(((20, 150), (15, 400), (40, 60))):
        turn = turns[place]
        actions.call(turn, actor=chair)
        later(walk)
        actions.start(turn, actor=chair)
        later(speech // 2)
        actions.pause(turn, actor=chair)
        later(33)
        actions.resume(turn, actor=chair)
        later(speech - speech // 2)
        if place == 1:
            actions.extend(turn, 60, reason="Nội dung cần nói thêm", actor=chair)
            actions.hand_answer(turn, account("diachinh"), actor=chair)
            later(50)
            actions.hand_answer(turn, account("taichinh"), actor=chair)
            later(70)
            actions.finish_answer(turn, actor=chair)
        else:
            actions.finish(turn, actor=chair)
        followup.conclude(
            turn.opinion, outcome="explained" if place else "answered_here", words="Đã rõ.",
            actor=chair,
        )  # fmt: skip
    actions.withdraw(turns[3], reason="Về sớm", actor=chair)
    return turns


def raw(app: Flask, query: str, *values: object) -> list[Any]:
    """The database's rows, read beside the application."""
    path = db.engine.url.database
    assert path
    with sqlite3.connect(path) as connection:
        return connection.execute(query, values).fetchall()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_every_number_again_from_the_rows(
    app: Flask,
    played: list[Turn],
    meeting: Meeting,  # noqa: F811
    unit: Callable[[str], Any],
) -> None:
    found = figures(meeting, clock.now())
    rows = raw(
        app,
        "select u.short_name, t.started_at, t.ended_at, t.paused_seconds, t.allowance,"
        " t.registered_at, t.called_at, t.state from turn t join unit u on u.id = t.unit_id"
        " where t.meeting_id = ?",
        meeting.id,
    )
    speech: dict[str, list[float]] = defaultdict(list)
    waited, over = [], []
    for name, started, ended, paused, allowance, registered, called, _state in rows:
        if started is None:
            continue
        seconds = (at(ended) - at(started)).total_seconds() - paused
        speech[name].append(seconds)
        waited.append((at(called) - at(registered)).total_seconds())
        if seconds > allowance:
            over.append(seconds - allowance)
    assert {one.name: sorted(one.seconds) for one in found.speaking} == {
        name: sorted(seconds) for name, seconds in speech.items()
    }
    assert {one.name: (one.count, one.total) for one in found.speaking} == {
        "Tổ 3": (2, 210),
        "Tổ 4": (1, 400),
    }
    assert sorted(found.waiting.seconds) == sorted(waited)
    assert found.waiting.middle == median(waited)
    assert list(found.over.seconds) == over == [400 - 240]
    states = {state: number for state, _label, number in found.states}
    for state in states:
        assert states[state] == sum(row[-1] == state for row in rows), state
    verbs = [verb for (verb,) in raw(app, "select verb from hall_command")]
    assert found.extensions == verbs.count("extend") == 1
    outcomes = raw(app, "select outcome, count(*) from conclusion group by outcome")
    left = raw(
        app,
        "select count(*) from opinion where state = 'selected' and merged_into_id is null"
        f" and meeting_id = {meeting.id}",
    )[0][0]
    assert left, "the story leaves something open"
    assert found.outcomes[-1] == ("Chưa kết luận", left)
    assert sorted(number for _label, number in found.outcomes[:-1]) == sorted(
        n for _o, n in outcomes
    )
    assert {one.name: one.total for one in found.answering} == {
        unit("dia-chinh").short_name: 50,
        unit("tai-chinh").short_name: 70,
    }


def test_the_page_says_them(
    played: list[Turn],
    meeting: Meeting,  # noqa: F811
    client_as: Callable[[str], FlaskClient],
) -> None:
    page = client_as("chutich").get(f"/meetings/{meeting.id}/figures").text
    assert show_seconds(610) in page  # all speech
    assert show_seconds(160) in page  # the longest overtime
    assert "<svg" in page
    for turn in played:
        assert turn.speaker_name not in page  # nobody is ranked


def test_who_reads_them(
    played: list[Turn],
    meeting: Meeting,  # noqa: F811
    client_as: Callable[[str], FlaskClient],
) -> None:
    url = f"/meetings/{meeting.id}/figures"
    for username in ("chutich", "phochutich", "vanphong", "thuky"):
        assert client_as(username).get(url).status_code == 200, username
    for username in ("bvdp", "to3", "diachinh", "matran", "quantri"):
        assert client_as(username).get(url).status_code == 404, username


def test_nobody_spoke_and_not_yet_open(
    meeting: Meeting,  # noqa: F811
    client_as: Callable[[str], FlaskClient],
) -> None:
    url = f"/meetings/{meeting.id}/figures"
    page = client_as("vanphong").get(url).text
    assert "Chưa có ai phát biểu." in page
    with unit_of_work():
        meeting.state = "announced"
    assert "Chưa có số liệu." in client_as("vanphong").get(url).text


def test_a_speech_that_goes_on_counts_so_far(
    now: time_machine.Traveller,
    meeting: Meeting,  # noqa: F811
    chair: Account,  # noqa: F811
    register: Register,  # noqa: F811
) -> None:
    turn = register()
    actions.call(turn, actor=chair)
    actions.start(turn, actor=chair)
    now.shift(timedelta(seconds=42))
    assert figures(meeting, clock.now()).spoken.seconds == (42,)


def test_a_call_undone_counts_for_nothing(
    now: time_machine.Traveller,
    meeting: Meeting,  # noqa: F811
    chair: Account,  # noqa: F811
    register: Register,  # noqa: F811
) -> None:
    register("A")
    second = register("B")
    moved = actions.move(second, None, reason="Xin về sớm", actor=chair)
    assert figures(meeting, clock.now()).departures == 1
    actions.undo(moved, actor=chair)
    assert figures(meeting, clock.now()).departures == 0


def test_as_many_queries_for_one_as_for_fifty(
    meeting: Meeting,  # noqa: F811
    account: Callable[[str], Account],
    register: Register,  # noqa: F811
    client_as: Callable[[str], FlaskClient],
    count_queries: Any,
) -> None:
    client, url, seen, have = client_as("vanphong"), f"/meetings/{meeting.id}/figures", [], 0
    for upto in (1, 3, 50):
        for number in range(have, upto):
            turn = register(f"Người {number}")
            for act in (actions.call, actions.start, actions.finish):
                act(turn, actor=account("chutich"))
        have = upto
        client.get(url)
        with count_queries() as counted:
            assert client.get(url).status_code == 200
        seen.append(len(counted))
    assert seen[0] == seen[1] == seen[2], seen
