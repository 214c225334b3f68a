"""The ward is renamed; papers of an earlier day keep the earlier names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogue.accounts import actions, queries
from dialogue.accounts.models import Account, FormerWard
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline

Find = Callable[[str], Account]
REFORM = date(2025, 7, 1)


def rename(who: Account, day: date = REFORM, **changes: str) -> None:
    wanted = {
        "name": "phường Cẩm Thành",
        "parent_body": "UBND tỉnh Quảng Ngãi",
        "place": "Cẩm Thành",
    }
    actions.rename_ward(**{**wanted, **changes}, from_day=day, actor=who)


def named(day: date | None = None) -> str:
    found = queries.ward_on(day)
    assert found is not None
    return found.name


def test_each_day_has_its_name(app: Flask, account: Find) -> None:
    old = named()
    rename(account("quantri"))
    rename(account("quantri"), date(2026, 1, 1), name="phường Trà Bồng")
    assert named(date(1999, 1, 1)) == named(REFORM - timedelta(1)) == old
    assert named(REFORM) == named(date(2025, 12, 31)) == "phường Cẩm Thành"
    assert named(date(2026, 1, 1)) == named() == "phường Trà Bồng"
    before = queries.ward_on(REFORM - timedelta(1))
    assert before is not None
    assert before.committee == f"UBND {old}"
    event = timeline(queries.ward())[-1]  # type: ignore[arg-type]
    assert event.label == "Đổi tên phường từ 01/01/2026"


@pytest.mark.parametrize(
    ("changes", "day", "field"),
    [
        ({"name": " "}, REFORM, "name"),
        ({"place": ""}, REFORM, "place"),
        ({}, "tomorrow", "from_day"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(
    app: Flask, account: Find, changes: dict[str, str], day: Any, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rename(
            account("quantri"),
            clock.today() + timedelta(1) if day == "tomorrow" else day,
            **changes,
        )
    assert refusal.value.field == field
    assert queries.former_wards() == []


def test_not_before_the_last_change(app: Flask, account: Find) -> None:
    rename(account("quantri"))
    for day in (REFORM, REFORM - timedelta(30)):
        with pytest.raises(InvalidInput, match="01/07/2025"):
            rename(account("quantri"), day, name="phường khác")


def test_the_same_again_is_nothing(app: Flask, account: Find) -> None:
    rename(account("quantri"))
    rename(account("quantri"), clock.today())
    assert len(queries.former_wards()) == 1


@pytest.mark.parametrize("username", ["vanphong", "chutich", "to3"])
def test_only_the_administrator(
    app: Flask, account: Find, client_as: Callable[[str], Any], username: str
) -> None:
    with pytest.raises(NotAllowed):
        rename(account(username))
    assert client_as(username).get("/ward").status_code == 404


def test_the_page(app: Flask, client_as: Callable[[str], Any]) -> None:
    client = client_as("quantri")
    assert 'href="/ward"' in client.get("/units").text
    form = {"name": "phường Cẩm Thành", "parent_body": "", "place": "", "from_day": "2025-07-01"}
    wrong = client.post("/ward", data=form)
    assert wrong.status_code == 422
    assert "Cần ghi địa danh." in wrong.text
    assert 'value="phường Cẩm Thành"' in wrong.text
    assert client.post("/ward", data={**form, "place": "Cẩm Thành"}).status_code == 303
    page = client.get("/ward").text
    assert "Đến hết ngày 30/06/2025" in page


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(
    days=st.lists(st.integers(0, 400), min_size=1, max_size=5, unique=True),
    asked=st.integers(-5, 405),
)
def test_any_history_of_names(app: Flask, account: Find, days: list[int], asked: int) -> None:
    db.session.execute(db.delete(FormerWard))
    db.session.commit()
    first, begin = named(), date(2025, 1, 1)
    for number, day in enumerate(sorted(days)):
        rename(account("quantri"), begin + timedelta(day), name=f"phường {day} {number}")
    in_force = [n for n, day in enumerate(sorted(days)) if day <= asked]
    expected = f"phường {sorted(days)[in_force[-1]]} {in_force[-1]}" if in_force else first
    assert named(begin + timedelta(asked)) == expected
