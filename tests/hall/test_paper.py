"""The printed queue typed back in: with the times it had, checked against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall import actions, queries
from dialogue.hall.actions import Spoken
from dialogue.hall.models import Turn
from dialogue.hall.queries.log import commands
from dialogue.hall.timing import spoken_seconds
from dialogue.history.queries import timeline
from dialogue.plans.models import Meeting

Register = Callable[..., Turn]
AccountOf = Callable[[str], Account]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Far from midnight, so that all of the hall's hours are of one day."""
    from datetime import date, time

    with time_machine.travel(clock.at(date(2026, 5, 12), time(10, 0)), tick=False):
        yield


def minutes_ago(minutes: float) -> Any:
    return clock.now() - timedelta(minutes=minutes)


def spoken(start: float, end: float, **more: Any) -> Spoken:
    return Spoken(minutes_ago(start), minutes_ago(end), **more)


def test_a_speech_with_its_times(
    meeting: Meeting, chair: Account, register: Register, account: AccountOf
) -> None:
    turn = register()
    speech = spoken(30, 27, answerer=account("diachinh"), answered_until=minutes_ago(25))
    command = actions.enter_speech(turn, speech, actor=chair, key="p1")
    assert actions.enter_speech(turn, speech, actor=chair, key="p1").id == command.id
    assert turn.state == "done"
    assert spoken_seconds(turn, clock.now()) == 180
    assert command.reason == "Ghi lại từ giấy"
    assert "09:30–09:33" in command.label
    (answer,) = queries.answers_of([turn], commands(meeting.id))[turn.id]
    assert (answer.answerer_id, answer.seconds(clock.now())) == (account("diachinh").id, 120)
    said = [event.verb for event in timeline(turn.opinion)]
    assert said[-2:] == ["spoken", "answered_in_hall"]
    actions.undo(command, actor=chair)
    assert (turn.state, turn.started_at, turn.answerer_id) == ("registered", None, None)


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [(90, 80, "started"), (20, 20, "ended"), (20, 25, "ended"), (5, -10, "ended")],
)
def test_times_that_cannot_be(
    start: float, end: float, field: str, chair: Account, register: Register
) -> None:
    turn = register()
    with pytest.raises(InvalidInput) as refused:
        actions.enter_speech(turn, spoken(start, end), actor=chair)
    assert refused.value.field == field
    assert turn.state == "registered"


def test_an_answer_needs_both_who_and_until_when(
    chair: Account, register: Register, account: AccountOf
) -> None:
    turn = register()
    for more, field in (
        ({"answerer": account("diachinh")}, "answered_until"),
        ({"answered_until": minutes_ago(20)}, "answerer"),
        ({"answerer": account("diachinh"), "answered_until": minutes_ago(28)}, "answered_until"),
    ):
        with pytest.raises(InvalidInput) as refused:
            actions.enter_speech(turn, spoken(30, 27, **more), actor=chair)
        assert refused.value.field == field


def test_two_were_not_at_the_microphone_at_once(chair: Account, register: Register) -> None:
    first, second = register("A"), register("B")
    actions.enter_speech(first, spoken(30, 25), actor=chair)
    for times in ((29, 27), (31, 29), (26, 20), (40, 10)):
        with pytest.raises(InvalidInput, match="Lúc đó số 1 ở micro"):
            actions.enter_speech(second, spoken(*times), actor=chair)
    actions.enter_speech(second, spoken(25, 22), actor=chair)


def test_who_had_no_number_gets_it_with_an_opinion(meeting: Meeting, chair: Account) -> None:
    command = actions.enter_speaker(
        meeting, spoken(15, 12), speaker_name="Võ Thị Hường", words="Rác để đến trưa.",
        actor=chair, key="p2",
    )  # fmt: skip
    turn = command.turn
    assert turn is not None
    assert (turn.number, turn.state, turn.opinion.words) == (1, "done", "Rác để đến trưa.")
    assert turn.registered_at <= turn.called_at  # type: ignore[operator]
    with pytest.raises(InvalidInput) as refused:
        actions.enter_speaker(meeting, spoken(10, 9), speaker_name="Ai đó", words=" ", actor=chair)
    assert refused.value.field == "words"
    with pytest.raises(InvalidInput):  # nothing half saved
        actions.enter_speaker(
            meeting, spoken(14, 13), speaker_name="Ai đó", words="Trùng giờ", actor=chair
        )
    assert [t.number for t in queries.queue(meeting.id).turns] == [1]


def test_not_twice_and_not_by_others(
    meeting: Meeting, chair: Account, register: Register, account: AccountOf
) -> None:
    turn = register()
    for username in ("bvdp", "to3", "diachinh"):
        with pytest.raises(NotAllowed):
            actions.enter_speech(turn, spoken(30, 27), actor=account(username))
    actions.withdraw(turn, reason="Về sớm", actor=chair)
    with pytest.raises(Conflict):
        actions.enter_speech(turn, spoken(20, 17), actor=chair)


def test_who_was_speaking_when_the_network_went(
    meeting: Meeting, chair: Account, register: Register, account: AccountOf
) -> None:
    speaks, waits = register("A"), register("B")
    with time_machine.travel(minutes_ago(30), tick=False):
        actions.call(speaks, actor=chair)
        actions.start(speaks, actor=chair)
        actions.extend(speaks, 60, reason="Hỏi thêm", actor=chair)
        actions.pause(speaks, actor=chair)
    with pytest.raises(InvalidInput, match="xin ghi lại lượt đó trước"):
        actions.enter_speech(waits, spoken(20, 15), actor=chair)
    command = actions.enter_speech(speaks, spoken(30, 26), actor=chair)
    assert (speaks.state, spoken_seconds(speaks, clock.now())) == ("done", 240)
    assert command.label == "Sửa theo giấy: số 1 phát biểu 09:30–09:34"
    actions.enter_speech(waits, spoken(20, 15), actor=chair)
    actions.call(register("C"), actor=chair)  # the microphone is free again
    assert speaks.state == "done"


