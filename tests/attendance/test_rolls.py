"""Places allotted, lists filled and sent: who, when, and what everyone is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest
import time_machine
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.attendance import actions, queries
from dialogue.attendance.actions.rolls import places_seen
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.parsing import Person
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.queries import inbox
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting, Task
from dialogue.plans.queries import task_of_kind
from dialogue.plans.queries import todos as plan_todos

Find = Callable[[str], Account]
Unit_ = Callable[[str], Unit]


def told(user: Account) -> list[str]:
    return [line.text for line, _read in inbox(user)]


def rolls_of(meeting: Meeting) -> list[DelegateList]:
    return [line.roll for line in queries.overview(meeting)]


def test_places_tell_the_unit_and_give_it_its_task(
    meeting: Meeting, account: Find, unit: Unit_
) -> None:
    group = unit("to-3")
    assert task_of_kind(meeting, group.id, "delegates") is None
    actions.allot(meeting, {group.id: 12, None: 10}, actor=account("vanphong"))
    roll = queries.roll_of(meeting, group)
    assert roll.places == 12
    assert queries.roll_of(meeting, None).places == 10
    task = task_of_kind(meeting, group.id, "delegates")
    assert task is not None
    assert task.due is not None
    assert task.due.due_on == date(2024, 4, 7)
    assert any("12 chỗ" in line and "07/04/2024" in line for line in told(account("to3")))
    assert [e.label for e in timeline(roll)] == ["Phân bổ 12 chỗ"]
    mine = [t for t in plan_todos(account("to3")) if t.verb == "Gửi danh sách"]
    assert [t.url for t in mine] == [f"/meetings/{meeting.id}/attendance"]


def test_places_again_change_only_what_differs(
    meeting: Meeting, account: Find, unit: Unit_
) -> None:
    office, group = account("vanphong"), unit("to-3")
    actions.allot(meeting, {group.id: 12}, actor=office)
    before = len(inbox(account("to3")))
    assert actions.allot(meeting, {group.id: 12}, actor=office) == []
    assert len(inbox(account("to3"))) == before
    actions.allot(meeting, {group.id: 15}, actor=office)
    assert "15 chỗ (trước là 12)" in told(account("to3"))[0]
    tasks = db.session.scalars(
        select(Task).where(Task.unit_id == group.id, Task.kind == "delegates")
    ).all()
    assert len(tasks) == 1


def test_a_unit_without_places_is_given_no_task(
    meeting: Meeting, account: Find, unit: Unit_
) -> None:
    before = len(inbox(account("to3")))
    actions.allot(meeting, {unit("to-3").id: 0}, actor=account("vanphong"))
    assert task_of_kind(meeting, unit("to-3").id, "delegates") is None
    assert len(inbox(account("to3"))) == before


@pytest.mark.parametrize("username", ["to3", "chutich", "doan", "quantri"])
def test_only_the_office_allots(meeting: Meeting, account: Find, username: str) -> None:
    with pytest.raises(NotAllowed):
        actions.allot(meeting, {None: 3}, actor=account(username))


def test_places_that_another_changed_meanwhile_are_a_conflict(
    meeting: Meeting, account: Find, unit: Unit_
) -> None:
    seen = places_seen(rolls_of(meeting))
    actions.allot(meeting, {unit("to-3").id: 12}, actor=account("vanphong"), seen=seen)
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        actions.allot(meeting, {unit("to-3").id: 2}, actor=account("thuky"), seen=seen)
    assert queries.roll_of(meeting, unit("to-3")).places == 12


@pytest.mark.parametrize("places", [-1, 2001])
def test_places_have_bounds(meeting: Meeting, account: Find, places: int) -> None:
    with pytest.raises(InvalidInput):
        actions.allot(meeting, {None: places}, actor=account("vanphong"))


def test_the_usual_share_fits_what_is_expected(meeting: Meeting, youth: Meeting) -> None:
    usual = queries.suggested_places(meeting, rolls_of(meeting))
    assert len(usual) == len(queries.roll_units()) + 1
    meeting.expected = 137
    fitted = queries.suggested_places(meeting, rolls_of(meeting))
    assert sum(fitted.values()) == 137
    assert all(value >= 0 for value in fitted.values())
    youngest = queries.suggested_places(youth, rolls_of(youth))
    assert max(youngest, key=lambda u: youngest[u]) == next(
        u.id for u in queries.roll_units() if u.kind == "youth_union"
    )


def test_sending_does_the_task_and_tells_the_office(
    meeting: Meeting, account: Find, unit: Unit_, roll: Callable[..., DelegateList]
) -> None:
    leader = account("to3")
    actions.allot(meeting, {unit("to-3").id: 2}, actor=account("vanphong"))
    actions.add(roll(), Person("Đỗ An"), actor=leader)
    sent = actions.send(roll(), actor=leader, version=roll().version)
    assert (sent.state, sent.is_late, sent.sent_by) == ("sent", False, leader)
    task = task_of_kind(meeting, unit("to-3").id, "delegates")
    assert task is not None
    assert (task.state, task.note) == ("done", "Đã gửi danh sách 1 đại biểu.")
    assert told(account("vanphong"))[0].startswith(
        "Tổ dân phố 3 gửi danh sách 1 đại biểu của Đợt 1"
    )
    assert timeline(sent)[-1].label == "Gửi danh sách 1 đại biểu"
    with pytest.raises(Conflict, match="đã gửi rồi"):
        actions.send(roll(), actor=leader)


def test_the_due_day_is_not_late_the_day_after_is(
    traveller: time_machine.Coordinates,
    named: Callable[..., Delegate],
    send: Callable[..., DelegateList],
) -> None:
    named("Đỗ An", "to-3")
    named("Lê Bình", "to-4")
    traveller.move_to(clock.at(date(2024, 4, 7), time(23, 50)))
    assert send("to-3").is_late is False
    traveller.move_to(clock.at(date(2024, 4, 8), time(0, 10)))
    late = send("to-4")
    assert late.is_late is True
    assert timeline(late)[-1].label == "Gửi danh sách 1 đại biểu, muộn"
    assert named("Phạm Cường", "to-4").is_late is True


def test_more_than_the_places_needs_a_reason_and_is_not_refused(
    meeting: Meeting, account: Find, unit: Unit_, named: Callable[..., Delegate],
    roll: Callable[..., DelegateList],
) -> None:  # fmt: skip
    actions.allot(meeting, {unit("to-3").id: 1}, actor=account("vanphong"))
    named("Đỗ An")
    named("Lê Bình")
    with pytest.raises(InvalidInput, match="nhiều hơn 1 người so với 1 chỗ") as refused:
        actions.send(roll(), actor=account("to3"))
    assert refused.value.field == "reason"
    sent = actions.send(roll(), actor=account("to3"), reason="Bà con quan tâm đường mới")
    assert (sent.state, sent.reason) == ("sent", "Bà con quan tâm đường mới")
    line = next(x for x in queries.overview(meeting) if x.roll.unit_id == unit("to-3").id)
    assert line.over == 1


def test_nobody_needs_a_reason(roll: Callable[..., DelegateList], account: Find) -> None:
    with pytest.raises(InvalidInput, match="chưa có ai"):
        actions.send(roll(), actor=account("to3"))
    assert actions.send(roll(), actor=account("to3"), reason="Bận lễ").state == "sent"


def test_a_stale_list_is_not_sent(
    roll: Callable[..., DelegateList], account: Find, named: Callable[..., Delegate]
) -> None:
    named("Đỗ An")
    seen = roll().version
    named("Lê Bình")
    with pytest.raises(Conflict):
        actions.send(roll(), actor=account("to3"), version=seen)


@pytest.mark.parametrize("username", ["to4", "chutich", "quantri", "doan", "congan"])
def test_nobody_sends_for_another_unit(
    roll: Callable[..., DelegateList], account: Find, named: Callable[..., Delegate], username: str
) -> None:
    named("Đỗ An")
    with pytest.raises(NotAllowed):
        actions.send(roll(), actor=account(username))


def test_the_guests_need_no_sending(
    roll: Callable[..., DelegateList], account: Find, named: Callable[..., Delegate]
) -> None:
    named("Nguyễn Thị Hoa", None, post="Phó Chủ tịch HĐND", body="HĐND tỉnh")
    with pytest.raises(Conflict):
        actions.send(roll(None), actor=account("vanphong"))
    with pytest.raises(NotAllowed):
        actions.add(roll(None), Person("Kẻ Lạ"), actor=account("to3"))


def test_once_the_meeting_is_over_nothing_changes(
    meeting: Meeting, account: Find, traveller: time_machine.Coordinates,
    named: Callable[..., Delegate], roll: Callable[..., DelegateList],
) -> None:  # fmt: skip
    one = named("Đỗ An")
    traveller.move_to(clock.at(date(2024, 4, 12), time(7, 30)))
    plans.open_meeting(meeting, actor=account("vanphong"))
    assert named("Lê Bình").state == "listed"  # still possible while it runs
    plans.end_meeting(meeting, actor=account("vanphong"))
    with pytest.raises(Conflict, match="đã kết thúc"):
        actions.add(roll(), Person("Phạm Cường"), actor=account("to3"))
    with pytest.raises(Conflict):
        actions.remove(one, actor=account("to3"))
    with pytest.raises(Conflict):
        actions.send(roll(), actor=account("to3"))


def test_the_office_hears_of_changes_after_sending_once_a_day(
    account: Find, named: Callable[..., Delegate], send: Callable[..., DelegateList],
    roll: Callable[..., DelegateList],
) -> None:  # fmt: skip
    named("Đỗ An")
    send()
    before = len(inbox(account("vanphong")))
    for name in ("Lê Bình", "Phạm Cường"):
        actions.add(roll(), Person(name), actor=account("to3"))
    lines = told(account("vanphong"))
    assert len(lines) == before + 1
    assert "sửa danh sách đại biểu đã gửi" in lines[0]
    labels = [event.label for event in queries.events_of(roll())]
    assert "Sau khi gửi: thêm Lê Bình" in labels
