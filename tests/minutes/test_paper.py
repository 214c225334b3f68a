"""The Word file says what the secretary wrote; where nothing is written, the hall's record."""

from __future__ import annotations

from collections.abc import Callable

from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.documents.kinds.minutes import context
from dialogue.hall.models import Turn
from dialogue.minutes import actions
from dialogue.minutes.models import Minutes, MinutesLine
from dialogue.plans.models import Meeting
from tests.minutes.conftest import line_of


def test_written_lines_stand_in_the_paper(
    minutes: Minutes, speech: MinutesLine, meeting: Meeting, clerk: Account,
    spoken: Callable[..., Turn],
) -> None:  # fmt: skip
    spoken("Võ Văn Thạnh")
    before = context(meeting)
    assert before.opening == []
    assert before.speeches[0].words[1:] == [speech.turn.opinion.words]  # type: ignore[union-attr]
    free = actions.add_line(minutes, after=speech.turn, actor=clerk)
    for number, (line, words) in enumerate((
        (line_of(minutes, "free"), "Tuyên bố lý do."),
        (speech, "Nước ngập từ 2019.\nĐề nghị làm ngay."),
        (line_of(minutes, "answer"), "Đang khảo sát."),
        (free, "Đại biểu xem ảnh."),
    )):  # fmt: skip
        actions.save(line, words, version=1, key=f"k{number}", actor=clerk)
    after = context(meeting)
    assert after.opening == ["Tuyên bố lý do."]
    first, second = after.speeches
    assert first.words[1:] == ["Nước ngập từ 2019.", "Đề nghị làm ngay."]
    assert first.answers == ["Đang khảo sát."]
    assert first.conclusions == ["Đại biểu xem ảnh."]
    assert second == before.speeches[1]


def test_a_turn_that_was_cut_short_stands_in_the_paper_once_written(
    minutes: Minutes, speech: MinutesLine, meeting: Meeting, clerk: Account
) -> None:
    assert speech.turn is not None
    with unit_of_work():
        speech.turn.state = "absent"
    assert context(meeting).speeches == []
    actions.save(speech, "Nói được một câu.", version=1, key="a", actor=clerk)
    assert [one.words[1:] for one in context(meeting).speeches] == [["Nói được một câu."]]
