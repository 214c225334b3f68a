"""Secretary and desk; the chair delegates and takes back (B11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from dialogue.accounts.models import Account, RoleGrant
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, MeetingDuty, Task
from dialogue.plans.permissions import active_duties, is_desk, is_presider, is_secretary
from tests.plans.conftest import HELD, at

Find = Callable[[str], Account]
REASON = "Chủ tịch họp đột xuất tại thành phố"


def reports(meeting: Meeting) -> list[Task]:
    query = select(Task).where(Task.meeting_id == meeting.id, Task.kind == "presider_report")
    return list(db.session.scalars(query.order_by(Task.id)))


def delegate(meeting: Meeting, account: Find) -> MeetingDuty:
    return actions.delegate_presider(
        meeting, account("phochutich"), reason=REASON, actor=account("chutich")
    )


def told(account: Account) -> list[str]:
    query = select(Notification.text).where(Notification.account_id == account.id)
    return list(db.session.scalars(query))


def test_naming_and_relieving(announced: Meeting, account: Find) -> None:
    office, person = account("vanphong"), account("motcua")
    assert not is_desk(person, announced)
    row = actions.name_duty(announced, person, "desk", actor=office)
    assert is_desk(person, announced)
    assert not is_secretary(person, announced)
    assert actions.name_duty(announced, person, "desk", actor=office) is row
    assert timeline(announced)[-1].label == "Phân công Trương Thị Mỹ Duyên làm bàn đăng ký"
    assert any("bàn đăng ký của Đợt 1 năm 2024" in text for text in told(person))
    actions.end_duty(row, actor=office)
    assert not is_desk(person, announced)
    assert row.until is not None
    assert timeline(announced)[-1].verb == "end_duty"
    with pytest.raises(Conflict):
        actions.end_duty(row, actor=office)
    again = actions.name_duty(announced, person, "desk", actor=office)
    assert again is not row


def test_the_office_stands_in_everywhere(announced: Meeting, account: Find) -> None:
    assert is_desk(account("vanphong"), announced)
    assert is_secretary(account("vanphong"), announced)
    assert not is_presider(account("vanphong"), announced)


def test_who_may_not_name_and_what_may_not_be_named(announced: Meeting, account: Find) -> None:
    for username in ("chutich", "to3", "quantri"):
        with pytest.raises(NotAllowed):
            actions.name_duty(announced, account("to3"), "desk", actor=account(username))
    row = actions.name_duty(announced, account("to3"), "secretary", actor=account("vanphong"))
    with pytest.raises(NotAllowed):
        actions.end_duty(row, actor=account("to3"))
    with pytest.raises(InvalidInput):
        actions.name_duty(announced, account("to3"), "presider", actor=account("vanphong"))
    gone = account("to4")
    with unit_of_work():
        gone.active = False
    with pytest.raises(InvalidInput):
        actions.name_duty(announced, gone, "desk", actor=account("vanphong"))
    with unit_of_work():
        announced.state = "closed"
    with pytest.raises(Conflict):
        actions.name_duty(announced, account("to5"), "desk", actor=account("vanphong"))
    with pytest.raises(Conflict):
        actions.end_duty(row, actor=account("vanphong"))


def test_a_delegate_presides_instead_of_the_chair(announced: Meeting, account: Find) -> None:
    chair, vice = account("chutich"), account("phochutich")
    assert is_presider(chair, announced)
    assert queries.presider_of(announced) is chair
    row = delegate(announced, account)
    assert row.reason == REASON
    assert is_presider(vice, announced)
    assert not is_presider(chair, announced)
    assert queries.presider_of(announced) is vice
    event = timeline(announced)[-1]
    assert event.label == "Ủy quyền cho Phạm Thị Hồng Vân chủ trì"
    assert event.reason == REASON
    assert any("được ủy quyền chủ trì" in text for text in told(vice))
    assert any("được ủy quyền chủ trì" in text for text in told(account("vanphong")))


def test_the_delegate_owes_the_chair_a_report_after_the_meeting(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    chair, vice, office = account("chutich"), account("phochutich"), account("vanphong")
    delegate(announced, account)
    [report] = reports(announced)
    assert report.due is not None
    assert report.due.due_on == date(2024, 4, 17)
    assert report.basis == "Kế hoạch II.1.1"
    with pytest.raises(Conflict):
        actions.complete_task(report, "Đã báo cáo", actor=vice)
    assert queries.todos(vice) == []
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=vice)
    with pytest.raises(NotAllowed):
        actions.end_meeting(announced, actor=chair)
    actions.end_meeting(announced, actor=vice)
    assert [todo.thing for todo in queries.todos(vice)] == [report.title]
    assert queries.todos(chair) == []
    for other in (chair, office):
        with pytest.raises(NotAllowed):
            actions.complete_task(report, "Đã báo cáo", actor=other)
    actions.complete_task(report, "Đã báo cáo bằng văn bản số 12", actor=vice)
    assert report.state == "done"
    assert queries.todos(vice) == []


def test_delegating_before_the_date_is_known(meeting: Meeting, account: Find) -> None:
    delegate(meeting, account)
    [report] = reports(meeting)
    assert report.due is None
    actions.announce_date(meeting, starts_at=at(HELD), actor=account("vanphong"))
    assert report.due is not None


def test_the_chair_takes_the_chair_back(announced: Meeting, account: Find) -> None:
    delegate(announced, account)
    with pytest.raises(InvalidInput):
        actions.take_back_presider(announced, reason="", actor=account("chutich"))
    actions.take_back_presider(announced, reason="Họp xong sớm", actor=account("chutich"))
    assert is_presider(account("chutich"), announced)
    assert not is_presider(account("phochutich"), announced)
    assert [task.state for task in reports(announced)] == ["withdrawn"]
    assert timeline(announced)[-1].reason == "Họp xong sớm"
    with pytest.raises(Conflict):
        actions.take_back_presider(announced, reason="Lần nữa", actor=account("chutich"))
    delegate(announced, account)
    assert len(active_duties(announced, "presider")) == 1
    assert len(announced.duties) == 2  # the first delegation is still on record
    assert [task.state for task in reports(announced)] == ["withdrawn", "open"]


@pytest.mark.parametrize("username", ["phochutich", "vanphong", "to3", "quantri"])
def test_only_the_chair_delegates(announced: Meeting, account: Find, username: str) -> None:
    with pytest.raises(NotAllowed):
        actions.delegate_presider(
            announced, account("phochutich"), reason=REASON, actor=account(username)
        )


def test_what_makes_no_delegation(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    chair, vice = account("chutich"), account("phochutich")
    with pytest.raises(InvalidInput) as refusal:
        actions.delegate_presider(announced, account("vanphong"), reason=REASON, actor=chair)
    assert refusal.value.field == "account"
    with pytest.raises(InvalidInput) as refusal:
        actions.delegate_presider(announced, vice, reason=" ", actor=chair)
    assert refusal.value.field == "reason"
    delegate(announced, account)
    with pytest.raises(InvalidInput):
        delegate(announced, account)
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=vice)
    actions.end_meeting(announced, actor=vice)
    with pytest.raises(Conflict, match="đã kết thúc"):
        actions.take_back_presider(announced, reason="Đã đến", actor=chair)


def test_two_vice_chairs_one_presider(announced: Meeting, account: Find) -> None:
    delegate(announced, account)
    second = account("thuky")
    with unit_of_work():
        second.grants.append(RoleGrant(role="vice_chair"))
    actions.delegate_presider(
        announced, account("thuky"), reason="Phó Chủ tịch ốm", actor=account("chutich")
    )
    assert [d.account.username for d in active_duties(announced, "presider")] == ["thuky"]
    first, report = reports(announced)
    assert (first.state, first.account_id) == ("withdrawn", account("phochutich").id)
    assert (report.state, report.account_id) == ("open", account("thuky").id)
    assert "Phó Chủ tịch ốm" in told(account("phochutich"))[-1]


def test_delegating_and_taking_back_while_it_is_live(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chair, vice = account("chutich"), account("phochutich")
    published: list[str] = []
    monkeypatch.setattr("dialogue.plans.actions.duties.publish", published.append)
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=chair)
    delegate(announced, account)
    assert is_presider(vice, announced)
    assert not is_presider(chair, announced)
    actions.take_back_presider(announced, reason="Đã về", actor=chair)
    assert is_presider(chair, announced)
    assert published == [f"hall:{announced.id}"] * 2  # consoles and screens are told
    actions.end_meeting(announced, actor=chair)
    # A part of it was in the vice chair's hands: the report is still owed.
    [report] = reports(announced)
    assert (report.state, report.account_id) == ("open", vice.id)
    assert [todo.thing for todo in queries.todos(vice)] == [report.title]
    actions.complete_task(report, "Đã báo cáo", actor=vice)
    with pytest.raises(Conflict):
        delegate(announced, account)


def test_two_delegates_of_a_live_meeting_report_each(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    second = account("thuky")
    with unit_of_work():
        second.grants.append(RoleGrant(role="vice_chair"))
    delegate(announced, account)
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=account("phochutich"))
    actions.delegate_presider(
        announced, account("thuky"), reason="Phó Chủ tịch mệt", actor=account("chutich")
    )
    assert [(t.state, t.account_id) for t in reports(announced)] == [
        ("open", account("phochutich").id),
        ("open", account("thuky").id),
    ]


def test_the_page_of_duties_names_the_presider(
    announced: Meeting, account: Find, client_as
) -> None:  # type: ignore[no-untyped-def]
    delegate(announced, account)
    page = client_as("vanphong").get(f"/meetings/{announced.id}/duties").text
    assert "Phạm Thị Hồng Vân" in page
    assert f"được ủy quyền: {REASON}" in page
    actions.take_back_presider(announced, reason="Về kịp", actor=account("chutich"))
    page = client_as("vanphong").get(f"/meetings/{announced.id}").text
    assert "Phạm Thị Hồng Vân được ủy quyền chủ trì từ" in page
