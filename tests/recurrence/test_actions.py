"""Linking two opinions of different years, taking it back, saying that they are not one."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.opinions import actions as opinions
from dialogue.plans.models import Meeting
from dialogue.recurrence import actions, queries
from dialogue.recurrence.models import RecurrenceLink
from tests.followup.support import events, make_meeting, person, verbs
from tests.recurrence.conftest import AGAIN, LAMP, Say

OTHERS = (
    "quantri", "chutich", "phochutich", "matran", "doan", "diachinh", "to3", "to4",
)  # fmt: skip
LINKABLE = {"sent", "returned", "classified", "selected", "concluded", "refused", "referred"}


def test_the_earlier_one_is_the_earlier_whoever_is_named_first(
    before: Meeting, now: Meeting, said: Say
) -> None:
    old, new = said(before), said(now, AGAIN)
    made = actions.link(new, old, note="  Cùng đoạn cống. ", actor=person("vanphong"))
    assert (made.earlier_id, made.later_id, made.note) == (old.id, new.id, "Cùng đoạn cống.")
    for one, other in ((old, new), (new, old)):
        event = events(one)[-1]
        assert event.verb == "link_recurrence"
        assert other.receipt in event.label
        assert event.reason == "Cùng đoạn cống."
    assert queries.matter_ids(old.id) == {old.id, new.id}


@pytest.mark.parametrize("username", OTHERS)
def test_only_the_office_links(username: str, before: Meeting, now: Meeting, said: Say) -> None:
    old, new = said(before), said(now, AGAIN)
    for act in (actions.link, actions.tell_apart):
        with pytest.raises(NotAllowed):
            act(old, new, actor=person(username))
    actions.link(old, new, actor=person("vanphong"))
    with pytest.raises(NotAllowed):
        actions.unlink(old, new, actor=person(username))
    assert queries.matter_ids(old.id) == {old.id, new.id}


@pytest.mark.parametrize(
    "state",
    ["draft", "withdrawn", "split", *sorted(LINKABLE)],
)
def test_what_was_not_said_is_not_linked(
    state: str, before: Meeting, now: Meeting, said: Say
) -> None:
    old, new = said(before), said(now, AGAIN, state=state)
    if state in LINKABLE:
        actions.link(old, new, actor=person("vanphong"))
        assert len(queries.matter_ids(old.id)) == 2
        return
    for pair in ((old, new), (new, old)):
        with pytest.raises(Conflict):
            actions.link(*pair, actor=person("vanphong"))
    assert db.session.scalar(select(RecurrenceLink)) is None


def test_what_cannot_be_linked(before: Meeting, now: Meeting, said: Say) -> None:
    office = person("vanphong")
    old, new, beside = said(before), said(now, AGAIN), said(now, LAMP)
    with pytest.raises(InvalidInput):
        actions.link(new, beside, actor=office)
    with pytest.raises(InvalidInput):
        actions.link(old, new, note="x" * 501, actor=office)
    with pytest.raises(Conflict):
        actions.link(old, old, actor=office)
    actions.tell_apart(old, beside, actor=office)
    with pytest.raises(Conflict, match="không trùng"):
        actions.link(old, beside, actor=office)
    actions.link(old, new, actor=office)
    with pytest.raises(Conflict, match="đã nối"):
        actions.link(new, old, actor=office)
    assert verbs(new) == ["link_recurrence"]


def test_a_chain_is_one_matter_and_parts_where_it_is_cut(
    before: Meeting, now: Meeting, said: Say
) -> None:
    office = person("vanphong")
    first = make_meeting(held_on=date(2022, 4, 14))
    one, two, three = said(first), said(before), said(now)
    actions.link(one, two, actor=office)
    actions.link(two, three, actor=office)
    assert queries.matter_ids(one.id) == {one.id, two.id, three.id}
    with pytest.raises(Conflict, match="đã nối"):
        actions.link(one, three, actor=office)
    with pytest.raises(Conflict, match="không còn nối"):
        actions.unlink(one, three, actor=office)
    actions.unlink(one, two, actor=office)
    assert queries.matter_ids(one.id) == {one.id}
    assert queries.matter_ids(three.id) == {two.id, three.id}
    assert verbs(two)[-1] == "unlink_recurrence"
    with pytest.raises(Conflict, match="không còn nối"):
        actions.unlink(one, two, actor=office)
    actions.link(one, two, actor=office)
    assert len(queries.matter_ids(three.id)) == 3


def test_a_link_follows_what_it_was_merged_into(before: Meeting, now: Meeting, said: Say) -> None:
    office = person("vanphong")
    old, new, root = said(before), said(now, AGAIN), said(now, AGAIN, "to-4")
    actions.link(old, new, actor=office)
    opinions.merge(new, root, reason="", actor=office)
    assert queries.matter_ids(old.id) == {old.id, root.id}
    actions.unlink(root, old, actor=office)
    assert queries.matter_ids(old.id) == {old.id}


def test_a_withdrawn_one_speaks_no_more(before: Meeting, now: Meeting, said: Say) -> None:
    old, new = said(before), said(now, AGAIN, state="sent")
    actions.link(old, new, actor=person("vanphong"))
    opinions.withdraw(new, actor=person("to3"))
    assert queries.matter_ids(old.id) == {old.id}


def test_told_apart_is_not_offered_again_until_taken_back(
    before: Meeting, now: Meeting, said: Say
) -> None:
    office = person("vanphong")
    old, new = said(before), said(now, AGAIN)

    def offered() -> list[int]:
        return [c.similar.id for c in queries.candidates_of(office, new)]

    assert offered() == [old.id]
    actions.tell_apart(new, old, actor=office)
    assert offered() == []
    assert verbs(old) == ["tell_apart"]
    actions.compare_again(old, new, actor=office)
    assert offered() == [old.id]
    actions.link(old, new, actor=office)
    assert offered() == []
    with pytest.raises(Conflict, match="bỏ nối trước"):
        actions.tell_apart(old, new, actor=office)


def test_two_at_once_leave_one_link(before: Meeting, now: Meeting, said: Say) -> None:
    """The table itself refuses a second link that stands between the same two."""
    old, new = said(before), said(now, AGAIN)
    actions.link(old, new, actor=person("vanphong"))
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.add(
            RecurrenceLink(earlier_id=old.id, later_id=new.id, actor_id=person("vanphong").id)
        )
        session.flush()
