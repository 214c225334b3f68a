"""The whole goes at once or not at all; late is marked; it comes back and goes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.consolidation import actions, queries
from dialogue.consolidation.models import Consolidation
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Field, Opinion, ReceiptCounter
from dialogue.plans.models import Meeting

Make = Callable[..., Opinion]
Gathered = Callable[..., Consolidation]
Account_ = Callable[[str], Account]


def _told() -> list[str]:
    return [line.text for line in db.session.scalars(select(Notification))]


def test_sending_sends_what_was_not_sent_each_with_its_receipt(
    gathered: Gathered, account: Account_
) -> None:
    one = gathered()
    before = {item.opinion_id: item.opinion.receipt for item in one.items}
    actions.send(one, note="  Đề nghị ưu tiên nhóm 1 ", actor=account("to3"))
    assert (one.state, one.receipt, one.note) == ("sent", "TH-2024-0001", "Đề nghị ưu tiên nhóm 1")
    assert one.sent_at is not None
    assert not one.late
    after = {item.opinion_id: item.opinion.receipt for item in one.items}
    assert all(after.values())
    assert len(set(after.values())) == 3
    assert all(after[n] == receipt for n, receipt in before.items() if receipt)
    assert {item.opinion.state for item in one.items} == {"sent"}
    event = timeline(one)[-1]
    assert (event.verb, event.to_state, len(event.details["sent"])) == ("send", "sent", 1)
    assert any("gửi bản tổng hợp TH-2024-0001: 3 ý kiến trong 2 nhóm" in t for t in _told())
    with pytest.raises(Conflict):
        actions.send(one, actor=account("to3"))


def test_what_cannot_be_sent_is_named_and_nothing_is_half_sent(
    gathered: Gathered, draft: Make, account: Account_
) -> None:
    one, user = gathered(), account("to3")
    empty, gone = draft(""), one.items[1].opinion
    actions.put(one, [empty.id], one.headings[1].id, actor=user)
    opinions.withdraw(gone, actor=user)
    last = db.session.get_one(ReceiptCounter, 2024).last
    with pytest.raises(actions.Unsendable) as refused:
        actions.send(one, actor=user)
    whys = {p.opinion_id: p.why for p in refused.value.problems}
    assert set(whys) == {empty.id, gone.id}
    assert "Chưa có nội dung" in whys[empty.id]
    assert "đã rút" in whys[gone.id]
    db.session.expire_all()
    assert (one.state, one.receipt) == ("draft", "")
    assert one.items[0].opinion.state == "draft"
    assert one.items[0].opinion.receipt is None
    assert db.session.get_one(ReceiptCounter, 2024).last == last
    assert not [text for text in _told() if "tổng hợp" in text]
    actions.take_out(one, [empty.id, gone.id], actor=user)
    assert actions.send(one, actor=user).state == "sent"


def test_one_that_went_to_another_meeting_stands_in_the_way(
    gathered: Gathered, account: Account_
) -> None:
    one, user = gathered(), account("to3")
    other = db.session.scalars(select(Meeting).where(Meeting.ordinal == 2)).one()
    moved = one.items[0].opinion
    opinions.save_draft(
        actor=user,
        client_key=moved.client_key,
        meeting=other,
        content=opinions.Content.of(moved),
    )
    with pytest.raises(actions.Unsendable) as refused:
        actions.send(one, actor=user)
    assert "đợt khác" in refused.value.problems[0].why


def test_an_empty_one_is_not_sent(meeting: Meeting, account: Account_) -> None:
    one = actions.start(meeting, actor=account("doan"))
    actions.add_heading(one, title="Chuyển đổi số", actor=account("doan"))
    with pytest.raises(InvalidInput, match="chưa có ý kiến"):
        actions.send(one, actor=account("doan"))


def test_late_is_taken_with_a_mark_and_a_reason(
    announced: Meeting, gathered: Gathered, account: Account_, today: time_machine.Traveller
) -> None:
    one, user = gathered(), account("to3")
    assert announced.opinions_due is not None
    due = announced.opinions_due.due_on
    today.move_to(f"{due:%Y-%m-%d} 03:00:00+00:00")
    assert not actions.needs_reason(one)  # the day itself is not late
    today.move_to(f"{due + timedelta(days=1):%Y-%m-%d} 03:00:00+00:00")
    with pytest.raises(InvalidInput) as refused:
        actions.send(one, actor=user)
    assert refused.value.field == "late_reason"
    actions.send(one, late_reason="Tổ họp sau hạn", actor=user)
    assert (one.late, one.late_reason) == (True, "Tổ họp sau hạn")
    by_state = {item.opinion.late: item.opinion for item in one.items}
    assert by_state[True].late_reason == "Tổ họp sau hạn"  # the draft; the others were in time
    assert by_state[False].late_reason == ""
    assert timeline(one)[-1].label == "Gửi bản tổng hợp (gửi muộn)"
    assert timeline(one)[-1].reason == "Tổ họp sau hạn"


def test_returned_with_a_reason_put_right_and_sent_again(
    gathered: Gathered, draft: Make, account: Account_
) -> None:
    one, user, office = gathered("sent"), account("to3"), account("vanphong")
    receipt, sent_at, seen = one.receipt, one.sent_at, one.version
    with pytest.raises(InvalidInput):
        actions.return_to_unit(one, reason="  ", actor=office)
    for stranger in ("to3", "to4", "chutich"):
        with pytest.raises(NotAllowed):
            actions.return_to_unit(one, reason="Sửa", actor=account(stranger))
    actions.return_to_unit(one, reason="Xin tách nhóm 1", actor=office, version=seen)
    assert (one.state, one.office_note) == ("returned", "Xin tách nhóm 1")
    assert {item.opinion.state for item in one.items} == {"sent"}
    assert any("trả lại bản tổng hợp" in text for text in _told())
    with pytest.raises(Conflict):
        actions.return_to_unit(one, reason="Nữa", actor=account("thuky"), version=seen)
    more = draft("Cống nghẹt")
    actions.put(one, [more.id], one.headings[0].id, actor=user)
    # What was added is the unit's own until it is sent.
    assert more.id not in {i.opinion_id for g in queries.groups(office, one) for i in g.items}
    assert [r.opinions for r in queries.list_rows(office)] == [3]
    assert [r.opinions for r in queries.list_rows(user)] == [4]
    with pytest.raises(Conflict):
        actions.take_back(one, actor=office)
    actions.send(one, note="Đã tách", actor=user)
    assert (one.state, one.receipt, one.sent_at) == ("sent", receipt, sent_at)
    assert more.receipt is not None
    assert [e.verb for e in timeline(one)][-2:] == ["put", "resend"]


def test_the_office_takes_its_return_back(gathered: Gathered, account: Account_) -> None:
    one = gathered("returned")
    with pytest.raises(NotAllowed):
        actions.take_back(one, actor=account("to3"))
    actions.take_back(one, actor=account("vanphong"))
    assert one.state == "sent"
    assert timeline(one)[-1].verb == "take_back"
    with pytest.raises(Conflict):
        actions.take_back(one, actor=account("vanphong"))


def test_not_returned_while_another_is_open(gathered: Gathered, account: Account_) -> None:
    one = gathered("sent")
    actions.start(one.meeting, actor=account("to3"))
    with pytest.raises(Conflict, match="bản tổng hợp khác"):
        actions.return_to_unit(one, reason="Sửa", actor=account("vanphong"))
    assert one.state == "sent"


def test_numbers_run_without_gaps(gathered: Gathered) -> None:
    assert [gathered("sent", who).receipt for who in ("to3", "doan", "matran")] == [
        "TH-2024-0001",
        "TH-2024-0002",
        "TH-2024-0003",
    ]


def test_a_whole_heading_is_classified_selected_and_asked(
    gathered: Gathered,
    account: Account_,
    field: Callable[[str], Field],
    unit: Callable[[str], Unit],
) -> None:
    one, office = gathered("sent"), account("vanphong")
    heading = one.headings[0]
    ids = [item.opinion_id for item in heading.items]
    closed = heading.items[1].opinion
    opinions.refuse(closed, reason="Xúc phạm", actor=office)
    result = actions.classify_heading(
        one, heading.id, ids, field=field("duong"), competence="ward", actor=office
    )
    assert ([o.id for o in result.done], [o.id for o, _why in result.refused]) == (
        [ids[0]],
        [closed.id],
    )
    assert one.headings[1].items[0].opinion.state == "sent"  # the other heading is untouched
    result = actions.select_heading(one, heading.id, ids, actor=office)
    assert [o.id for o in result.done] == [ids[0]]
    result = actions.ask_heading(one, heading.id, ids, lead_unit=unit("dia-chinh"), actor=office)
    assert [o.state for o in result.done] == ["selected"]
    events = timeline(one)[-3:]
    assert [e.verb for e in events] == ["triage_classify", "triage_select", "triage_ask"]
    assert events[0].details["refused"].keys() == {str(closed.id)}
    for stranger in ("to3", "chutich"):
        with pytest.raises(NotAllowed):
            actions.select_heading(one, heading.id, ids, actor=account(stranger))
    with pytest.raises(InvalidInput):
        actions.select_heading(one, heading.id, [], actor=office)
    with pytest.raises(Conflict):
        actions.select_heading(one, 999, ids, actor=office)


def test_things_to_do(gathered: Gathered, account: Account_) -> None:
    one = gathered()
    assert [t.verb for t in queries.todos(account("to3"))] == ["Xem và gửi"]
    assert queries.todos(account("vanphong")) == queries.todos(account("to4")) == []
    actions.send(one, actor=account("to3"))
    assert queries.todos(account("to3")) == []
    assert "Còn 3 ý kiến" in queries.todos(account("vanphong"))[0].detail
    actions.return_to_unit(one, reason="Tách nhóm", actor=account("vanphong"))
    assert "Tách nhóm" in queries.todos(account("to3"))[0].detail
    assert [t.waiting_for for t in queries.waiting(account("vanphong"))] == ["Tổ dân phố 3"]
