"""Giấy mời: a sheet for each person or unit of the lists, or for names typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from dialogue.attendance import actions
from dialogue.attendance.models import Delegate
from dialogue.documents.invitees import Invitees
from dialogue.plans.models import Meeting
from tests.documents.decree import faults
from tests.documents.people import invited, listed, three_lists
from tests.documents.support import dated, facts, text_of
from tests.followup import support as after


@pytest.fixture
def meeting(app: Flask) -> Meeting:
    return dated(after.make_meeting(state="announced"))


def _sheets(client: Any, meeting: Meeting, **chosen: str) -> Any:
    return client.post(f"/meetings/{meeting.id}/invitations", data=chosen)


def _numbered(meeting: Meeting) -> dict[str, Delegate]:
    three_lists(meeting)
    return {one.full_name: one for one in invited(meeting)}


def test_each_person_with_a_number_has_a_sheet_that_bears_it(
    meeting: Meeting, client_as: Callable[[str], Any]
) -> None:
    people = _numbered(meeting)
    actions.answer(people["Ngô Văn Bảy"], "decline", actor=after.person("vanphong"))
    answer = _sheets(client_as("vanphong"), meeting, whom="people")
    assert faults(answer.data, facts("invitation", copies=3)) == []
    text = text_of(answer.data)
    for name in ("Nguyễn Hữu Phước", "Trần Quốc Cường", "Đỗ Minh Quân"):
        assert text.count(name) == 1, name
        assert f"Giấy mời số {people[name].number:02d}." in text
    assert "kính mời: Ông (bà) Nguyễn Hữu Phước, Phó Chủ tịch, HĐND phường." in text
    assert "Ngô Văn Bảy" not in text, "who stays away"
    assert "Lý Thị Út" not in text, "a list that was not sent"


def test_each_unit_has_a_sheet_that_names_its_delegates(
    meeting: Meeting, client_as: Callable[[str], Any]
) -> None:
    _numbered(meeting)
    actions.allot(
        meeting,
        {after.unit_of("to-1").id: 12, after.unit_of("to-2").id: 0},
        actor=after.person("vanphong"),
    )
    answer = _sheets(client_as("vanphong"), meeting, whom="units")
    assert faults(answer.data, facts("invitation", copies=3)) == []
    text = text_of(answer.data)
    assert f"kính mời: {after.unit_of('to-1').name}.\n" in text
    assert "Đại biểu: 12 người." in text
    assert "Đại biểu: 02 người: Ngô Văn Bảy; Trần Quốc Cường." in text
    assert after.unit_of("to-2").name not in text


def test_typed_names_come_beside_the_lists(
    meeting: Meeting, client_as: Callable[[str], Any]
) -> None:
    _numbered(meeting)
    office = client_as("vanphong")
    both = _sheets(office, meeting, whom="guests", guests="Ông Trịnh A, Hội Nông dân\nBà Đinh B")
    assert faults(both.data, facts("invitation", copies=3)) == []
    alone = text_of(_sheets(office, meeting, whom="typed", guests="Bà Đinh B").data)
    assert alone.count("trân trọng kính mời") == 1
    assert "kính mời: Bà Đinh B." in alone
    wrong = _sheets(office, meeting, whom="everyone", guests="Bà Đinh B")
    assert wrong.status_code == 422
    assert "Bà Đinh B" in wrong.text


def test_the_page_offers_only_what_has_sheets(
    meeting: Meeting, client_as: Callable[[str], Any]
) -> None:
    office = client_as("vanphong")
    url = f"/meetings/{meeting.id}/invitations"
    assert 'name="whom"' not in office.get(url).text
    three_lists(meeting)
    waiting = office.get(url).text
    assert "Còn 4 đại biểu chưa được ghi số giấy mời." in waiting
    assert "Mỗi đơn vị một giấy (2 giấy)" in waiting
    assert "Mỗi đại biểu một giấy" not in waiting
    invited(meeting)
    ready = office.get(url).text
    assert "chưa được ghi số giấy mời" not in ready
    assert "Mỗi đại biểu một giấy (4 giấy)" in ready
    assert "Chỉ khách mời, mỗi người một giấy (1 giấy)" in ready


def test_three_hundred_delegates_are_three_hundred_sheets(
    meeting: Meeting, client_as: Callable[[str], Any]
) -> None:
    listed(meeting, "to-3", [{"full_name": f"Nguyễn Văn {n}"} for n in range(300)])
    invited(meeting)
    assert len(Invitees(meeting).people) == 300
    answer = _sheets(client_as("vanphong"), meeting, whom="people")
    assert faults(answer.data, facts("invitation", copies=300)) == []
