"""The pages of conclusions, as the presider and the office use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogue.followup import actions, queries
from tests.followup.support import (
    conclude,
    make_meeting,
    make_opinion,
    person,
    unit_of,
)

SignIn = Callable[[str], FlaskClient]


def conclusion_data(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "outcome": "taken_on",
        "words": "Giao Địa chính sửa nắp cống; trả lời công dân.",
        "lead_unit": unit_of("dia-chinh").id,
        "supporting": [unit_of("tai-chinh").id],
    }
    return {**values, **changes}


def test_the_page_of_conclusions_says_what_is_left(client_as: SignIn) -> None:
    meeting = make_meeting()
    conclude(make_opinion(meeting))
    make_opinion(meeting, words="Cây xanh che đèn tín hiệu.")
    page = client_as("vanphong").get(f"/meetings/{meeting.id}/conclusions").text
    assert "Còn 1 trong 2 nội dung chưa có kết luận" in page
    assert "Cây xanh che đèn tín hiệu." in page
    assert "thứ Năm 02/05/2024" in page  # the notice
    assert "thứ Tư, 29/05/2024" in page  # the replies, expected
    for username in ("diachinh", "to3", "quantri"):
        answer = client_as(username).get(f"/meetings/{meeting.id}/conclusions")
        assert answer.status_code == 404


def test_the_presider_writes_a_conclusion(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting(state="live"))
    url = f"/opinions/{opinion.id}/conclusion"
    chair = client_as("chutich")
    form = chair.get(url).text
    assert "trước ngày 29/05/2024" in form  # the usual sentence
    answer = chair.post(url, data=conclusion_data())
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/meetings/{opinion.meeting_id}/conclusions"
    known = queries.conclusion_of(opinion)
    assert known is not None
    assert [s.unit.code for s in known.supporting] == ["tai-chinh"]


def test_a_wrong_conclusion_comes_back_as_typed(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting())
    answer = client_as("chutich").post(
        f"/opinions/{opinion.id}/conclusion",
        data=conclusion_data(lead_unit=0, words="Giao …", outcome="escalated"),
    )
    assert answer.status_code == 422
    assert "Cần chọn đơn vị chủ trì." in answer.text
    assert "data-error-summary" in answer.text
    assert ">Giao …</textarea>" in answer.text.replace("\r", "").replace("\n", "")
    assert re.search(r'value="escalated" checked', answer.text)
    assert queries.conclusion_of(opinion) is None


def test_a_unit_cannot_lead_and_support(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting())
    answer = client_as("chutich").post(
        f"/opinions/{opinion.id}/conclusion",
        data=conclusion_data(supporting=[unit_of("dia-chinh").id]),
    )
    assert answer.status_code == 422
    assert "không đồng thời là đơn vị phối hợp" in answer.text


def test_the_console_gets_a_part_of_the_page(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting(state="live"))
    url = f"/opinions/{opinion.id}/conclusion"
    chair, htmx = client_as("chutich"), {"HX-Request": "true"}
    part = chair.get(url, headers=htmx).text
    assert "<html" not in part
    assert f'id="opinion-{opinion.id}-conclusion"' in part
    saved = chair.post(url, data=conclusion_data(), headers=htmx)
    assert saved.status_code == 200
    assert "Đã ghi kết luận." in saved.text
    assert "<html" not in saved.text
    again = chair.post(url, data=conclusion_data(words="Khác."), headers=htmx)
    assert again.status_code == 409
    assert "vừa có kết luận" in again.text
    assert "<html" not in again.text
    wrong = chair.post(url, data=conclusion_data(words="", version=1), headers=htmx)
    assert wrong.status_code == 422
    assert "<html" not in wrong.text


def test_the_turn_it_came_from_is_kept(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting(state="live"))
    part = client_as("chutich").get(f"/opinions/{opinion.id}/conclusion?turn_id=7").text
    assert re.search(r'name="turn_id" value="7"', part)


def test_a_stale_conclusion_shows_the_fresh_one(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting())
    known = conclude(opinion)
    url, seen = f"/opinions/{opinion.id}/conclusion", known.version
    actions.change_conclusion(
        known, outcome="noted", words="Ghi nhận, chờ kinh phí.", actor=person("chutich")
    )
    answer = client_as("vanphong").post(url, data=conclusion_data(version=seen))
    assert answer.status_code == 409
    assert "Đã có người xử lý trước" in answer.text
    assert "Ghi nhận, chờ kinh phí." in answer.text


@pytest.mark.parametrize("username", ["diachinh", "to3", "quantri", "congan"])
def test_others_find_no_form(client_as: SignIn, username: str) -> None:
    opinion = make_opinion(make_meeting())
    browser, url = client_as(username), f"/opinions/{opinion.id}/conclusion"
    assert browser.get(url).status_code == 404
    assert browser.post(url, data=conclusion_data()).status_code == 404


def test_a_conclusion_is_taken_back_with_its_reason(client_as: SignIn) -> None:
    opinion = make_opinion(make_meeting())
    known = conclude(opinion)
    url = f"/opinions/{opinion.id}/conclusion/revocation"
    chair = client_as("chutich")
    assert chair.post(url, data={"reason": ""}).status_code == 422
    answer = chair.post(url, data={"reason": "Nhầm nội dung", "version": known.version})
    assert answer.status_code == 303
    assert queries.conclusion_of(opinion) is None
    assert chair.post(url, data={"reason": "Nhầm"}).status_code == 409
