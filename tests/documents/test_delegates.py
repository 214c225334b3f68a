"""Danh sách đại biểu: the sent lists by unit, each person once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from dialogue.attendance import actions
from dialogue.core.unit_of_work import unit_of_work
from dialogue.plans.models import MeetingDuty
from tests.documents.decree import faults
from tests.documents.people import invited, listed, three_lists
from tests.documents.support import dated, facts, made, text_of
from tests.followup import support as after


def test_the_list_is_by_unit_with_the_guests_first_and_each_person_once(app: Flask) -> None:
    meeting = after.make_meeting(state="announced")
    three_lists(meeting)
    numbered = invited(meeting)
    away = next(one for one in numbered if one.full_name == "Ngô Văn Bảy")
    actions.answer(away, "decline", actor=after.person("vanphong"))
    data = made("delegates", meeting).data
    assert faults(data, facts("delegates")) == []
    text = text_of(data)
    lines = [line for line in text.split("\n") if line]
    assert text.count("Trần Quốc Cường") == 1
    assert "Lý Thị Út" not in text, "an unsent list is nobody's but its unit's"
    assert [line for line in lines if line.endswith("đại biểu)")] == [
        "Khách mời (1 đại biểu)",
        f"{after.unit_of('doan-thanh-nien').name} (2 đại biểu)",
        f"{after.unit_of('to-3').name} (1 đại biểu)",
    ]
    row = lines.index("Ngô Văn Bảy")
    assert lines[row - 1] == f"{away.number:02d}"
    assert lines[row + 1 : row + 4] == ["Tổ phó", after.unit_of("to-3").name, "Báo vắng"]
    assert "HĐND phường" in lines
    assert "Tổng số: 4 đại biểu./." in lines
    assert "+84" not in text


def test_three_hundred_people_and_nobody(app: Flask) -> None:
    meeting = after.make_meeting(state="announced")
    listed(meeting, "to-3", [{"full_name": f"Nguyễn Văn {n}"} for n in range(300)])
    data = made("delegates", meeting).data
    assert faults(data, facts("delegates")) == []
    assert "Tổng số: 300 đại biểu./." in text_of(data)
    nobody = made("delegates", after.make_meeting(state="announced", ordinal=2)).data
    assert faults(nobody, facts("delegates")) == []
    assert "Chưa có đại biểu nào" in text_of(nobody)


@pytest.mark.parametrize(
    ("username", "seen"),
    [("vanphong", True), ("chutich", True), ("diachinh", True), ("to3", False), ("quantri", False)],
)
def test_the_list_is_offered_to_who_oversees_the_lists(
    app: Flask, client_as: Callable[[str], Any], username: str, seen: bool
) -> None:
    meeting = dated(after.make_meeting(state="announced"))
    with unit_of_work() as session:
        session.add(
            MeetingDuty(meeting_id=meeting.id, account_id=after.person("diachinh").id, duty="desk")
        )
    client = client_as(username)
    url = f"/documents/delegates/{meeting.id}"
    assert url not in client.get(f"/meetings/{meeting.id}/documents").text, (
        "offered while nobody is named"
    )
    three_lists(meeting)
    assert (url in client.get(f"/meetings/{meeting.id}/documents").text) == seen
    assert client.get(url).status_code == (200 if seen else 404)