def test_an_answer_under_way_keeps_who_gave_it(
    meeting: Meeting, chair: Account, register: Register, account: AccountOf
) -> None:
    turn = register()
    first, second = account("diachinh"), account("taichinh")
    with time_machine.travel(minutes_ago(30), tick=False):
        actions.call(turn, actor=chair)
        actions.start(turn, actor=chair)
    with time_machine.travel(minutes_ago(27), tick=False):
        actions.hand_answer(turn, first, actor=chair)
    with time_machine.travel(minutes_ago(26), tick=False):
        actions.hand_answer(turn, second, actor=chair)
    with pytest.raises(InvalidInput, match="đã giao") as refused:
        actions.enter_speech(turn, spoken(30, 27), actor=chair)
    assert refused.value.field == "answerer"
    speech = spoken(30, 26, answerer=second, answered_until=minutes_ago(21))
    actions.enter_speech(turn, speech, actor=chair)
    shown = queries.answers_of([turn], commands(meeting.id))[turn.id]
    assert [(a.answerer_id, a.seconds(clock.now())) for a in shown] == [
        (first.id, 60),
        (second.id, 300),
    ]


def test_wrong_times_are_put_right_and_the_old_ones_stay_on_record(
    meeting: Meeting, chair: Account, register: Register
) -> None:
    turn = register()
    with time_machine.travel(minutes_ago(30), tick=False):
        actions.call(turn, actor=chair)
        actions.start(turn, actor=chair)
    with time_machine.travel(minutes_ago(10), tick=False):
        actions.finish(turn, actor=chair)  # the console came back only then
    corrected = actions.enter_speech(turn, spoken(30, 27), actor=chair)
    assert spoken_seconds(turn, clock.now()) == 180
    actions.undo(corrected, actor=chair)
    assert spoken_seconds(turn, clock.now()) == 1200


def test_who_was_put_in_writing_had_spoken_on_paper(
    meeting: Meeting, chair: Account, register: Register
) -> None:
    turn = register()
    actions.end_hall(meeting, actor=chair)
    assert turn.state == "written"
    actions.enter_speech(turn, spoken(30, 27), actor=chair)
    assert turn.state == "done"


@pytest.mark.parametrize("over", [False, True])
def test_a_walk_in_from_paper_after_registration_was_closed(
    over: bool, meeting: Meeting, chair: Account, account: AccountOf
) -> None:
    actions.close_registration(meeting, actor=chair)
    if over:
        actions.end_hall(meeting, actor=chair)
    operator = account("thuky")  # named for the meeting, not one of its desk
    command = actions.enter_speaker(
        meeting, spoken(15, 12), speaker_name="Võ Thị Hường", words="Rác", actor=operator
    )
    assert command.turn is not None
    assert command.turn.state == "done"
    with pytest.raises(NotAllowed):
        actions.enter_speaker(
            meeting, spoken(9, 8), speaker_name="Ai", words="Rác", actor=account("bvdp")
        )


def test_after_the_end_too(meeting: Meeting, chair: Account, register: Register) -> None:
    turn = register()
    with unit_of_work():
        meeting.state = "ended"
    actions.enter_speech(turn, spoken(30, 27), actor=chair)
    assert turn.state == "done"


def form(turn: Turn | None, **more: object) -> dict[str, object]:
    return {"turn": turn.id if turn else 0, "what": "spoken", "unit": 0, "answerer": 0,
            "started": "09:30", "ended": "09:33", "submission_key": "f1"} | more  # fmt: skip


def test_the_page_line_by_line(
    meeting: Meeting, register: Register, client_as: Callable[[str], FlaskClient]
) -> None:
    first, second = register("Lê An"), register("Lê Bình")
    url, client = f"/meetings/{meeting.id}/paper", client_as("chutich")
    assert "Lê An" in client.get(url).text
    wrong = client.post(url, data=form(first, ended="09:20"))
    assert wrong.status_code == 422
    assert "Giờ kết thúc phải sau giờ bắt đầu." in wrong.text
    assert 'value="09:20"' in wrong.text
    assert client.post(url, data=form(first, ended="")).status_code == 422
    done = client.post(url, data=form(first), follow_redirects=True)
    assert "số 1 phát biểu 09:30–09:33" in done.text
    assert 'value="09:33"' in done.text  # the next one begins where this ended
    client.post(url, data=form(first))  # sent twice
    assert len([c for c in commands(meeting.id) if c.verb == "enter_speech"]) == 1
    data = form(second, what="absent", started="09:35", ended="", submission_key="f2")
    assert "vắng" in client.post(url, data=data, follow_redirects=True).text
    assert commands(meeting.id)[-1].reason == "Ghi lại từ giấy, lúc 09:35"
    nobody = client.post(url, data=form(None, started="09:40", ended="09:41"))
    assert nobody.status_code == 422
    assert "Cần ghi họ và tên." in nobody.text


def test_only_who_presses_opens_it(
    meeting: Meeting, client_as: Callable[[str], FlaskClient]
) -> None:
    url = f"/meetings/{meeting.id}/paper"
    for username in ("chutich", "thuky"):
        assert client_as(username).get(url).status_code == 200
    for username in ("bvdp", "vanphong", "phochutich", "to3", "diachinh"):
        assert client_as(username).get(url).status_code == 404, username
