"""The unit's acts on what it gathers: each verb, who may not, when not, what is on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogue.accounts.models import Account
from dialogue.consolidation import actions, queries
from dialogue.consolidation.models import Consolidation, Item
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

Make = Callable[..., Opinion]
Gathered = Callable[..., Consolidation]
Account_ = Callable[[str], Account]


def _shape(one: Consolidation) -> list[tuple[str, list[int]]]:
    db.session.expire_all()
    return [(h.title, [item.opinion_id for item in h.items]) for h in one.headings]


def _verbs(one: Consolidation) -> list[str]:
    return [event.verb for event in timeline(one)]


def test_one_open_for_a_unit_and_meeting(meeting: Meeting, account: Account_) -> None:
    first = actions.start(meeting, actor=account("doan"))
    assert actions.start(meeting, actor=account("doan")).id == first.id
    assert actions.start(meeting, actor=account("to3")).id != first.id
    assert _verbs(first) == ["start"]
    for stranger in ("quantri", "chutich"):
        with pytest.raises(NotAllowed):
            actions.start(meeting, actor=account(stranger))


def test_put_move_between_and_take_out(gathered: Gathered, account: Account_) -> None:
    one, user = gathered(), account("to3")
    (roads, (draft, lamp)), (dirt, (rubbish,)) = _shape(one)
    words = db.session.get_one(Opinion, draft).words
    ids = {h.title: h.id for h in one.headings}
    assert actions.put(one, [lamp, rubbish], ids[dirt], actor=user) == 1  # one was there
    assert _shape(one) == [(roads, [draft]), (dirt, [rubbish, lamp])]
    assert actions.take_out(one, [rubbish, draft], actor=user) == 2
    assert _shape(one) == [(roads, []), (dirt, [lamp])]
    assert {o.id for o in queries.ungathered(one)} == {draft, rubbish}
    # The opinions are what they were.
    assert db.session.get_one(Opinion, draft).words == words
    assert db.session.get_one(Opinion, draft).state == "draft"
    assert _verbs(one)[-2:] == ["put", "take_out"]
    assert timeline(one)[-1].details["opinions"] == [draft, rubbish]


def test_order_of_headings_and_items(gathered: Gathered, account: Account_) -> None:
    one, user = gathered(), account("to3")
    (roads, (draft, lamp)), (dirt, _items) = _shape(one)
    first, second = one.headings
    actions.move_heading(one, second.id, up=True, actor=user)
    assert [title for title, _ids in _shape(one)] == [dirt, roads]
    version = one.version
    actions.move_heading(one, second.id, up=True, actor=user)  # at the top it stays
    assert (one.version, [t for t, _ids in _shape(one)]) == (version, [dirt, roads])
    item = next(i for i in first.items if i.opinion_id == draft)
    actions.move_item(one, item.id, up=False, actor=user)
    assert dict(_shape(one))[roads] == [lamp, draft]
    actions.move_item(one, item.id, up=False, actor=user)
    assert dict(_shape(one))[roads] == [lamp, draft]
    assert _verbs(one)[-2:] == ["move", "move"]


def test_headings_are_named_once(gathered: Gathered, account: Account_) -> None:
    one, user = gathered(), account("to3")
    for title in ("", "   ", "x" * 201, "duong, KIỆT"):
        with pytest.raises(InvalidInput) as refused:
            actions.add_heading(one, title=title, actor=user)
        assert refused.value.field == "title"
    first = one.headings[0]
    actions.edit_heading(one, first.id, title="Đường, kiệt", summary="Ngập nhiều", actor=user)
    actions.edit_heading(one, first.id, title="Hạ tầng", summary="Ngập nhiều", actor=user)
    assert (first.title, first.summary) == ("Hạ tầng", "Ngập nhiều")
    last = timeline(one)[-1]
    assert last.label == "Đổi tên nhóm “Đường, kiệt” thành “Hạ tầng”"
    assert last.details["before"]["title"] == "Đường, kiệt"
    with pytest.raises(InvalidInput) as refused:
        actions.edit_heading(one, first.id, title="A", summary="x" * 501, actor=user)
    assert refused.value.field == "summary"


def test_dropping_a_heading_keeps_its_opinions(gathered: Gathered, account: Account_) -> None:
    one, user = gathered(), account("to3")
    (_roads, ids), (dirt, rest) = _shape(one)
    dropped = one.headings[0].id
    assert actions.drop_heading(one, dropped, actor=user) == 2
    assert _shape(one) == [(dirt, rest)]
    assert {o.id for o in queries.ungathered(one)} == set(ids)
    assert _verbs(one)[-1] == "drop_heading"
    with pytest.raises(Conflict):
        actions.drop_heading(one, dropped, actor=user)
    with pytest.raises(Conflict):
        actions.put(one, ids, dropped, actor=user)


def test_a_draft_thrown_away_leaves_its_heading(gathered: Gathered, account: Account_) -> None:
    one = gathered()
    (roads, (draft, lamp)), *_rest = _shape(one)
    opinions.discard(db.session.get_one(Opinion, draft), actor=account("to3"))
    assert dict(_shape(one))[roads] == [lamp]


def test_only_own_opinions_of_the_meeting_that_lie_in_no_other(
    gathered: Gathered, sent: Make, in_state: Make, account: Account_
) -> None:
    one, user = gathered(), account("to3")
    roads = one.headings[0].id
    strangers = sent("Của tổ khác", "to4")
    withdrawn, refused = in_state("withdrawn"), in_state("refused")
    mine = sent("Thêm một ý")
    for other in (strangers, withdrawn, refused):
        before = _shape(one)
        with pytest.raises(Conflict):
            actions.put(one, [mine.id, other.id], roads, actor=user)
        assert _shape(one) == before  # not even the good one
    with pytest.raises(InvalidInput):
        actions.put(one, [], roads, actor=user)
    assert [o.id for o in queries.ungathered(one)] == [mine.id]
    actions.send(one, actor=user)
    second = actions.start(one.meeting, actor=user)
    assert second.id != one.id
    heading = actions.add_heading(second, title="Bổ sung", actor=user)
    with pytest.raises(Conflict):
        actions.put(second, [one.items[0].opinion_id], heading.id, actor=user)
    assert db.session.query(Item).count() == 3


def test_others_and_stale_pages_change_nothing(gathered: Gathered, account: Account_) -> None:
    one = gathered()
    heading, item = one.headings[0].id, one.items[0]
    item_id, opinion_id, stale = item.id, item.opinion_id, one.version - 1
    acts = (
        lambda **who: actions.add_heading(one, title="Khác", **who),
        lambda **who: actions.edit_heading(one, heading, title="Khác", summary="", **who),
        lambda **who: actions.drop_heading(one, heading, **who),
        lambda **who: actions.put(one, [opinion_id], heading, **who),
        lambda **who: actions.take_out(one, [opinion_id], **who),
        lambda **who: actions.move_heading(one, heading, up=False, **who),
        lambda **who: actions.move_item(one, item_id, up=False, **who),
    )
    before = _shape(one)
    for act in acts:
        for stranger in ("to4", "vanphong", "chutich"):
            with pytest.raises(NotAllowed):
                act(actor=account(stranger))
        with pytest.raises(Conflict):
            act(actor=account("to3"), version=stale)
    assert _shape(one) == before
    actions.send(one, actor=account("to3"))
    for act in acts:
        with pytest.raises(Conflict, match="đã gửi Văn phòng"):
            act(actor=account("to3"))
    assert _shape(one) == before


def test_a_letter_that_the_office_split_stays_where_it_was(
    gathered: Gathered, account: Account_
) -> None:
    one = gathered("sent")
    letter = one.items[0].opinion
    parts = [opinions.Part("Kiệt ngập"), opinions.Part("Đèn hỏng")]
    opinions.split(letter, parts, actor=account("vanphong"))
    actions.return_to_unit(one, reason="Xin tách nhóm", actor=account("vanphong"))
    assert letter.id in [item.opinion_id for item in one.items]
    # Its parts are the office's doing: the unit is not asked to gather them.
    assert queries.ungathered(one) == []
    assert actions.send(one, actor=account("to3")).state == "sent"
