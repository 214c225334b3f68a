"""The arithmetic of clocks and the forecast."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.hall.models import Turn
from dialogue.hall.timing import (
    ANSWER_SECONDS,
    end_pause,
    forecast,
    pace,
    remaining_seconds,
    show_seconds,
    spoken_seconds,
)

START = datetime(2024, 4, 12, 1, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def turn(state: str = "registered", **more: object) -> Turn:
    made = Turn(state=state, allowance=180, paused_seconds=0.0)
    for name, value in more.items():
        setattr(made, name, value)
    return made


@given(
    st.lists(st.tuples(st.integers(1, 600), st.integers(1, 600)), max_size=8), st.integers(0, 600)
)
def test_only_speech_counts_whatever_the_pauses(spans: list[tuple[int, int]], rest: int) -> None:
    speaking, now, said = turn("speaking", started_at=START), 0, 0
    for words, silence in spans:
        now += words
        said += words
        speaking.paused_at = at(now)
        now += silence
        assert spoken_seconds(speaking, at(now)) == pytest.approx(said)
        end_pause(speaking, at(now))
    assert spoken_seconds(speaking, at(now + rest)) == pytest.approx(said + rest)
    assert remaining_seconds(speaking, at(now + rest)) == pytest.approx(180 - said - rest)


def test_a_clock_that_was_set_back_never_counts_below_nothing() -> None:
    assert spoken_seconds(turn("speaking", started_at=START), at(-30)) == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 giây"),
        (45, "45 giây"),
        (60, "1 phút"),
        (192.4, "3 phút 12 giây"),
        (65, "1 phút 05 giây"),
        (3600, "1 giờ"),
        (4914, "1 giờ 21 phút"),
    ],
)
def test_a_length_in_words(seconds: float, words: str) -> None:
    assert show_seconds(seconds) == words


def spoken(begin: float, lasted: float) -> Turn:
    return turn("done", called_at=at(begin), started_at=at(begin), ended_at=at(begin + lasted))


def test_the_pace_is_that_of_today() -> None:
    assert pace([turn()], 180) == 180 + ANSWER_SECONDS
    assert pace([spoken(0, 200), spoken(300, 400)], 180) == 300
    answered = spoken(0, 100)
    answered.answer_ended_at = at(240)
    assert pace([answered], 180) == 240


def test_how_many_will_speak_before_the_end() -> None:
    turns = [spoken(0, 300), *(turn() for _ in range(14))]
    found = forecast(turns, ends_at=at(300 + 9 * 300 + 10), now=at(300), default_seconds=180)
    assert found is not None
    assert (found.waiting, found.reach, found.all_will_speak) == (14, 9, False)


def test_who_speaks_now_takes_his_time_too() -> None:
    turns = [spoken(0, 300), turn("speaking", called_at=at(300), started_at=at(300)), turn()]
    near = forecast(turns, ends_at=at(890), now=at(400), default_seconds=180)
    far = forecast(turns, ends_at=at(910), now=at(400), default_seconds=180)
    assert near is not None
    assert far is not None
    assert (near.reach, far.reach) == (0, 1)


def test_after_the_end_nobody_will_and_without_an_end_nothing_is_said() -> None:
    late = forecast([turn()], ends_at=at(0), now=at(60), default_seconds=180)
    assert late is not None
    assert late.reach == 0
    assert forecast([turn()], ends_at=None, now=at(0), default_seconds=180) is None
