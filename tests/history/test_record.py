"""Nobody edits the record: neither the application nor anyone with the database open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import record
from dialogue.history.queries import timeline


def test_a_record_keeps_the_names_of_that_day(
    app: Flask, account: Callable[[str], Account]
) -> None:
    office = account("vanphong")
    with unit_of_work():
        record(office, office.unit, "rename", "Đổi tên đơn vị", reason="sắp xếp lại", old="a")
    with unit_of_work():
        office.rename("Tên Khác")
    event = timeline(office.unit)[-1]
    assert event.actor_name == "Nguyễn Thị Ánh Tuyết"
    assert event.unit_name == "Văn phòng UBND phường"
    assert event.reason == "sắp xếp lại"
    assert event.details == {"old": "a"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history_event SET actor_name = 'ai đó'",
        "UPDATE history_event SET at = '2020-01-01'",
        "DELETE FROM history_event",
    ],
)
def test_the_database_refuses_to_change_it(
    app: Flask, account: Callable[[str], Account], statement: str
) -> None:
    office = account("vanphong")
    with unit_of_work():
        record(office, office.unit, "rename", "Đổi tên đơn vị")
    with pytest.raises(IntegrityError, match="append-only"), unit_of_work() as session:
        session.execute(text(statement))
    assert timeline(office.unit)[-1].label == "Đổi tên đơn vị"
