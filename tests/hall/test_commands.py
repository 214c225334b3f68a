"""Each command of the hall: done once, on the right turn, on record, and back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.hall import actions
from dialogue.hall.models import HallCommand, HallSession, Turn
from dialogue.hall.queries.console import console
from dialogue.hall.queries.log import commands
from dialogue.hall.queries.queue import queue
from dialogue.hall.timing import remaining_seconds, spoken_seconds
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

Register = Callable[..., Turn]
Find = Callable[[str], Account]


def numbers(meeting: Meeting) -> list[int]:
    return [t.number for t in queue(meeting.id).waiting]


def last(meeting: Meeting) -> HallCommand:
    return commands(meeting.id)[-1]


def test_each_gets_the_next_number_in_the_order_of_registration(
    meeting: Meeting, register: Register, hall: HallSession
) -> None:
    before = hall.version
    turns = [register(name) for name in ("An", "Bình", "Chi")]
    assert [t.number for t in turns] == [1, 2, 3]
    assert numbers(meeting) == [1, 2, 3]
    assert hall.version == before + 3
    assert "Đăng ký phát biểu, số 2" in [e.label for e in timeline(turns[1].opinion)]


def test_a_walk_in_becomes_an_opinion_with_a_receipt(
    meeting: Meeting, account: Find, unit: Callable[[str], Unit]
) -> None:
    command = actions.register(
        meeting,
        actor=account("bvdp"),
        speaker_name="  Võ  Thị Hường ",
        unit=unit("to-5"),
        topic="Rác",
        words="Rác để đến trưa mới lấy.",
    )
    turn = command.turn
    assert turn is not None
    assert turn.speaker_name == "Võ Thị Hường"
    assert turn.opinion.receipt
    assert (turn.opinion.channel, turn.opinion.state) == ("hall", "selected")


def test_the_same_key_gives_the_same_number_and_one_opinion(
    meeting: Meeting, account: Find
) -> None:
    def again() -> HallCommand:
        return actions.register(
            meeting, actor=account("bvdp"), speaker_name="An", words="Một việc", key="once"
        )

    first, second = again(), again()
    assert first.id == second.id
    assert db.session.query(Opinion).count() == 1
    assert numbers(meeting) == [1]


def test_a_walk_in_without_words_leaves_nothing_behind(meeting: Meeting, account: Find) -> None:
    with pytest.raises(InvalidInput) as problem:
        actions.register(meeting, actor=account("bvdp"), speaker_name="An", words=" ")
    assert problem.value.field == "words"
    with pytest.raises(InvalidInput) as problem:
        actions.register(meeting, actor=account("bvdp"), speaker_name=" ", words="Việc")
    assert problem.value.field == "speaker_name"
    assert db.session.query(Opinion).count() == 0
    assert numbers(meeting) == []


def test_an_opinion_stands_in_the_queue_once(
    meeting: Meeting, account: Find, opinion: Callable[..., Opinion]
) -> None:
    said = opinion()
    desk = account("bvdp")
    actions.register(meeting, actor=desk, speaker_name="Bông", opinion=said)
    with pytest.raises(Conflict, match="số 1"):
        actions.register(meeting, actor=desk, speaker_name="Bông", opinion=said)


def test_closed_registration_takes_nobody_and_set_is_not_toggle(
    meeting: Meeting, register: Register, chair: Account, hall: HallSession
) -> None:
    register("An")
    actions.close_registration(meeting, actor=chair)
    actions.close_registration(meeting, actor=chair)
    assert hall.registration_open is False
    with pytest.raises(Conflict):
        register("Bình")
    actions.open_registration(meeting, actor=chair)
    assert register("Bình").number == 2


@pytest.mark.parametrize("username", ["to3", "diachinh", "quantri"])
def test_only_the_desk_registers(meeting: Meeting, account: Find, username: str) -> None:
    with pytest.raises(NotAllowed):
        actions.register(meeting, actor=account(username), speaker_name="An", words="Việc")


def test_called_is_not_yet_speaking_and_the_clock_starts_at_the_first_word(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    turn = register()
    with time_machine.travel(clock.now(), tick=False) as time:
        actions.call_next(meeting.id, actor=chair)
        assert turn.state == "called"
        time.shift(40)
        assert spoken_seconds(turn, clock.now()) == 0
        actions.start(turn, actor=chair)
        time.shift(30)
        actions.pause(turn, actor=chair)
        time.shift(100)
        assert spoken_seconds(turn, clock.now()) == 30
        actions.resume(turn, actor=chair)
        time.shift(20)
        assert remaining_seconds(turn, clock.now()) == turn.allowance - 50
        actions.finish(turn, actor=chair)
        time.shift(500)
        assert spoken_seconds(turn, clock.now()) == 50
    assert turn.state == "done"
    assert any("50 giây" in e.label for e in timeline(turn.opinion))


def test_a_speech_that_ends_in_a_pause_leaves_the_pause_out(
    register: Register, chair: Account
) -> None:
    turn = register()
    with time_machine.travel(clock.now(), tick=False) as time:
        actions.call(turn, actor=chair)
        actions.start(turn, actor=chair)
        time.shift(10)
        actions.pause(turn, actor=chair)
        time.shift(60)
        actions.finish(turn, actor=chair)
    assert spoken_seconds(turn, clock.now()) == 10
    assert turn.paused_at is None


def test_one_at_the_microphone(meeting: Meeting, register: Register, chair: Account) -> None:
    first, second = register("An"), register("Bình")
    actions.call(first, actor=chair)
    with pytest.raises(Conflict, match="micro"):
        actions.call(second, actor=chair, reason="Việc gấp")
    with pytest.raises(IntegrityError), unit_of_work():
        second.state = "speaking"
        db.session.flush()


def test_calling_out_of_order_needs_a_reason_that_stands_in_the_record(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    register("An")
    second = register("Bình")
    with pytest.raises(InvalidInput) as problem:
        actions.call(second, actor=chair)
    assert problem.value.field == "reason"
    assert second.state == "registered"
    actions.call(second, actor=chair, reason="Cụ đã 90 tuổi")
    assert last(meeting).reason == "Cụ đã 90 tuổi"
    assert "trước 1 người" in last(meeting).label


def test_more_time_needs_a_reason(meeting: Meeting, register: Register, chair: Account) -> None:
    turn = register()
    actions.call(turn, actor=chair)
    before = turn.allowance
    with pytest.raises(InvalidInput):
        actions.extend(turn, 60, reason=" ", actor=chair)
    with pytest.raises(InvalidInput):
        actions.extend(turn, 0, reason="Thêm", actor=chair)
    assert turn.allowance == before
    actions.extend(turn, 60, reason="Chủ trì hỏi thêm", actor=chair)
    assert turn.allowance == before + 60
    assert last(meeting).reason == "Chủ trì hỏi thêm"


def test_who_was_absent_comes_back_after_two(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    turns = [register(name) for name in ("An", "Bình", "Chi", "Dũng")]
    actions.call_next(meeting.id, actor=chair)
    actions.absent(turns[0], actor=chair)
    assert turns[0].state == "absent"
    assert numbers(meeting) == [2, 3, 1, 4]
    assert last(meeting).reason
    actions.call_next(meeting.id, actor=chair)
    assert turns[1].state == "called"


def test_the_only_one_waiting_may_be_absent_too(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    turn = register()
    actions.call(turn, actor=chair)
    actions.absent(turn, actor=chair)
    assert numbers(meeting) == [1]
    actions.call_next(meeting.id, actor=chair)
    assert turn.state == "called"


def test_moving_needs_a_reason_and_the_neighbour(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    turns = [register(name) for name in ("An", "Bình", "Chi")]
    with pytest.raises(InvalidInput):
        actions.move(turns[2], None, reason="", actor=chair)
    actions.move(turns[2], None, reason="Cùng nội dung", actor=chair)
    assert numbers(meeting) == [3, 1, 2]
    actions.move(turns[2], turns[0], reason="Trả lại chỗ", actor=chair)
    assert numbers(meeting) == [1, 3, 2]
    with pytest.raises(InvalidInput):
        actions.move(turns[2], turns[2], reason="Nhầm", actor=chair)
    actions.call(turns[0], actor=chair)
    with pytest.raises(Conflict):
        actions.move(turns[2], turns[0], reason="Sau người đang nói", actor=chair)


def test_moving_goes_on_when_there_is_no_room_between_two(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    turns = [register(name) for name in ("An", "Bình", "Chi")]
    for place in range(80):
        mover = turns[1 + place % 2]
        actions.move(mover, turns[0], reason="Đổi chỗ", actor=chair)
        assert numbers(meeting)[:2] == [1, mover.number]
    assert len({t.rank for t in turns}) == 3


def test_somebody_who_registers_meanwhile_refuses_no_move(
    meeting: Meeting, register: Register, chair: Account, hall: HallSession
) -> None:
    first, second = register("An"), register("Bình")
    seen = hall.version
    register("Chi")
    actions.move(second, None, reason="Cụ già", actor=chair, version=seen)
    assert numbers(meeting) == [2, 1, 3]
    with pytest.raises(Conflict, match="Chuyển số 2"):
        actions.call(first, actor=chair, version=seen)
    assert first.state == "registered"


def test_a_second_next_ends_nobody_elses_speech(
    meeting: Meeting, register: Register, chair: Account, hall: HallSession
) -> None:
    first, second = register("An"), register("Bình")
    actions.call(first, actor=chair)
    actions.start(first, actor=chair)
    seen = hall.version
    actions.finish(first, actor=chair, version=seen, key="k1")
    actions.finish(first, actor=chair, version=seen, key="k1")
    with pytest.raises(Conflict):
        actions.finish(first, actor=chair, version=seen, key="k2")
    actions.call(second, actor=chair)
    actions.start(second, actor=chair)
    with pytest.raises(Conflict):
        actions.finish(first, actor=chair)
    assert second.state == "speaking"


def test_a_key_is_for_one_command_only(register: Register, chair: Account, account: Find) -> None:
    turn = register()
    actions.call(turn, actor=chair, key="k")
    with pytest.raises(Conflict):
        actions.start(turn, actor=chair, key="k")
    assert turn.state == "called"


def test_the_answer_is_handed_over_with_its_own_clock(
    meeting: Meeting, register: Register, chair: Account, account: Find
) -> None:
    turn = register()
    answerer = account("diachinh")
    with time_machine.travel(clock.now(), tick=False) as time:
        actions.call(turn, actor=chair)
        actions.start(turn, actor=chair)
        time.shift(60)
        actions.hand_answer(turn, answerer, actor=chair)
        assert (turn.state, turn.answerer_id) == ("answering", answerer.id)
        assert spoken_seconds(turn, clock.now()) == 60
        with pytest.raises(InvalidInput):
            actions.hand_answer(turn, answerer, actor=chair)
        time.shift(45)
        actions.finish_answer(turn, actor=chair)
    assert turn.state == "done"
    assert "45 giây" in last(meeting).label
    told = db.session.scalars(
        select(Notification).where(Notification.account_id == answerer.id)
    ).one()
    assert told.url == "/my-answer"


def test_an_answer_after_the_speech_waits_for_a_free_microphone(
    register: Register, chair: Account, account: Find
) -> None:
    first, second = register("An"), register("Bình")
    for turn in (first,):
        actions.call(turn, actor=chair)
        actions.start(turn, actor=chair)
        actions.finish(turn, actor=chair)
    actions.call(second, actor=chair)
    with pytest.raises(Conflict, match="micro"):
        actions.hand_answer(first, account("diachinh"), actor=chair)
    assert first.state == "done"


def test_withdrawing_needs_a_reason_and_keeps_the_opinion(
    meeting: Meeting, register: Register, account: Find
) -> None:
    turn = register()
    with pytest.raises(InvalidInput):
        actions.withdraw(turn, reason="", actor=account("bvdp"))
    actions.withdraw(turn, reason="Đã được giải thích", actor=account("bvdp"))
    assert turn.state == "withdrawn"
    assert turn.opinion.state == "selected"
    assert numbers(meeting) == []


def test_what_found_no_time_is_answered_in_writing(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    turns = [register(name) for name in ("An", "Bình", "Chi")]
    actions.answer_in_writing(turns[1], actor=chair)
    assert turns[1].state == "written"
    actions.end_hall(meeting, actor=chair, key="end")
    actions.end_hall(meeting, actor=chair, key="end")
    assert [t.state for t in turns] == ["written"] * 3
    assert meeting.state == "ended"
    assert any("bằng văn bản" in e.label for e in timeline(turns[2].opinion))


def test_the_meeting_does_not_end_in_mid_speech(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    turn = register()
    actions.call(turn, actor=chair)
    with pytest.raises(Conflict, match="micro"):
        actions.end_hall(meeting, actor=chair)
    assert meeting.state == "live"


def test_opening_is_on_record_and_happens_once(meeting: Meeting, chair: Account) -> None:
    with unit_of_work():
        meeting.state, meeting.opened_at = "announced", None
    actions.open_hall(meeting, actor=chair, key="open")
    actions.open_hall(meeting, actor=chair, key="open")
    assert meeting.state == "live"
    assert [c.verb for c in commands(meeting.id)] == ["open_meeting"]


def test_the_screen_is_set_by_who_may(meeting: Meeting, account: Find, hall: HallSession) -> None:
    actions.set_layout(meeting, "pause", actor=account("vanphong"))
    assert hall.layout == "pause"
    with pytest.raises(NotAllowed):
        actions.set_layout(meeting, "opening", actor=account("to1"))
    with pytest.raises(InvalidInput):
        actions.set_layout(meeting, "nothing", actor=account("vanphong"))


def test_undo_restores_and_stays_on_record(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    turn = register()
    actions.call(turn, actor=chair)
    actions.start(turn, actor=chair)
    started = turn.started_at
    actions.finish(turn, actor=chair)
    done = last(meeting)
    actions.undo(done, actor=chair, key="u")
    actions.undo(done, actor=chair, key="u")
    assert (turn.state, turn.started_at, turn.ended_at) == ("speaking", started, None)
    assert [c.verb for c in commands(meeting.id)] == [
        "register", "call", "start", "finish", "undo",
    ]  # fmt: skip
    with pytest.raises(Conflict):
        actions.undo(done, actor=chair)
    assert any(e.verb == "undo" for e in timeline(turn))


def test_undo_goes_back_step_by_step(meeting: Meeting, register: Register, chair: Account) -> None:
    turn = register()
    called = actions.call(turn, actor=chair)
    started = actions.start(turn, actor=chair)
    with pytest.raises(Conflict):
        actions.undo(called, actor=chair)
    actions.undo(started, actor=chair)
    actions.undo(called, actor=chair)
    assert (turn.state, turn.called_at) == ("registered", None)


def test_undo_is_refused_when_another_stands_at_the_microphone(
    meeting: Meeting, register: Register, chair: Account
) -> None:
    first, second = register("An"), register("Bình")
    actions.call(first, actor=chair)
    actions.start(first, actor=chair)
    finished = actions.finish(first, actor=chair)
    actions.call(second, actor=chair)
    with pytest.raises(Conflict):
        actions.undo(finished, actor=chair)
    assert first.state == "done"


def test_a_number_is_given_back_for_a_reason_only(
    meeting: Meeting, register: Register, account: Find, chair: Account
) -> None:
    turn = register()
    registered = last(meeting)
    for who in (account("bvdp"), chair):
        with pytest.raises((Conflict, NotAllowed)):
            actions.undo(registered, actor=who)
    assert turn.state == "registered"
    actions.withdraw(turn, reason="Bàn đăng ký ghi nhầm", actor=account("bvdp"))
    assert turn.state == "withdrawn"
    assert register("Bình").number == 2


def test_the_presiders_undo_leaves_the_desks_numbers_alone(
    meeting: Meeting, hall: HallSession, register: Register, chair: Account
) -> None:
    turn = register()
    called = actions.call(turn, actor=chair)
    register("Bình")
    undo = console(chair, meeting, hall).undo
    assert undo is not None
    assert undo.id == called.id


def test_a_call_undone_gives_the_screen_back(
    meeting: Meeting, hall: HallSession, register: Register, chair: Account
) -> None:
    first, second = register("An"), register("Bình")
    paused = actions.set_layout(meeting, "pause", actor=chair)
    since = hall.layout_since
    called = actions.call(first, actor=chair)
    assert hall.layout == "speaker"
    with pytest.raises(Conflict):
        actions.undo(paused, actor=chair)  # the screen has moved on
    actions.undo(called, actor=chair)
    assert (hall.layout, hall.layout_since) == ("pause", since)
    called = actions.call(second, actor=chair, reason="Cụ già")
    actions.set_layout(meeting, "results", actor=chair)
    actions.undo(called, actor=chair)  # what was chosen since stays
    assert (second.state, hall.layout) == ("registered", "results")


def test_the_desk_does_not_undo_what_the_presider_did(
    meeting: Meeting, register: Register, chair: Account, account: Find
) -> None:
    turn = register()
    called = actions.call(turn, actor=chair)
    with pytest.raises(NotAllowed):
        actions.undo(called, actor=account("bvdp"))


def test_the_record_of_the_hall_cannot_be_changed(meeting: Meeting, register: Register) -> None:
    register()
    for statement in ("UPDATE hall_command SET label = ''", "DELETE FROM hall_command"):
        with pytest.raises(IntegrityError, match="append-only"), unit_of_work() as session:
            session.execute(text(statement))


def test_nobody_waits(meeting: Meeting, chair: Account) -> None:
    with pytest.raises(Conflict, match="Không còn ai"):
        actions.call_next(meeting.id, actor=chair)


def test_an_office_account_presses_only_when_named(register: Register, account: Find) -> None:
    turn = register()
    with pytest.raises(NotAllowed):
        actions.call(turn, actor=account("vanphong"))
    actions.call(turn, actor=account("thuky"))
    assert turn.state == "called"


def test_late_clock_is_overtime(register: Register, chair: Account) -> None:
    turn = register()
    actions.call(turn, actor=chair)
    actions.start(turn, actor=chair)
    assert turn.started_at is not None
    later = turn.started_at + timedelta(seconds=turn.allowance + 12)
    assert remaining_seconds(turn, later) == -12
