"""Words for Zalo and the loudspeakers: what may be told, when, and to whom."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from dialogue.core.unit_of_work import unit_of_work
from dialogue.documents.messages import occasions_of
from dialogue.plans.models import Meeting
from tests.documents.support import dated
from tests.followup import support as after

As = Callable[[str], Any]


def words(meeting: Meeting, address: str = "") -> dict[str, str]:
    return {
        message.key: message.words
        for occasion in occasions_of(meeting, address)
        for message in occasion.messages
    }


@pytest.fixture
def announced(app: Flask) -> Meeting:
    return dated(after.make_meeting(state="announced"))


def test_before_the_meeting_its_date_and_the_wish_for_opinions_are_told(
    announced: Meeting, notice_day: Any
) -> None:
    notice_day.move_to(after.moment(date(2024, 3, 18)))
    said = words(announced)
    assert list(said) == ["meeting-sent", "meeting-read", "wanted-sent", "wanted-read"]
    for text in said.values():
        assert "thứ Sáu, ngày 12 tháng 4 năm 2024" in text
        assert "UBND phường" in text
        assert "None" not in text
        assert ".." not in text
    due = announced.opinions_due
    assert due is not None
    for key in ("wanted-sent", "wanted-read"):
        assert f"ngày {due.due_on.day:02d} tháng {due.due_on.month}" in said[key]
    for key in ("meeting-sent", "meeting-read"):
        assert announced.place in said[key]
    for key in ("meeting-read", "wanted-read"):
        assert said[key].startswith("Kính thưa toàn thể bà con,")
        assert "Xin cảm ơn bà con" in said[key]


def test_opinions_are_asked_for_through_the_last_day_and_no_longer(
    announced: Meeting, notice_day: Any
) -> None:
    assert announced.opinions_due is not None
    last = announced.opinions_due.due_on
    notice_day.move_to(after.moment(last))
    assert "wanted-sent" in words(announced)
    notice_day.move_to(after.moment(date.fromordinal(last.toordinal() + 1)))
    assert list(words(announced)) == ["meeting-sent", "meeting-read"]


def test_the_youth_are_called_the_youth_and_the_topic_is_named(announced: Meeting) -> None:
    with unit_of_work():
        announced.audience, announced.topic = "youth", "Chuyển đổi số."
    said = words(announced)
    assert "đối thoại với Thanh niên" in said["meeting-read"]
    assert "Chủ đề: Chuyển đổi số.\n" in said["meeting-sent"]


def test_results_are_told_once_the_notice_is_issued_and_name_nobody(
    app: Flask, notice_day: Any
) -> None:
    meeting = dated(after.make_meeting())
    conclusion = f"Giao Địa chính trả lời bà {after.NAME}."
    after.conclude(after.make_opinion(meeting, resident_name=after.NAME), words=conclusion)
    assert words(meeting) == {}
    after.issued_notice(meeting)
    said = words(meeting, "https://doithoai.example/")
    assert list(said) == ["results-sent", "results-read"]
    assert " tại https://doithoai.example/ket-qua;" in said["results-sent"]
    assert "Hội nghị đã kết luận 1 nội dung." in said["results-read"]
    assert "chậm nhất vào ngày" in said["results-read"]
    assert said["results-read"].endswith("Xin cảm ơn bà con đã lắng nghe.")
    assert not any(after.NAME in text for text in said.values())
    assert "bảng tin của phường" in words(meeting)["results-sent"]


def test_each_text_stands_in_a_box_of_its_own_with_a_button(
    announced: Meeting, client_as: As, notice_day: Any
) -> None:
    notice_day.move_to(after.moment(date(2024, 3, 18)))
    page = client_as("to3").get(f"/meetings/{announced.id}/messages").text
    for key, text in words(announced).items():
        shown = re.search(rf'<textarea[^>]*id="{key}"[^>]*readonly>(.*?)</textarea>', page, re.S)
        assert shown is not None
        assert html.unescape(shown[1]) == text
        assert f'data-copy="{key}"' in page
    assert "js/copy.js" in page
    assert f"/meetings/{announced.id}/messages" in (
        client_as("to3").get(f"/meetings/{announced.id}").text
    )


def test_who_takes_part_may_pass_them_on_once_there_is_a_date(
    announced: Meeting, client_as: As
) -> None:
    undated = after.make_meeting(state="planned", ordinal=2)
    with unit_of_work():
        undated.starts_at = None
    for username, status in (("vanphong", 200), ("chutich", 200), ("to5", 200), ("quantri", 404)):
        client = client_as(username)
        assert client.get(f"/meetings/{announced.id}/messages").status_code == status
        assert client.get(f"/meetings/{undated.id}/messages").status_code == 404
        assert f"/meetings/{undated.id}/messages" not in client.get(f"/meetings/{undated.id}").text
    assert client_as("vanphong").get("/meetings/999/messages").status_code == 404


def test_between_the_hall_and_the_notice_there_is_nothing_to_tell(
    app: Flask, client_as: As
) -> None:
    meeting = dated(after.make_meeting())
    page = client_as("vanphong").get(f"/meetings/{meeting.id}/messages").text
    assert "Lúc này chưa có gì để báo" in page
    assert "<textarea" not in page
