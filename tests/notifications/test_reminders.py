"""The registry of reminders: one step of a ladder, once, in office hours; sources apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.history.queries import timeline
from dialogue.notifications import reminders
from dialogue.notifications.actions import remind
from dialogue.notifications.models import Notification
from dialogue.notifications.reminders import Reminder, due_now, register_reminders

TODAY = date(2024, 4, 2)


@pytest.fixture(autouse=True)
def tuesday_morning() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel("2024-04-02 02:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def source(app: Flask) -> Iterator[Callable[[Iterable[Reminder]], None]]:
    """``source([...])``: the only reminders there are, in this test."""
    before = dict(reminders._sources)
    reminders._sources.clear()

    def have(found: Iterable[Reminder]) -> None:
        def some(_now: datetime) -> Iterable[Reminder]:
            return found

        some.__qualname__ = f"some{len(reminders._sources)}"
        register_reminders(some)

    yield have
    reminders._sources.clear()
    reminders._sources.update(before)


def step(
    on: int, name: str = "s", *, until: int | None = None, unit_id: int = 1, also: Any = None
) -> Reminder:
    return Reminder(
        thing="thing:1",
        step=name,
        due_on=date(2024, 4, 10),
        on=date(2024, 4, on),
        until=date(2024, 4, until) if until else None,
        text=f"bước {name}",
        url="/",
        whom="Tổ 1",
        unit_id=unit_id,
        also=also,
    )


def lines() -> int:
    return db.session.scalar(select(func.count()).select_from(Notification)) or 0


def test_the_latest_step_that_has_come() -> None:
    ladder = [step(1, "a"), step(2, "b"), step(3, "c")]
    assert [one.step for one in due_now(ladder, TODAY)] == ["b"]
    assert due_now([step(3)], TODAY) == []


def test_two_steps_on_one_day_are_told_as_the_later() -> None:
    assert [one.step for one in due_now([step(2, "a"), step(2, "b")], TODAY)] == ["b"]


def test_once_the_latest_is_over_no_earlier_one_is_told() -> None:
    assert due_now([step(1, "a"), step(1, "b", until=1)], TODAY) == []
    assert len(due_now([step(1, "b", until=2)], TODAY)) == 1


def test_each_addressee_has_a_ladder_of_his_own() -> None:
    both = [step(1, "unit"), step(2, "chair", unit_id=2)]
    assert [one.step for one in due_now(both, TODAY)] == ["unit", "chair"]


@given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from("abc"), st.integers(1, 3))))
def test_never_two_of_one_ladder(some: list[tuple[int, str, int]]) -> None:
    found = due_now([step(on, name, unit_id=unit) for on, name, unit in some], TODAY)
    assert len({one.ladder for one in found}) == len(found)
    assert all(one.on <= TODAY for one in found)
    assert {one.ladder for one in found} == {
        step(on, unit_id=unit).ladder for on, _name, unit in some if on <= 2
    }


def test_a_reminder_has_one_addressee() -> None:
    for whom in ({}, {"unit_id": 1, "account_id": 1}):
        with pytest.raises(ValueError, match="unit or to an account"):
            Reminder("t", "s", TODAY, TODAY, "", "", "", **whom)


def test_told_once_with_what_belongs_to_it(
    app: Flask, account: Callable[[str], Account], source: Callable[[Iterable[Reminder]], None]
) -> None:
    unit = account("to1").unit

    def note() -> None:
        record(None, unit, "remind", "Nhắc")

    source([step(2, unit_id=unit.id, also=note)])
    first = remind(datetime.fromisoformat("2024-04-02T02:00:00+00:00"))
    assert [one.text for one in first.told] == ["bước s"]
    assert remind(datetime.fromisoformat("2024-04-02T03:00:00+00:00")).told == []
    assert lines() == 1
    assert [e.actor_name for e in timeline(unit) if e.verb == "remind"] == ["Hệ thống"]


def test_a_failing_source_stops_no_other_and_writes_nothing(
    app: Flask,
    account: Callable[[str], Account],
    source: Callable[[Iterable[Reminder]], None],
) -> None:
    def crash() -> None:
        raise RuntimeError("broken")

    one, two = account("to1").unit_id, account("to2").unit_id
    source([step(2, unit_id=one), step(2, "x", unit_id=two, also=crash)])
    source([step(2, "y", unit_id=two)])
    done = app.test_cli_runner().invoke(args=["remind"])
    assert done.exit_code == 1
    assert "Đã nhắc 1 việc." in done.output
    assert "Lỗi ở phần" in done.output
    told = db.session.scalars(select(Notification)).all()
    assert [line.text for line in told] == ["bước y"]


def test_the_command_prints_who_was_told_what(
    app: Flask,
    account: Callable[[str], Account],
    source: Callable[[Iterable[Reminder]], None],
    tuesday_morning: time_machine.Coordinates,
) -> None:
    source([step(2, unit_id=account("to1").unit_id)])
    run = app.test_cli_runner().invoke
    dry = run(args=["remind", "--dry-run"])
    assert dry.output == "Tổ 1: bước s\nSẽ nhắc 1 việc.\n"
    assert lines() == 0
    tuesday_morning.move_to("2024-04-02 13:00:00+00:00")  # 20:00
    assert "ngoài giờ làm việc, chưa nhắc ai" in run(args=["remind"]).output
    assert lines() == 0
    at_once = run(args=["remind", "--now"])
    assert at_once.output == "Tổ 1: bước s\nĐã nhắc 1 việc.\n"
    assert lines() == 1
    assert run(args=["remind", "--now"]).output == "Không có việc nào cần nhắc.\n"
