"""Who may do which step of the minutes, and when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.followup import actions as followup
from dialogue.hall.models import Turn
from dialogue.history.models import HistoryEvent
from dialogue.minutes import actions
from dialogue.minutes.models import Minutes, MinutesLine
from dialogue.minutes.queries import blocks, lines_of, may_hear, versions
from dialogue.minutes.workflow import MINUTES
from dialogue.notifications.models import Notification
from dialogue.plans.models import Meeting, MeetingDuty
from tests.minutes.conftest import end, line_of

People = Callable[[str], Account]
WRITERS, PRESIDER = {"thuky", "vanphong"}, {"chutich"}
EVERYBODY = ("thuky", "vanphong", "chutich", "phochutich", "bvdp", "to3", "diachinh", "quantri")
MATRIX = {
    "write": (WRITERS, {"draft"}),
    "submit": (WRITERS, {"draft"}),
    "recall": (WRITERS, {"submitted"}),
    "sign": (PRESIDER, {"submitted"}),
    "return": (PRESIDER, {"submitted"}),
    "reopen": (PRESIDER, {"signed"}),
}


@pytest.fixture
def written(minutes: Minutes, speech: MinutesLine, clerk: Account, meeting: Meeting) -> Minutes:
    """Something is written and the meeting is over."""
    actions.save(speech, "Nước ngập", version=1, key="a", actor=clerk)
    end(meeting)
    return minutes


@pytest.mark.parametrize("state", MINUTES.states)
@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_do_what_when(minutes: Minutes, account: People, name: str, state: str) -> None:
    user = account(name)
    with db.session.no_autoflush:
        minutes.meeting.state = "ended"
        minutes.state = state
        may = {verb for verb in MATRIX if MINUTES.can(user, minutes, verb)}
    expected = {v for v, (who, when) in MATRIX.items() if name in who and state in when}
    db.session.rollback()
    assert may == expected


def test_the_table_is_the_matrix() -> None:
    assert {row.verb for row in MINUTES.rows} == set(MATRIX)


def test_only_the_delegate_signs_what_he_presided(
    minutes: Minutes, account: People, meeting: Meeting
) -> None:
    with unit_of_work() as session:
        meeting.state, minutes.state = "ended", "submitted"
        deputy = account("phochutich").id
        session.add(MeetingDuty(meeting_id=meeting.id, account_id=deputy, duty="presider"))
    db.session.expire_all()
    assert MINUTES.can(account("phochutich"), minutes, "sign")
    assert not MINUTES.can(account("chutich"), minutes, "sign")


def test_not_submitted_while_live_or_empty(
    minutes: Minutes, clerk: Account, meeting: Meeting
) -> None:
    with pytest.raises(Conflict, match="chưa kết thúc"):
        actions.submit(minutes, actor=clerk)
    end(meeting)
    with pytest.raises(InvalidInput, match="chưa ghi dòng nào"):
        actions.submit(minutes, actor=clerk)


def test_submitted_returned_signed(written: Minutes, clerk: Account, account: People) -> None:
    chair = account("chutich")
    actions.submit(written, actor=clerk, version=written.version)
    told = db.session.scalars(select(Notification).where(Notification.account_id == chair.id))
    assert any("chờ ký" in one.text for one in told)
    with pytest.raises(NotAllowed):
        actions.sign(written, actor=clerk)
    with pytest.raises(InvalidInput):
        actions.give_back(written, reason=" ", actor=chair)
    actions.give_back(written, reason="Thiếu lời đáp", actor=chair)
    assert (written.state, written.remarks) == ("draft", "Thiếu lời đáp")
    actions.submit(written, actor=clerk)
    with pytest.raises(Conflict):
        actions.sign(written, actor=chair, version=written.version - 1)
    actions.sign(written, actor=chair, version=written.version)
    assert (written.state, written.signed_by) == ("signed", chair)
    verbs = [e.verb for e in db.session.scalars(select(HistoryEvent).order_by(HistoryEvent.id))
             if e.subject_type == "minutes"]  # fmt: skip
    assert verbs == ["begin", "submit", "return", "submit", "sign"]


def test_what_was_signed_stays_and_a_correction_is_a_dated_line(
    written: Minutes, speech: MinutesLine, clerk: Account, account: People, meeting: Meeting
) -> None:
    chair = account("chutich")
    actions.submit(written, actor=clerk)
    actions.sign(written, actor=chair)
    with pytest.raises(Conflict):
        actions.add_line(written, after=None, actor=clerk)
    with pytest.raises(InvalidInput):
        actions.reopen(written, reason="", actor=chair)
    actions.reopen(written, reason="Sai tên đường", actor=chair)
    late = actions.save(speech, "Sửa lời đã ký", version=speech.version, key="b", actor=clerk)
    assert late.refused
    assert speech.text == "Nước ngập"
    free = line_of(written, "free")
    with pytest.raises(Conflict):
        actions.remove_line(free, actor=clerk)
    with pytest.raises(InvalidInput, match="chưa ghi dòng nào"):
        actions.submit(written, actor=clerk)
    line = actions.add_line(written, after=speech.turn, actor=clerk)
    assert line.kind == "correction"
    actions.save(line, "Đúng là đường Lê Lai", version=1, key="c", actor=clerk)
    actions.submit(written, actor=clerk)
    actions.sign(written, actor=chair)
    assert line.sealed
    assert [one.text for one in lines_of(meeting)[speech.turn_id or 0]] == [
        "Nước ngập", "Đúng là đường Lê Lai",
    ]  # fmt: skip


def test_a_speech_is_not_taken_out(speech: MinutesLine, clerk: Account) -> None:
    with pytest.raises(Conflict):
        actions.remove_line(speech, actor=clerk)


@pytest.mark.parametrize("name", ["chutich", "bvdp", "to3"])
def test_only_writers_add_and_take_out(
    minutes: Minutes, account: People, meeting: Meeting, name: str
) -> None:
    user, free = account(name), line_of(minutes, "free")
    with pytest.raises(NotAllowed):
        actions.open_minutes(meeting, actor=user)
    with pytest.raises(NotAllowed):
        actions.add_line(minutes, after=None, actor=user)
    with pytest.raises(NotAllowed):
        actions.remove_line(free, actor=user)
    with pytest.raises(NotAllowed):
        actions.restore_line(free, actor=user)


def test_a_line_of_another_meeting_is_not_taken_for_one_of_this(
    minutes: Minutes, clerk: Account
) -> None:
    with pytest.raises(NotAllowed):
        actions.add_line(minutes, after=Turn(meeting_id=minutes.meeting_id + 1), actor=clerk)


def test_open_pages_hear_of_lines_and_of_the_hall(
    minutes: Minutes, speech: MinutesLine, clerk: Account, account: People, meeting: Meeting,
    spoken: Callable[..., Turn],
) -> None:  # fmt: skip
    topic = f"minutes:{meeting.id}"
    first = versions()[topic]
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    second = versions()[topic]
    spoken("Võ Văn Thạnh")
    third = versions()[topic]
    assert speech.turn is not None
    followup.conclude(
        speech.turn.opinion, outcome="noted", words="Ghi nhận.", actor=account("chutich")
    )
    assert first < second < third < versions()[topic]
    assert may_hear(account("chutich"), topic)
    assert not may_hear(account("to3"), topic)
    assert not may_hear(clerk, "minutes:x")
    assert not may_hear(clerk, "minutes:999")


def test_a_block_looks_different_once_anything_of_it_is(
    speech: MinutesLine, meeting: Meeting, clerk: Account
) -> None:
    first = blocks(meeting)[1].stamp
    assert blocks(meeting)[1].stamp == first
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    second = blocks(meeting)[1].stamp
    assert speech.turn is not None
    with unit_of_work():
        speech.turn.state = "answering"
    assert len({first, second, blocks(meeting)[1].stamp}) == 3
