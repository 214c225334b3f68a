"""Whatever was typed is kept: in the line, or beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.models import Account
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.hall.models import Turn
from dialogue.minutes import actions
from dialogue.minutes.models import Minutes, MinutesLine
from dialogue.minutes.queries import blocks, lines_of, revisions
from dialogue.plans.models import Meeting
from tests.minutes.conftest import end

People = Callable[[str], Account]


def kept(line: MinutesLine) -> list[tuple[str, bool]]:
    """(text, taken) of all that was typed, oldest first."""
    return [(one.text, one.taken) for one in reversed(revisions(line))]


def test_every_saved_text_is_a_revision(speech: MinutesLine, clerk: Account) -> None:
    first = actions.save(speech, "Nước ngập", version=1, key="a", actor=clerk)
    second = actions.save(speech, "Nước ngập lâu", version=2, key="b", actor=clerk)
    assert (first.refused, second.refused) == ("", "")
    assert (speech.text, speech.version, speech.by) == ("Nước ngập lâu", 3, clerk)
    assert kept(speech) == [("Nước ngập", True), ("Nước ngập lâu", True)]
    assert [one.version for one in revisions(speech)] == [3, 2]


def test_a_stale_text_is_kept_beside_the_line(
    speech: MinutesLine, clerk: Account, account: People
) -> None:
    actions.save(speech, "Của thư ký", version=1, key="a", actor=clerk)
    late = actions.save(speech, "Của văn phòng", version=1, key="b", actor=account("vanphong"))
    assert late.is_conflict
    assert clerk.full_name in late.refused
    assert speech.text == "Của thư ký"
    assert kept(speech) == [("Của thư ký", True), ("Của văn phòng", False)]
    chosen = actions.save(
        speech, "Của văn phòng", version=speech.version, key="c", actor=account("vanphong")
    )
    assert not chosen.refused
    assert speech.text == "Của văn phòng"


def test_the_same_sending_twice_is_one(speech: MinutesLine, clerk: Account) -> None:
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    actions.save(speech, "Hai", version=2, key="b", actor=clerk)
    again = actions.save(speech, "Một", version=1, key="a", actor=clerk)
    assert not again.refused
    assert again.revision is not None
    assert again.revision.version == 2  # what was typed next on it conflicts as it must
    assert speech.text == "Hai"
    assert len(revisions(speech)) == 2


def test_a_refused_sending_tried_again_is_refused_again(
    speech: MinutesLine, clerk: Account
) -> None:
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    for _ in range(2):
        assert actions.save(speech, "Hai", version=1, key="b", actor=clerk).is_conflict
    assert kept(speech) == [("Một", True), ("Hai", False)]


def test_a_page_gone_back_to_loses_nothing(speech: MinutesLine, clerk: Account) -> None:
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    late = actions.save(speech, "Hai", version=1, key="a", actor=clerk)
    assert late.is_conflict
    assert ("Hai", False) in kept(speech)


def test_the_same_words_of_two_are_no_conflict(
    speech: MinutesLine, clerk: Account, account: People
) -> None:
    actions.save(speech, "Như nhau", version=1, key="a", actor=clerk)
    same = actions.save(speech, " Như nhau ", version=1, key="b", actor=account("vanphong"))
    assert not same.refused
    assert kept(speech) == [("Như nhau", True)]


@pytest.mark.parametrize("name", ["to3", "chutich", "bvdp", "diachinh"])
def test_others_do_not_write(speech: MinutesLine, account: People, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.save(speech, "Không được", version=1, key="a", actor=account(name))
    assert kept(speech) == []


def test_nobody_answers_with_the_key_of_another(
    speech: MinutesLine, clerk: Account, account: People
) -> None:
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    with pytest.raises(NotAllowed):
        actions.save(speech, "Hai", version=2, key="a", actor=account("vanphong"))


@pytest.mark.parametrize(("version", "key"), [(None, "a"), (1, ""), (1, "x" * 81)])
def test_a_sending_says_what_it_saw(
    speech: MinutesLine, clerk: Account, version: int | None, key: str
) -> None:
    with pytest.raises(InvalidInput):
        actions.save(speech, "Một", version=version, key=key, actor=clerk)


def test_too_long_a_line(speech: MinutesLine, clerk: Account) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.save(speech, "a" * 20_001, version=1, key="a", actor=clerk)
    assert refusal.value.field == "text"


def test_what_comes_after_the_submission_is_kept_too(
    minutes: Minutes, speech: MinutesLine, clerk: Account, meeting: Meeting
) -> None:
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    end(meeting)
    actions.submit(minutes, actor=clerk)
    late = actions.save(speech, "Hai", version=2, key="b", actor=clerk)
    assert late.refused
    assert not late.is_conflict
    assert speech.text == "Một"
    assert kept(speech)[-1] == ("Hai", False)


def test_nothing_typed_can_be_changed_or_deleted(speech: MinutesLine, clerk: Account) -> None:
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    for statement in (
        "UPDATE minutes_revision SET text = ''",
        "DELETE FROM minutes_revision",
        "DELETE FROM minutes_line",
    ):
        with pytest.raises(IntegrityError, match=r"append-only|never deleted"), unit_of_work() as s:
            s.execute(text(statement))


def test_lines_added_taken_out_and_put_back(
    minutes: Minutes, clerk: Account, meeting: Meeting
) -> None:
    turn = blocks(meeting)[1].turn
    first = actions.add_line(minutes, after=turn, actor=clerk)
    second = actions.add_line(minutes, after=turn, actor=clerk)
    actions.save(first, "Đại biểu vỗ tay", version=1, key="a", actor=clerk)
    assert [one.id for one in blocks(meeting)[1].others] == [first.id, second.id]
    actions.remove_line(first, actor=clerk, version=first.version)
    assert [one.id for one in blocks(meeting)[1].others] == [second.id]
    late = actions.save(first, "Còn gõ", version=first.version, key="b", actor=clerk)
    assert late.refused
    actions.restore_line(first, actor=clerk)
    assert first.text == "Đại biểu vỗ tay"
    assert ("Còn gõ", False) in kept(first)


def test_the_page_has_a_place_for_every_turn_that_was_called(
    minutes: Minutes, meeting: Meeting, clerk: Account, spoken: Callable[..., Turn],
    register: Callable[..., Turn],
) -> None:  # fmt: skip
    spoken("Võ Văn Thạnh", state="speaking")
    register("Còn chờ")
    actions.open_minutes(meeting, actor=clerk)
    actions.open_minutes(meeting, actor=clerk)
    found = blocks(meeting)
    assert [b.turn.speaker_name for b in found if b.turn] == ["Lê Thị Bông", "Võ Văn Thạnh"]
    assert [[line.kind for line in b.lines] for b in found] == [
        ["free"], ["speech", "answer"], ["speech", "answer"],
    ]  # fmt: skip


def test_a_turn_that_went_back_to_the_queue_keeps_what_was_written(
    speech: MinutesLine, meeting: Meeting, clerk: Account
) -> None:
    actions.save(speech, "Vừa nói thì xin dừng", version=1, key="a", actor=clerk)
    assert speech.turn is not None
    with unit_of_work():
        speech.turn.state = "registered"
    assert [line.text for line in lines_of(meeting)[speech.turn_id or 0]] == [speech.text]
