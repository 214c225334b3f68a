"""Lines written with the act, told once, read by those they are for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from dialogue.accounts.models import Account, Unit
from dialogue.core.unit_of_work import unit_of_work
from dialogue.notifications import actions, queries


def test_a_line_is_for_its_unit_only(
    unit: Callable[[str], Unit], account: Callable[[str], Account]
) -> None:
    with unit_of_work():
        actions.tell_unit(unit("to-3").id, "Ý kiến đã được nhận.", "/opinions/1")
    assert queries.unread_count(account("to3")) == 1
    assert queries.unread_count(account("to4")) == 0


def test_the_same_key_is_told_once(
    unit: Callable[[str], Unit], account: Callable[[str], Account]
) -> None:
    for _ in range(2):
        with unit_of_work():
            actions.tell_units([unit("to-3").id, unit("to-4").id], "Nhắc gửi ý kiến.", key="d-10")
    assert queries.unread_count(account("to3")) == 1
    assert queries.unread_count(account("to4")) == 1


def test_a_role_is_told_person_by_person(account: Callable[[str], Account]) -> None:
    with unit_of_work():
        actions.tell_role("office", "Có ý kiến mới.")
    assert queries.unread_count(account("vanphong")) == 1
    assert queries.unread_count(account("thuky")) == 1
    assert queries.unread_count(account("chutich")) == 0


def test_an_act_that_fails_tells_nobody(
    unit: Callable[[str], Unit], account: Callable[[str], Account]
) -> None:
    with pytest.raises(ValueError, match="stop"), unit_of_work():
        actions.tell_unit(unit("to-3").id, "Không xảy ra.")
        raise ValueError("stop")
    assert queries.unread_count(account("to3")) == 0


def test_the_page_shows_and_marks_read(
    unit: Callable[[str], Unit],
    account: Callable[[str], Account],
    client_as: Callable[[str], FlaskClient],
) -> None:
    with unit_of_work():
        for number in range(31):
            actions.tell_unit(unit("to-3").id, f"Dòng <{number}>")
    client = client_as("to3")
    page = client.get("/inbox").get_data(as_text=True)
    assert "Dòng &lt;30&gt;" in page
    assert "Dòng &lt;0&gt;" not in page
    assert "before=" in page
    assert queries.unread_count(account("to3")) == 1


def test_the_page_asks_as_much_for_many_as_for_one(
    unit: Callable[[str], Unit],
    client_as: Callable[[str], FlaskClient],
    count_queries: Callable[[], object],
) -> None:
    costs, told = [], 0
    client = client_as("to3")
    for rows in (1, 3, 50):
        with unit_of_work():
            for number in range(told, rows):
                actions.tell_unit(unit("to-3").id, f"Dòng {number}")
        told = rows
        client.get("/inbox")
        with count_queries() as counted:  # type: ignore[attr-defined]
            client.get("/inbox")
        costs.append(len(counted))
    assert len(set(costs)) == 1, costs


def test_who_only_runs_the_server_reads_no_unit_lines(
    account: Callable[[str], Account],
) -> None:
    admin = account("quantri")
    with unit_of_work():
        actions.tell_unit(admin.unit_id, "Ý kiến mới: cống nghẹt")
    assert queries.unread_count(admin) == 0
    assert queries.inbox(admin) == []
    assert queries.unread_count(account("vanphong")) == 1
