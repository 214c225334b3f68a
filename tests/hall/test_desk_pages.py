"""The desk: found without marks, a number in one press, as typed on an error."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dialogue.accounts.models import Account, Unit
from dialogue.checkin import actions as checkin_actions
from dialogue.checkin import queries as checkin
from dialogue.extensions import db
from dialogue.followup import actions as followup
from dialogue.hall import actions
from dialogue.hall.models import Turn
from dialogue.hall.queries.queue import queue
from dialogue.history.queries import timeline
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

ClientAs = Callable[[str], FlaskClient]


@pytest.fixture
def desk(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/desk"


def walk_in(**more: object) -> dict[str, object]:
    return {"speaker_name": "Võ Thị Hường", "unit": 0, "field": 0, "topic": "Rác",
            "words": "Rác để đến trưa.", "submission_key": "k1"} | more  # fmt: skip


@pytest.mark.parametrize("typed", ["bong", "Bông", "le thi", "ngap nuoc", "YK-2026-0001", "to 3"])
def test_a_name_is_found_with_or_without_marks(
    typed: str, desk: str, opinion: Callable[..., Opinion], client_as: ClientAs
) -> None:
    opinion("Lê Thị Bông")
    answer = client_as("bvdp").get(desk, query_string={"q": typed}, headers={"HX-Request": "true"})
    assert "Lê Thị Bông" in answer.text
    assert "+84905001203" not in answer.text
    assert "ghi chú nội bộ" not in answer.text
    assert "<!doctype" not in answer.text


def test_who_got_a_number_is_checked_in_with_one_press(
    desk: str, meeting: Meeting, unit: Callable[[str], Unit], client_as: ClientAs
) -> None:
    client = client_as("bvdp")
    given = client.post(
        f"{desk}/registrations", data=walk_in(unit=unit("to-3").id), follow_redirects=True
    )
    assert "Ghi có mặt" in given.text
    came = {"full_name": "Võ Thị Hường", "unit": unit("to-3").name, "submission_key": "turn-1"}
    url = f"/meetings/{meeting.id}/check-in/walk-ins"
    for _press in range(2):
        assert client.post(url, data=came).status_code == 303
    assert checkin.counts(meeting).walk_ins == 1
    again = client.get(f"{desk}?slip=1")
    assert "In phiếu số" in again.text
    assert "Ghi có mặt" not in again.text


def test_only_what_was_sent_for_this_meeting_is_found(
    desk: str, opinion: Callable[..., Opinion], client_as: ClientAs
) -> None:
    root = opinion("Lê Thị Bông")
    opinion("Lê Văn Gộp", merged_into_id=root.id, state="classified")
    opinion("Lê Văn Mới", state="sent")
    opinion("Lê Văn Nháp", state="draft")
    opinion("Lê Văn Từ", state="refused")
    opinion("Lê Văn Rồi", state="concluded")
    found = client_as("bvdp").get(desk, query_string={"q": "le"}).text
    assert "Lê Thị Bông" in found
    assert "Lê Văn Gộp" in found
    assert "Lê Văn Mới" in found
    for hidden in ("Nháp", "Từ", "Rồi"):
        assert f"Lê Văn {hidden}" not in found


@pytest.mark.parametrize("state", ["sent", "classified"])
def test_who_comes_to_speak_is_on_the_agenda(
    state: str, desk: str, opinion: Callable[..., Opinion], client_as: ClientAs
) -> None:
    said = opinion(state=state)
    answer = client_as("bvdp").post(
        f"{desk}/registrations", data=walk_in(opinion_id=said.id, words="")
    )
    assert answer.status_code == 303
    db.session.expire_all()
    assert (said.state, said.agenda_place) == ("selected", 1)
    assert any("đăng ký phát biểu" in e.label for e in timeline(said))


def test_one_press_gives_a_number_and_the_slip(
    desk: str, meeting: Meeting, opinion: Callable[..., Opinion], client_as: ClientAs
) -> None:
    said, client = opinion(), client_as("bvdp")
    page = client.get(desk, query_string={"q": "bong"}).text
    form = re.search(r'<form class="post-button".*?</form>', page, re.S)
    assert form
    data = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form.group()))
    for _twice in range(2):
        answer = client.post(f"{desk}/registrations", data=data)
        assert answer.status_code == 303
    shown = client.get(answer.headers["Location"]).text
    assert re.search(r'class="slip-number"[^>]*>1<', shown)
    turns = queue(meeting.id).turns
    assert [(t.number, t.opinion_id) for t in turns] == [(1, said.id)]
    assert "Đã có số 1" in client.get(desk, query_string={"q": "bong"}).text
    assert "Số thứ tự phát biểu: 1" in client.get(f"/turns/{turns[0].id}/slip").text


def test_a_walk_in_in_one_form(
    desk: str, meeting: Meeting, client_as: ClientAs, unit: Callable[[str], Unit]
) -> None:
    answer = client_as("bvdp").post(f"{desk}/registrations", data=walk_in(unit=unit("to-5").id))
    assert answer.status_code == 303
    turn = queue(meeting.id).turns[0]
    assert (turn.speaker_name, turn.unit_id) == ("Võ Thị Hường", unit("to-5").id)
    assert turn.opinion.words == "Rác để đến trưa."


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"speaker_name": " "}, "Cần ghi họ và tên."),
        ({"words": " "}, "Cần ghi nội dung ý kiến."),
        ({"unit": 999}, "không có trong danh sách"),
    ],
)
def test_a_wrong_form_comes_back_as_typed(
    wrong: dict[str, object], told: str, desk: str, client_as: ClientAs
) -> None:
    answer = client_as("bvdp").post(f"{desk}/registrations", data=walk_in(**wrong))
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Rác"' in answer.text
    assert db.session.query(Turn).count() == db.session.query(Opinion).count() == 0


def test_closed_registration_is_409_with_the_fresh_page(
    desk: str, meeting: Meeting, client_as: ClientAs, chair: Account
) -> None:
    actions.close_registration(meeting, actor=chair)
    answer = client_as("bvdp").post(f"{desk}/registrations", data=walk_in())
    assert answer.status_code == 409
    assert "Đã thôi nhận đăng ký" in answer.text


def test_an_opinion_is_completed_before_its_number(
    desk: str, meeting: Meeting, opinion: Callable[..., Opinion], client_as: ClientAs
) -> None:
    said = opinion("")
    client = client_as("bvdp")
    assert "ngập nước" in client.get(f"{desk}/opinions/{said.id}").text
    answer = client.post(
        f"{desk}/registrations",
        data=walk_in(opinion_id=said.id, speaker_name="Đại diện tổ 3", words=""),
    )
    assert answer.status_code == 303
    assert queue(meeting.id).turns[0].opinion_id == said.id


def test_what_is_settled_has_no_form(
    desk: str, opinion: Callable[..., Opinion], client_as: ClientAs
) -> None:
    said = opinion(state="refused")
    assert client_as("bvdp").get(f"{desk}/opinions/{said.id}").status_code == 404
    assert client_as("bvdp").get(f"{desk}/opinions/999").status_code == 404


def test_withdrawing_at_the_desk(
    desk: str, register: Callable[..., Turn], client_as: ClientAs
) -> None:
    turn, client = register(), client_as("bvdp")
    url = f"{desk}/turns/{turn.id}/withdrawal"
    assert client.get(url).status_code == 200
    assert client.post(url, data={"reason": ""}).status_code == 422
    assert client.post(url, data={"reason": "Về sớm"}).status_code == 303
    assert client.post(url, data={"reason": "Về sớm"}).status_code == 409
    db.session.expire_all()
    assert turn.state == "withdrawn"


def test_the_last_acts_can_be_undone(
    desk: str, register: Callable[..., Turn], client_as: ClientAs
) -> None:
    turn, client = register(), client_as("bvdp")
    assert "vừa cấp" in client.get(f"{desk}/part").text  # a number goes with a reason only
    client.post(f"{desk}/turns/{turn.id}/withdrawal", data={"reason": "Ghi nhầm"})
    value = re.search(r'name="value" value="(\d+)"', client.get(f"{desk}/part").text)
    assert value
    assert client.post(f"{desk}/undo", data={"value": value.group(1)}).status_code == 303
    assert client.post(f"{desk}/undo", data={"value": value.group(1)}).status_code == 409
    assert client.post(f"{desk}/undo", data={"value": "x"}).status_code == 404
    db.session.expire_all()
    assert turn.state == "registered"


def test_who_has_spoken_gets_no_second_number_by_one_key(
    meeting: Meeting, desk: str, register: Callable[..., Turn], client_as: ClientAs, chair: Account
) -> None:
    turn, client = register("Lê Thị Bông"), client_as("bvdp")
    for act in (actions.call, actions.start, actions.finish):
        act(turn, actor=chair)
    found = client.get(f"{desk}?q=bong", headers={"HX-Request": "true"}).text
    assert "Đã phát biểu (số 1)" in found
    assert "data-enter" not in found
    assert "Cấp thêm lượt" in found
    again = register("Lê Thị Bông")  # another opinion of hers
    found = client.get(f"{desk}?q=bong", headers={"HX-Request": "true"}).text
    assert f"Đã có số {again.number}" in found


@pytest.mark.parametrize("username", ["to3", "diachinh", "quantri", "phochutich"])
def test_the_desk_does_not_exist_for_others(
    username: str, desk: str, register: Callable[..., Turn], client_as: ClientAs
) -> None:
    turn, client = register(), client_as(username)
    for path in ("", "/part", f"/turns/{turn.id}/withdrawal"):
        assert client.get(desk + path).status_code == 404
    assert client.post(f"{desk}/registrations", data=walk_in()).status_code == 404
    if username != "phochutich":
        assert client.get(f"/turns/{turn.id}/slip").status_code == 404


def test_the_record_tells_everything_with_its_reason(
    meeting: Meeting, register: Callable[..., Turn], client_as: ClientAs, chair: Account
) -> None:
    first, second = register("An"), register("Bình")
    actions.move(second, None, reason="Cụ đã 90 tuổi", actor=chair)
    actions.call(second, actor=chair)
    actions.start(second, actor=chair)
    actions.finish(second, actor=chair)
    page = client_as("thuky").get(f"/meetings/{meeting.id}/record").text
    for words in ("Cụ đã 90 tuổi", "Mời số 2", "phát biểu xong", f"{first.number}</td>"):
        assert words in page
    assert "+84905001203" not in page
    assert client_as("to3").get(f"/meetings/{meeting.id}/record").status_code == 404


def test_the_slip_names_the_address_that_phones_reach(
    app: Flask, register: Callable[..., Turn], client_as: ClientAs
) -> None:
    turn, client = register(), client_as("bvdp")
    assert "http://localhost/hoi-truong/" in client.get(f"/turns/{turn.id}/slip").text
    app.config["PUBLIC_URL"] = "http://192.168.1.10:8000/"
    assert "http://192.168.1.10:8000/hoi-truong/" in client.get(f"/turns/{turn.id}/slip").text


def test_the_record_tells_of_conclusions_and_of_who_came(
    meeting: Meeting, register: Callable[..., Turn], client_as: ClientAs, chair: Account,
    account: Callable[[str], Account],
) -> None:  # fmt: skip
    turn, waits = register("An"), register("Bình")
    checkin_actions.walk_in(meeting, full_name="Võ Thị Hường", unit=None, actor=account("bvdp"))
    wrong = checkin_actions.walk_in(meeting, full_name="Ai đó", unit=None, actor=account("bvdp"))
    checkin_actions.take_back(wrong, reason="Ghi nhầm người", actor=account("bvdp"))
    actions.call(turn, actor=chair)
    actions.start(turn, actor=chair)
    url = f"/meetings/{meeting.id}/record"
    assert "đang phát biểu" in client_as("thuky").get(url).text
    actions.finish(turn, actor=chair)
    made = followup.conclude(
        turn.opinion, outcome="explained", words="Đã giải thích rõ", actor=chair
    )
    followup.change_conclusion(made, outcome="explained", words="Đã nói rõ", actor=chair)
    followup.revoke_conclusion(made, reason="Ghi nhầm ý kiến", actor=chair)
    page = client_as("thuky").get(url).text
    for words in (
        "Kết luận: ", turn.opinion.receipt, "Đã giải thích rõ", "Đã nói rõ", "Ghi nhầm ý kiến",
        "Võ Thị Hường có mặt", "Rút điểm danh Ai đó", "Ghi nhầm người",
        f"{waits.number}</td>", "Trả lời đến",
    ):  # fmt: skip
        assert words in page, words
