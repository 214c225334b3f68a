"""From the phone in a resident's hand to a number from the desk, bounded and never lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.hall import actions, queries
from dialogue.hall.actions.requests import MOST_ASKED, MOST_WAITING
from dialogue.hall.models import HallSession, SpeakingRequest
from dialogue.hall.queries.log import commands, undoable
from dialogue.hall.workflow import REQUEST
from dialogue.history.queries import timeline
from dialogue.plans.models import Meeting

AccountOf = Callable[[str], Account]
ClientAs = Callable[[str], FlaskClient]
Ask = Callable[..., SpeakingRequest]


@pytest.fixture
def ask(meeting: Meeting, hall: HallSession, unit: Callable[[str], Unit]) -> Ask:
    made: list[int] = []

    def make(name: str = "Lê Thị Bông", device: str = "máy-1", **more: Any) -> SpeakingRequest:
        made.append(1)
        known: dict[str, Any] = {"words": "Kiệt 45 ngập", "unit": unit("to-3")}
        return actions.ask(
            meeting,
            speaker_name=name,
            device=device,
            **({"key": f"k{len(made)}"} | known | more),
        )

    return make


def test_asked_accepted_and_in_the_queue(ask: Ask, meeting: Meeting, account: AccountOf) -> None:
    request = ask()
    assert queries.queue(meeting.id).turns == []  # nothing before the desk's yes
    turn = actions.accept(
        request, actor=account("bvdp"), speaker_name="Lê Thị Bông", unit=request.unit,
        version=request.version,
    )  # fmt: skip
    assert (request.state, request.turn_id) == ("accepted", turn.id)
    assert turn.opinion.words == "Kiệt 45 ngập"
    assert turn.opinion.channel == "hall"
    assert [event.verb for event in timeline(request)] == ["ask", "accept"]
    assert [c.verb for c in commands(meeting.id)] == ["ask", "register"]


def test_the_same_key_asks_once_and_only_for_its_own_phone(ask: Ask) -> None:
    assert ask(key="x").id == ask(key="x").id
    with pytest.raises(Conflict):
        ask(key="x", device="máy-2")


def test_two_desks_give_one_number(ask: Ask, meeting: Meeting, account: AccountOf) -> None:
    request = ask()
    version = request.version
    actions.accept(request, actor=account("bvdp"), speaker_name="Bông", version=version)
    with pytest.raises(Conflict):
        actions.accept(request, actor=account("vanphong"), speaker_name="Bông", version=version)
    with pytest.raises(Conflict):
        actions.refuse(request, reason="Đã có số", actor=account("vanphong"))
    assert len(queries.queue(meeting.id).turns) == 1


def test_refused_with_a_reason(ask: Ask, account: AccountOf) -> None:
    request = ask()
    with pytest.raises(InvalidInput):
        actions.refuse(request, reason=" ", actor=account("bvdp"))
    actions.refuse(request, reason="Nội dung đã trả lời", actor=account("bvdp"))
    assert (request.state, request.reason) == ("refused", "Nội dung đã trả lời")
    assert timeline(request)[-1].reason == "Nội dung đã trả lời"


def test_taken_back_only_by_its_phone_and_only_while_waiting(ask: Ask, account: AccountOf) -> None:
    request = ask()
    with pytest.raises(Conflict):
        actions.take_back(request, device="máy-2")
    actions.take_back(request, device="máy-1")
    assert request.state == "taken_back"
    other = ask()
    actions.refuse(other, reason="Đã có số", actor=account("bvdp"))
    with pytest.raises(Conflict):
        actions.take_back(other, device="máy-1")


def test_a_phone_is_bounded_and_another_is_not(ask: Ask, account: AccountOf) -> None:
    for _ in range(MOST_WAITING):
        ask()
    with pytest.raises(Conflict, match="đang chờ"):
        ask()
    ask(device="máy-2")
    mine = [r for r in db.session.query(SpeakingRequest) if r.device == "máy-1"]
    for request in mine:
        actions.take_back(request, device="máy-1")
    for _ in range(MOST_ASKED - MOST_WAITING):
        actions.take_back(ask(), device="máy-1")
    with pytest.raises(Conflict, match="nhiều lần"):
        ask()


def test_the_hall_is_bounded(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogue.hall.actions.requests.MOST_IN_HALL", 3)
    for number in range(3):
        ask(device=f"máy-{number}")
    with pytest.raises(Conflict, match="rất nhiều"):
        ask(device="máy-9")


def test_closed_and_reopened_by_the_presider(
    ask: Ask, meeting: Meeting, account: AccountOf
) -> None:
    waiting = ask()
    actions.close_registration(meeting, actor=account("chutich"))
    with pytest.raises(Conflict, match="thôi nhận đăng ký"):
        ask(device="máy-2")
    # Who asked in time gets his number.
    assert actions.accept(waiting, actor=account("bvdp"), speaker_name="Bông").number == 1
    actions.open_registration(meeting, actor=account("chutich"))
    assert ask(device="máy-2").state == "waiting"


@pytest.mark.parametrize("state", ["planned", "ended", "closed"])
def test_only_while_people_are_there(state: str, ask: Ask, meeting: Meeting) -> None:
    with unit_of_work():
        meeting.state = state
    with pytest.raises(Conflict, match="trong ngày"):
        ask()


def test_a_request_is_no_step_to_undo(ask: Ask, meeting: Meeting, account: AccountOf) -> None:
    request = ask()
    assert undoable(commands(meeting.id), None) == []
    actions.accept(request, actor=account("bvdp"), speaker_name="Bông")
    assert undoable(commands(meeting.id), None) == []  # a number is given back for a reason


@pytest.mark.parametrize("state", list(REQUEST.states))
@pytest.mark.parametrize(
    "username",
    ["quantri", "chutich", "phochutich", "vanphong", "bvdp", "thuky", "diachinh", "to3"],
)
def test_matrix(username: str, state: str, ask: Ask, account: AccountOf) -> None:
    request = ask()
    with unit_of_work():
        request.state = "waiting" if state == "accepted" else state
        if state == "accepted":
            request.state, request.turn_id = "refused", None
    desk = username in ("chutich", "vanphong", "bvdp", "thuky")
    for verb in ("accept", "refuse"):
        allowed = desk and request.state == "waiting"
        assert REQUEST.can(account(username), request, verb) is allowed
    if not desk:
        with pytest.raises(NotAllowed):
            actions.refuse(request, reason="Không", actor=account(username))


def form(**more: object) -> dict[str, object]:
    return {"speaker_name": "Võ Thị Hường", "unit": 0, "field": 0, "words": "Đèn hỏng",
            "submission_key": "p1"} | more  # fmt: skip


def test_a_phone_from_the_form_to_its_number(
    app: Flask, meeting: Meeting, hall: HallSession, client_as: ClientAs
) -> None:
    phone, url = app.test_client(), f"/hoi-truong/{hall.phone_token}/dang-ky"
    assert "Đăng ký phát biểu" in phone.get(f"/hoi-truong/{hall.phone_token}").text
    assert phone.post(url, data=form(words=" ")).status_code == 422
    sent = phone.post(url, data=form(), follow_redirects=True)
    assert "Chờ bàn đăng ký" in sent.text
    # Nobody else sees it, on any public page.
    other = app.test_client()
    for path in ("", "/part", "/dang-ky", "/dang-ky/part"):
        assert "Đèn hỏng" not in other.get(f"/hoi-truong/{hall.phone_token}{path}").text
    assert "Hường" not in other.get(f"/man-hinh/{hall.screen_token}").text

    desk = client_as("bvdp")
    page = desk.get(f"/meetings/{meeting.id}/desk").text
    assert "Võ Thị Hường" in page
    request = db.session.query(SpeakingRequest).one()
    done = desk.post(
        f"/meetings/{meeting.id}/desk/requests/{request.id}",
        data={"speaker_name": "Võ Thị Hường", "unit": 0, "field": 0, "version": request.version},
        follow_redirects=True,
    )
    assert re.search(r'id="slip-number">\s*1<', done.text)
    answered = phone.get(f"{url}/part").text
    assert "Số 1" in answered
    again = desk.post(
        f"/meetings/{meeting.id}/desk/requests/{request.id}",
        data={"speaker_name": "Võ Thị Hường", "unit": 0, "field": 0, "version": 1},
    )
    assert again.status_code == 409


def test_the_reason_reaches_the_phone_and_another_phone_takes_nothing_back(
    app: Flask, meeting: Meeting, hall: HallSession, client_as: ClientAs
) -> None:
    phone, url = app.test_client(), f"/hoi-truong/{hall.phone_token}/dang-ky"
    phone.post(url, data=form())
    request = db.session.query(SpeakingRequest).one()
    assert app.test_client().post(f"{url}/{request.id}/rut").status_code == 404
    desk, refusal = client_as("bvdp"), f"/meetings/{meeting.id}/desk/requests/{request.id}/refusal"
    assert desk.get(refusal).status_code == 200
    assert desk.post(refusal, data={"reason": ""}).status_code == 422
    desk.post(refusal, data={"reason": "Mời ông/bà đến bàn đăng ký", "version": request.version})
    assert "Mời ông/bà đến bàn đăng ký" in phone.get(url).text
    late = phone.post(f"{url}/{request.id}/rut", follow_redirects=True)
    assert "Không nhận" in late.text


def test_a_phone_takes_its_own_back(app: Flask, hall: HallSession) -> None:
    phone, url = app.test_client(), f"/hoi-truong/{hall.phone_token}/dang-ky"
    phone.post(url, data=form())
    request = db.session.query(SpeakingRequest).one()
    assert "Đã rút" in phone.post(f"{url}/{request.id}/rut", follow_redirects=True).text


def test_too_much_from_one_phone_is_said_at_its_place(app: Flask, hall: HallSession) -> None:
    phone, url = app.test_client(), f"/hoi-truong/{hall.phone_token}/dang-ky"
    for number in range(MOST_WAITING):
        phone.post(url, data=form(submission_key=f"q{number}"))
    refused = phone.post(url, data=form(submission_key="q9", words="Một việc nữa"))
    assert refused.status_code == 409
    assert "đang chờ bàn đăng ký trả lời" in refused.text
    assert "Một việc nữa" in refused.text


def test_closed_says_so(
    app: Flask, meeting: Meeting, hall: HallSession, account: AccountOf
) -> None:
    actions.close_registration(meeting, actor=account("chutich"))
    page = app.test_client().get(f"/hoi-truong/{hall.phone_token}/dang-ky").text
    assert "không nhận đăng ký phát biểu" in page
    assert "<textarea" not in page


def test_strangers_find_no_request(
    ask: Ask, meeting: Meeting, client_as: ClientAs, app: Flask
) -> None:
    request = ask()
    for username in ("to3", "diachinh", "phochutich"):
        for path in ("", "/refusal"):
            url = f"/meetings/{meeting.id}/desk/requests/{request.id}{path}"
            assert client_as(username).get(url).status_code == 404
    assert app.test_client().get("/hoi-truong/sai/dang-ky").status_code == 404
    assert client_as("bvdp").get(f"/meetings/{meeting.id}/desk/requests/99").status_code == 404
