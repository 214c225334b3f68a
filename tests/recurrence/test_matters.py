"""What became of a matter over the years, and what each reader learns of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.followup.actions.replies import Text
from dialogue.followup.models import Assignment
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.recurrence import actions, queries
from dialogue.recurrence.hooks import fates
from dialogue.recurrence.queries import Asked
from tests.followup.support import (
    FINAL,
    assignment_of,
    conclude,
    interim,
    issued_notice,
    issued_reply,
    make_meeting,
    moment,
    person,
    unit_of,
)
from tests.recurrence.conftest import AGAIN, LAMP, Say

UNSETTLED = Text(kind="final", words="Mới nạo vét một nửa.", settled=False, plan="Làm tiếp quý I.")


def _promised(opinion: Opinion, traveller: time_machine.Coordinates, on: date) -> Assignment:
    """Taken on by Địa chính in a notice issued ``on`` that day."""
    traveller.move_to(moment(on))
    conclusion = conclude(opinion)
    issued_notice(opinion.meeting)
    return assignment_of(conclusion)


def _hold(meeting: Meeting) -> None:
    with unit_of_work():
        meeting.state = "ended"


@pytest.mark.parametrize(
    ("text", "days", "kept", "settled"),
    [
        (None, 0, "pending", False),
        (None, 1, "broken", False),
        (FINAL, 0, "kept", True),
        (FINAL, 3, "broken", True),
        (UNSETTLED, 0, "broken", False),
    ],
)
def test_whether_a_promise_was_kept(
    text: Text | None, days: int, kept: str, settled: bool,
    before: Meeting, said: Say, march: time_machine.Coordinates,
) -> None:  # fmt: skip
    old = said(before)
    assignment = _promised(old, march, date(2023, 4, 21))
    due = assignment.due.due_on
    march.move_to(moment(due + timedelta(days=days)))
    if text is not None:
        issued_reply(assignment, text)
    fate = fates([old.id], whole=True)[old.id]
    assert (fate.kept, fate.settled, fate.by) == (kept, settled, due)
    assert unit_of("dia-chinh").name in fate.promise
    assert bool(fate.reply) is (text is not None)


def test_an_interim_reply_promises_a_later_day(
    before: Meeting, said: Say, march: time_machine.Coordinates
) -> None:
    old = said(before)
    assignment = _promised(old, march, date(2023, 4, 21))
    later = assignment.due.due_on + timedelta(days=10)
    issued_reply(assignment, interim(later))
    march.move_to(moment(later))
    fate = fates([old.id], whole=True)[old.id]
    assert (fate.by, fate.kept, fate.settled) == (later, "pending", False)
    march.move_to(moment(later + timedelta(days=1)))
    assert fates([old.id], whole=True)[old.id].kept == "broken"


def test_what_no_notice_has_told_is_for_leaders_only(before: Meeting, said: Say) -> None:
    old = said(before)
    conclude(old)
    assert fates([old.id], whole=False) == {}
    assert "chưa ban hành" in fates([old.id], whole=True)[old.id].promise


def test_said_again_it_is_open_again(
    before: Meeting, now: Meeting, said: Say, march: time_machine.Coordinates
) -> None:
    office = person("vanphong")
    old = said(before)
    issued_reply(_promised(old, march, date(2023, 4, 21)))
    march.move_to(moment(date(2024, 3, 14)))
    new = said(now, AGAIN)
    assert queries.chain(office, old).is_settled
    actions.link(old, new, actor=office)
    chain = queries.chain(office, new)
    assert (chain.is_settled, chain.count, chain.years) == (False, 2, [2023, 2024])
    assert [one.id for one in chain.matter.times] == [old.id, new.id]
    assert chain.matter.kept == "kept"
    assert queries.chain(office, old).is_settled is False
    _hold(now)
    conclude(new, "answered_here", None)
    assert queries.chain(office, new).is_settled


def test_a_refused_repetition_settles_and_opens_nothing(
    before: Meeting, now: Meeting, said: Say
) -> None:
    office = person("vanphong")
    old, new = said(before), said(now, AGAIN, state="refused")
    actions.link(old, new, actor=office)
    assert queries.chain(office, new).is_settled is False
    conclude(old, "explained", None)
    assert queries.chain(office, new).is_settled


def test_another_unit_learns_the_number_and_no_word(
    before: Meeting, now: Meeting, said: Say
) -> None:
    old, new = said(before, sender="to-4"), said(now, AGAIN)
    actions.link(old, new, actor=person("vanphong"))
    chain = queries.chain(person("to3"), new)
    assert [one.id for one in chain.matter.times] == [new.id]
    assert (chain.hidden, chain.count, chain.years) == (1, 2, [2023, 2024])
    assert queries.chain(person("vanphong"), new).hidden == 0
    assert queries.chain(person("vanphong"), said(now, LAMP)).is_linked is False


def test_in_one_line_only_what_was_before(before: Meeting, now: Meeting, said: Say) -> None:
    old, new = said(before), said(now, AGAIN)
    said(before, "Cùng cống ấy", "to-4", merged_into_id=old.id)
    conclude(old, "noted", None)
    actions.link(old, new, actor=person("vanphong"))
    told = queries.told([old.id, new.id], whole=True)
    assert set(told) == {new.id}
    assert (told[new.id].count, told[new.id].years) == (2, [2023])
    assert told[new.id].text.startswith("Đã nêu 2 lần trước (năm 2023); lần gần nhất: ")
    assert queries.told([new.id])[new.id].outcome == ""  # no notice has told it yet
    assert queries.told([]) == {}


def test_the_list_puts_first_what_is_open_and_was_broken(
    before: Meeting, now: Meeting, said: Say, march: time_machine.Coordinates
) -> None:
    office = person("vanphong")
    settled = said(before, LAMP, state="classified"), said(now, LAMP + " Lại hỏng.")
    broken = said(before), said(now, AGAIN, "to-4", area_id=unit_of("to-4").id)
    plain = said(before, "Loa phường to quá", state="classified"), said(now, "Loa phường vẫn to")
    for pair in (settled, broken, plain):
        actions.link(*pair, actor=office)
    _hold(now)
    conclude(settled[1], "answered_here", None)
    _promised(broken[0], march, date(2023, 4, 21))
    march.move_to(moment(date(2024, 3, 14)))

    def shown(**asked: object) -> list[int]:
        return [m.last.id for m in queries.list_matters(office, Asked(**asked)).rows]  # type: ignore[arg-type]

    assert shown(show="all") == [broken[1].id, plain[1].id, settled[1].id]
    assert shown() == [broken[1].id, plain[1].id]
    assert shown(show="broken") == [broken[1].id]
    assert shown(show="settled") == [settled[1].id]
    assert shown(area_id=unit_of("to-4").id) == [broken[1].id]
    assert shown(show="all", year=2022) == []
    found = queries.list_matters(office, Asked(year=2023))
    assert found.counts == {"open": 2, "broken": 1, "settled": 1, "all": 3}
    assert found.years == [2024, 2023]
    for username in ("to3", "diachinh", "matran"):
        with pytest.raises(NotAllowed):
            queries.list_matters(person(username), Asked())


def test_what_comes_in_now_is_looked_for_in_earlier_years(
    before: Meeting, now: Meeting, said: Say
) -> None:
    office = person("vanphong")
    old, new, other = said(before), said(now, AGAIN), said(now, LAMP)
    looked = queries.find(office)
    assert [one.opinion.id for one in looked.proposed] == [new.id]
    assert [c.similar.id for c in looked.proposed[0].candidates] == [old.id]
    assert (looked.first, looked.last, looked.total) == (1, 2, 2)
    actions.link(old, new, actor=office)
    assert queries.find(office).proposed == []
    assert queries.find(office).total == 1
    assert queries.candidates_of(office, other) == []


def test_it_counts_the_same_year_as_another_meeting(now: Meeting, said: Say) -> None:
    """Two meetings of one year are two times as well; a chain over them is no doubled year."""
    second = make_meeting(state="announced", held_on=date(2024, 9, 6), ordinal=2)
    one, two = said(now), said(second, AGAIN)
    actions.link(two, one, actor=person("vanphong"))
    chain = queries.chain(person("vanphong"), one)
    assert [t.id for t in chain.matter.times] == [one.id, two.id]
    assert chain.years == [clock.today().year]
