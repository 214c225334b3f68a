"""The summary tells what was said before and what came of it."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from flask import Flask

from dialogue.recurrence import actions
from tests.documents.decree import faults
from tests.documents.support import facts, made, text_of
from tests.followup.support import conclude, make_meeting, make_opinion, moment, person


@pytest.fixture(autouse=True)
def march(app: Flask) -> object:
    with time_machine.travel(moment(date(2024, 3, 14)), tick=False) as traveller:
        yield traveller


def test_what_was_said_before_stands_beside_it(app: Flask) -> None:
    before = make_meeting(held_on=date(2023, 4, 14))
    now = make_meeting(state="announced", held_on=date(2024, 4, 12))
    old, new = make_opinion(before), make_opinion(now)
    make_opinion(now)
    conclude(old)
    actions.link(old, new, note="Cùng đoạn cống", actor=person("vanphong"))
    data = made("summary", now).data
    assert faults(data, facts("summary")) == []
    text = text_of(data)
    assert text.count("Đã nêu 1 lần trước (năm 2023)") == 1
    assert "lần gần nhất: Tiếp thu, giao giải quyết" in text
