"""The presider's console over HTTP: its own answer, stale and doubled presses, forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.hall import actions
from dialogue.hall.models import HallSession, Turn
from dialogue.hall.queries.log import commands
from dialogue.hall.queries.queue import queue
from dialogue.opinions.models import Preparation
from dialogue.plans.models import Meeting

Register = Callable[..., Turn]
ClientAs = Callable[[str], FlaskClient]
HTMX = {"HX-Request": "true"}


def console_url(meeting: Meeting, verb: str = "") -> str:
    return f"/meetings/{meeting.id}/console{'/' + verb if verb else ''}"


def button(html: str, verb: str) -> dict[str, str]:
    """The hidden fields of the form that posts to ``verb``."""
    form = re.search(rf'<form[^>]*action="[^"]*/console/{verb}".*?</form>', html, re.S)
    assert form, f"no button for {verb}"
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.group())
    return {name: value for name, value in fields if name != "csrf_token"}


@pytest.fixture
def presses(client_as: ClientAs, meeting: Meeting) -> Callable[..., Any]:
    """``presses("start")``: the chair presses that button as his page shows it."""
    client = client_as("chutich")

    def press(verb: str, html: str | None = None, htmx: bool = True) -> Any:
        html = html or client.get(console_url(meeting)).get_data(as_text=True)
        return client.post(
            console_url(meeting, verb), data=button(html, verb), headers=HTMX if htmx else {}
        )

    return press


def test_the_great_button_leads_through_a_turn(
    meeting: Meeting, register: Register, presses: Callable[..., Any]
) -> None:
    turn = register("Lê Thị Bông")
    for verb, state, next_words in (
        ("call", "called", "Bắt đầu"),
        ("start", "speaking", "Kết thúc"),
        ("finish", "done", "Chưa kết luận"),
    ):
        answer = presses(verb)
        assert answer.status_code == 200
        assert next_words in answer.text
        db.session.expire_all()
        assert turn.state == state
    assert "<!doctype" not in answer.text


def test_it_works_without_scripts(
    meeting: Meeting, register: Register, presses: Callable[..., Any]
) -> None:
    turn = register()
    answer = presses("call", htmx=False)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(console_url(meeting))
    db.session.expire_all()
    assert turn.state == "called"


def test_a_double_press_does_it_once_and_a_stale_one_nothing(
    meeting: Meeting, register: Register, presses: Callable[..., Any], client_as: ClientAs
) -> None:
    first, second = register("An"), register("Bình")
    page = client_as("chutich").get(console_url(meeting)).get_data(as_text=True)
    assert presses("call", page).status_code == 200
    assert presses("call", page).status_code == 200
    assert [c.verb for c in commands(meeting.id)].count("call") == 1

    other = client_as("thuky").get(console_url(meeting)).get_data(as_text=True)
    presses("start")
    stale = client_as("thuky").post(
        console_url(meeting, "absent"), data=button(other, "absent"), headers=HTMX
    )
    assert stale.status_code == 409
    assert "Trần Minh Đức đã làm" in stale.text
    assert "Kết thúc" in stale.text
    db.session.expire_all()
    assert (first.state, second.state) == ("speaking", "registered")


def test_undo_stands_beside_what_was_done(
    meeting: Meeting, register: Register, presses: Callable[..., Any]
) -> None:
    turn = register()
    presses("call")
    answer = presses("undo")
    assert answer.status_code == 200
    db.session.expire_all()
    assert turn.state == "registered"
    assert "Hoàn tác: Mời số 1" in answer.text


def test_opening_and_ending(
    meeting: Meeting, register: Register, presses: Callable[..., Any]
) -> None:
    turn = register()
    with unit_of_work():
        meeting.state = "announced"
    assert presses("open").status_code == 200
    db.session.expire_all()
    assert meeting.state == "live"
    assert presses("end").status_code == 200
    db.session.expire_all()
    assert (meeting.state, turn.state) == ("ended", "written")


def test_registration_and_screen_are_set(
    meeting: Meeting, hall: HallSession, presses: Callable[..., Any]
) -> None:
    presses("registration")
    db.session.expire_all()
    assert hall.registration_open is False
    presses("layout")
    db.session.expire_all()
    assert hall.layout == "speaker"


@pytest.mark.parametrize(
    ("what", "order"), [("first", [3, 1, 2]), ("up", [1, 3, 2]), ("withdraw", [1, 2])]
)
def test_another_place_with_a_reason(
    what: str, order: list[int], meeting: Meeting, register: Register, client_as: ClientAs
) -> None:
    turn = [register(name) for name in ("An", "Bình", "Chi")][2]
    client, url = client_as("chutich"), f"{console_url(meeting)}/turns/{turn.id}/place"
    assert "Chi: đổi thứ tự" in client.get(url).get_data(as_text=True)
    missing = client.post(url, data={"what": what, "reason": " "}, headers=HTMX)
    assert missing.status_code == 422
    assert "Cần ghi rõ lý do." in missing.text
    assert [t.number for t in queue(meeting.id).waiting] == [1, 2, 3]
    done = client.post(url, data={"what": what, "reason": "Cụ già"}, headers=HTMX)
    assert done.status_code == 200
    assert 'id="act"' in done.text
    assert [t.number for t in queue(meeting.id).waiting] == order
    assert commands(meeting.id)[-1].reason == "Cụ già"


def test_a_turn_that_left_the_queue_meanwhile_is_told(
    meeting: Meeting, register: Register, client_as: ClientAs, chair: Account, hall: HallSession
) -> None:
    first, second = register("An"), register("Bình")
    url = f"{console_url(meeting)}/turns/{second.id}/place"
    seen = hall.version
    actions.call(first, actor=chair)
    stale = client_as("thuky").post(
        url, data={"what": "first", "reason": "Cụ già", "version": seen}, headers=HTMX
    )
    assert stale.status_code == 409
    assert "chưa được thực hiện" in stale.text


def test_more_time_and_the_answer(
    meeting: Meeting, register: Register, client_as: ClientAs, chair: Account,
    account: Callable[[str], Account],
) -> None:  # fmt: skip
    turn = register()
    client, base = client_as("chutich"), f"{console_url(meeting)}/turns/{turn.id}"
    actions.call(turn, actor=chair)
    actions.start(turn, actor=chair)
    assert client.get(f"{base}/time").status_code == 200
    assert client.post(f"{base}/time", data={"minutes": 9, "reason": "x"}).status_code == 422
    assert client.post(f"{base}/time", data={"minutes": 2, "reason": "Hỏi"}).status_code == 303
    answerer = account("diachinh")
    assert "Phan Đình Khải" in client.get(f"{base}/answer", headers=HTMX).text
    assert client.post(f"{base}/answer", data={"answerer": 9999}).status_code == 422
    done = client.post(f"{base}/answer", data={"answerer": answerer.id}, headers=HTMX)
    assert done.status_code == 200
    db.session.expire_all()
    assert (turn.allowance, turn.state, turn.answerer_id) == (300, "answering", answerer.id)


def test_the_answerers_phone_shows_the_question_and_what_was_prepared(
    register: Register, client_as: ClientAs, chair: Account,
    account: Callable[[str], Account],
) -> None:  # fmt: skip
    turn = register()
    with unit_of_work() as session:
        session.add(
            Preparation(
                opinion_id=turn.opinion_id,
                lead_unit_id=account("diachinh").unit_id,
                state="ready",
                answer="Đã khảo sát, sẽ nạo vét cống trong tháng 5.",
            )
        )
    actions.call(turn, actor=chair)
    actions.start(turn, actor=chair)
    client, other = client_as("diachinh"), client_as("tuphap")
    assert "Chưa có câu hỏi" in client.get("/my-answer").text
    actions.hand_answer(turn, account("diachinh"), actor=chair)
    part = client.get("/my-answer/part")
    assert "nạo vét cống" in part.text
    assert "ngập nước" in part.text
    assert "+84905001203" not in part.text
    assert "nạo vét" not in other.get("/my-answer/part").text
    same = client.get("/my-answer/part", headers={"If-None-Match": part.headers["ETag"]})
    assert same.status_code == 304


@pytest.mark.parametrize("username", ["to3", "diachinh", "quantri", "bvdp"])
def test_the_console_does_not_exist_for_others(
    username: str, meeting: Meeting, register: Register, client_as: ClientAs
) -> None:
    turn = register()
    client = client_as(username)
    assert client.get(console_url(meeting)).status_code == 404
    assert client.get(console_url(meeting, "part")).status_code == 404
    assert client.post(console_url(meeting, "call"), data={"turn": turn.id}).status_code == 404
    assert client.get(f"{console_url(meeting)}/turns/{turn.id}/place").status_code == 404


def test_the_office_looks_but_does_not_press(
    meeting: Meeting, register: Register, client_as: ClientAs
) -> None:
    turn = register()
    client = client_as("vanphong")
    page = client.get(console_url(meeting)).text
    assert "Lê Thị Bông" in page
    assert "/console/call" not in page
    assert client.post(console_url(meeting, "call"), data={"turn": turn.id}).status_code == 404
    assert client.get(f"{console_url(meeting)}/turns/{turn.id}/place").status_code == 404


def test_unknown_commands_and_strangers_turns_are_404(
    meeting: Meeting, client_as: ClientAs
) -> None:
    client = client_as("chutich")
    for verb, data in (
        ("dance", {}),
        ("call", {"turn": 999}),
        ("undo", {"value": "999"}),
        ("undo", {"value": "x"}),
        ("registration", {"value": "toggle"}),
    ):
        assert client.post(console_url(meeting, verb), data=data).status_code == 404
    assert client.get("/meetings/999/console").status_code == 404


def test_no_hall_before_a_date_is_announced(meeting: Meeting, client_as: ClientAs) -> None:
    with unit_of_work():
        meeting.state = "planned"
    assert client_as("chutich").get(console_url(meeting)).status_code == 404


def test_the_part_is_not_sent_again_when_nothing_changed(
    meeting: Meeting, register: Register, client_as: ClientAs, chair: Account
) -> None:
    turn = register()
    client, url = client_as("chutich"), console_url(meeting, "part")
    first = client.get(url)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(url, headers=tag).status_code == 304
    actions.call(turn, actor=chair)
    assert client.get(url, headers=tag).status_code == 200


def test_the_same_number_of_queries_however_long_the_queue(
    meeting: Meeting, register: Register, client_as: ClientAs, count_queries: Any
) -> None:
    client = client_as("chutich")
    counts: dict[str, list[int]] = {}
    done = 0
    for size in (1, 3, 50):
        while done < size:
            register(f"Người {done}")
            done += 1
        for url in (
            console_url(meeting, "part"),
            f"/meetings/{meeting.id}/record",
            f"/meetings/{meeting.id}/desk?q=nguoi",
        ):
            client.get(url)
            with count_queries() as n:
                assert client.get(url).status_code == 200
            counts.setdefault(url, []).append(len(n))
    for url, found in counts.items():
        assert len(set(found)) == 1, (url, found)
