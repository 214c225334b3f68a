"""Tasks of one meeting as the office assigns them: add, edit, withdraw, assign again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Plan, Task
from dialogue.plans.queries import TaskFilter
from tests.plans.conftest import at

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]
WATER = actions.TaskContent("Chuẩn bị nước uống", "meeting_minus_2")


@pytest.fixture
def task(announced: Meeting, account: Find) -> Task:
    found = queries.task_of_kind(announced, account("to3").unit_id, "opinions")
    assert found is not None
    return found


def as_is(task: Task, **other: object) -> actions.TaskContent:
    values = {"title": task.title, "rule": task.rule, "basis": task.basis, "kind": task.kind}
    return actions.TaskContent(**{**values, **other})  # type: ignore[arg-type]


def told(unit: Unit) -> list[str]:
    query = select(Notification.text).where(Notification.unit_id == unit.id)
    return list(db.session.scalars(query.order_by(Notification.id)))


def test_a_task_of_one_meeting_alone(announced: Meeting, account: Find) -> None:
    units = [account("phunu").unit, account("to3").unit]
    made = actions.add_task(announced, WATER, units, actor=account("vanphong"))
    assert [t.due.due_on for t in made if t.due] == [date(2024, 4, 10)] * 2
    assert all(t.template_id is None for t in made)
    assert "hạn 10/04/2024: “Chuẩn bị nước uống”" in told(units[0])[-1]
    assert timeline(made[0])[0].label == "Giao nhiệm vụ"
    other = announced.plan.meetings[1]
    assert WATER.title not in {t.title for t in queries.tasks_of_meeting(other)}


def test_a_day_of_its_own_holds_before_the_meeting_has_one(plan: Plan, account: Find) -> None:
    meeting, day = plan.meetings[0], date(2024, 3, 25)
    [task] = actions.add_task(
        meeting,
        actions.TaskContent("Nộp dự toán", "on_date", due_on=day),
        [account("taichinh").unit],
        actor=account("vanphong"),
    )
    assert task.due is not None
    assert task.due.due_on == day
    assert [t.thing for t in queries.todos(account("taichinh"))] == ["Nộp dự toán"]
    actions.announce_date(meeting, starts_at=at(date(2024, 4, 12)), actor=account("vanphong"))
    assert task.due.due_on == day
    early = queries.preview_date(meeting, date(2024, 3, 22)).warnings
    assert any("hạn ấn định riêng ngày 25/03/2024" in line for line in early)
    late = queries.preview_date(meeting, date(2024, 4, 19))
    assert not any("ấn định riêng" in line for line in late.warnings)
    assert [ln.is_moved for ln in late.lines if ln.what == "Nộp dự toán"] == [False]


def test_what_makes_no_task(announced: Meeting, account: Find) -> None:
    office, unit = account("vanphong"), account("to3").unit
    with pytest.raises(NotAllowed):
        actions.add_task(announced, WATER, [unit], actor=account("chutich"))
    with pytest.raises(InvalidInput) as refusal:
        actions.add_task(announced, WATER, [], actor=office)
    assert refusal.value.field == "addressee"
    with unit_of_work():
        unit.valid_to = date(2024, 3, 17)
    with pytest.raises(InvalidInput, match="không còn hoạt động"):
        actions.add_task(announced, WATER, [unit], actor=office)
    with unit_of_work():
        announced.state = "closed"
    with pytest.raises(Conflict):
        actions.add_task(announced, WATER, [account("to4").unit], actor=office)


def test_other_words_need_no_reason(task: Task, account: Find) -> None:
    due = task.due_id
    actions.edit_task(
        task, as_is(task, title="Gửi ý kiến của tổ"), unit=task.unit, actor=account("vanphong")
    )
    assert (task.title, task.due_id) == ("Gửi ý kiến của tổ", due)
    assert timeline(task)[-1].label == "Sửa nội dung"


def test_another_day_needs_a_reason_and_is_told(task: Task, account: Find) -> None:
    office, old = account("vanphong"), task.due
    assert old is not None
    with pytest.raises(InvalidInput) as refusal:
        actions.edit_task(task, as_is(task, rule="meeting_minus_8"), unit=task.unit, actor=office)
    assert refusal.value.field == "reason"
    assert task.due is old
    actions.edit_task(
        task,
        as_is(task, rule="meeting_minus_8"),
        unit=task.unit,
        actor=office,
        reason="Tổ xin thêm hai ngày",
        version=task.version,
    )
    assert task.due is not None
    assert (task.due.due_on, task.due.replaces_id) == (date(2024, 4, 4), old.id)
    assert "dời từ 02/04/2024 sang 04/04/2024. Lý do: Tổ xin thêm hai ngày" in told(task.unit)[-1]
    day = as_is(task, rule="on_date", due_on=date(2024, 4, 5))
    actions.edit_task(task, day, unit=task.unit, actor=office, reason="Nhập chung")
    assert task.due.due_on == date(2024, 4, 5)
    assert (task.rule, task.due.rule) == ("on_date", "on_date")
    back = as_is(task, rule="opinions")
    actions.edit_task(task, back, unit=task.unit, actor=office, reason="Như kế hoạch")
    assert task.due.due_on == date(2024, 4, 2)


def test_a_day_that_has_passed(task: Task, account: Find) -> None:
    past = as_is(task, rule="on_date", due_on=date(2024, 3, 17))
    with pytest.raises(InvalidInput, match="đã qua") as refusal:
        actions.edit_task(task, past, unit=task.unit, actor=account("vanphong"), reason="Gấp")
    assert refusal.value.field == "due_on"


def test_another_unit(task: Task, account: Find) -> None:
    office, old, new = account("vanphong"), task.unit, account("bvdp").unit
    with pytest.raises(InvalidInput) as refusal:
        actions.edit_task(task, as_is(task), unit=new, actor=office)
    assert refusal.value.field == "reason"
    with pytest.raises(InvalidInput, match="đã có nhiệm vụ này"):
        actions.edit_task(
            task, as_is(task), unit=account("to4").unit, actor=office, reason="Làm thay"
        )
    actions.edit_task(task, as_is(task), unit=new, actor=office, reason="Tổ 3 chưa có tổ trưởng")
    assert task.unit is new
    assert "chuyển sang Ban Bảo vệ dân phố" in told(old)[-1]
    assert "Được giao nhiệm vụ" in told(new)[-1]
    with pytest.raises(NotAllowed):
        queries.get_task(account("to3"), task.id)
    assert queries.get_task(account("bvdp"), task.id) is task


def test_withdrawn_and_given_again(task: Task, announced: Meeting, account: Find) -> None:
    office = account("vanphong")
    with pytest.raises(InvalidInput):
        actions.withdraw_task(task, reason=" ", actor=office)
    with pytest.raises(Conflict):
        actions.withdraw_task(task, reason="Thừa", actor=office, version=99)
    with pytest.raises(NotAllowed):
        actions.withdraw_task(task, reason="Thừa", actor=account("to3"))
    before = queries.count_tasks(office, TaskFilter())
    actions.withdraw_task(task, reason="Tổ 3 gửi chung với tổ 4", actor=office)
    assert task.state == "withdrawn"
    after = queries.count_tasks(office, TaskFilter())
    assert (after["withdrawn"], after["all"]) == (1, before["all"] - 1)
    assert task not in queries.tasks_of_meeting(announced)
    assert queries.task_of_kind(announced, task.unit_id, "opinions") is None
    assert [t.id for t in queries.list_tasks(office, TaskFilter(state="withdrawn"))] == [task.id]
    assert task.title not in {t.thing for t in queries.todos(account("to3"))}
    assert "gửi chung với tổ 4" in told(task.unit)[-1]
    event = timeline(task)[-1]
    assert (event.to_label, event.reason) == ("Đã rút", "Tổ 3 gửi chung với tổ 4")
    with pytest.raises(Conflict):
        actions.complete_task(task, "Đã gửi", actor=account("to3"))
    actions.move_date(announced, starts_at=at(date(2024, 4, 19)), reason="Bão", actor=office)
    assert task.due is not None
    assert task.due.due_on == date(2024, 4, 2)
    actions.restore_task(task, actor=office)
    assert task.state == "open"
    assert task.due.due_on == date(2024, 4, 9)
    with pytest.raises(Conflict):
        actions.restore_task(task, actor=office)


def test_what_is_done_is_neither_edited_nor_withdrawn(task: Task, account: Find) -> None:
    actions.complete_task(task, "Đã gửi", actor=account("to3"))
    for act in (
        lambda: actions.withdraw_task(task, reason="Thừa", actor=account("vanphong")),
        lambda: actions.edit_task(task, as_is(task), unit=task.unit, actor=account("vanphong")),
    ):
        with pytest.raises(Conflict, match="đã báo xong"):
            act()


def test_the_delegates_report_is_nobodys_to_change(announced: Meeting, account: Find) -> None:
    actions.delegate_presider(
        announced, account("phochutich"), reason="Họp gấp", actor=account("chutich")
    )
    report = db.session.scalars(select(Task).where(Task.kind == "presider_report")).one()
    with pytest.raises(Conflict):
        actions.withdraw_task(report, reason="Thừa", actor=account("vanphong"))


def test_the_pages(task: Task, announced: Meeting, account: Find, client_as: SignIn) -> None:
    browser = client_as("vanphong")
    new = f"/meetings/{announced.id}/tasks/new"
    assert f'href="{new}"' in browser.get(f"/meetings/{announced.id}").text
    typed = {"title": "Nước uống", "timing": "before", "days": "2", "kind": "general"}
    assert browser.get(new).status_code == 200
    wrong = browser.post(new, data={**typed, "addressee": "", "title": "Nước uống nóng"})
    assert wrong.status_code == 422
    assert "Nước uống nóng" in wrong.text
    made = browser.post(new, data={**typed, "addressee": "kind:residential_group"})
    assert made.status_code == 303
    assert len([t for t in queries.tasks_of_meeting(announced) if t.title == "Nước uống"]) == 8

    edit = f"/tasks/{task.id}/edit"
    page = browser.get(f"/tasks/{task.id}").text
    assert f'href="{edit}"' in page
    assert "Hạn gửi ý kiến" in browser.get(edit).text
    data = {
        "title": task.title,
        "addressee": f"unit:{task.unit_id}",
        "timing": "on_date",
        "due_on": "2024-04-05",
        "kind": "opinions",
        "version": task.version,
    }
    bare = browser.post(edit, data=data)
    assert bare.status_code == 422
    assert "Cần ghi rõ lý do." in bare.text
    assert 'value="2024-04-05"' in bare.text
    assert browser.post(edit, data={**data, "reason": "Xin thêm"}).status_code == 303
    assert browser.post(edit, data={**data, "reason": "Xin thêm"}).status_code == 409
    assert 'value="2024-04-05"' in browser.get(edit).text

    withdrawal = f"/tasks/{task.id}/withdrawal"
    assert browser.get(withdrawal).status_code == 200
    assert browser.post(withdrawal, data={"reason": ""}).status_code == 422
    assert browser.post(withdrawal, data={"reason": "Thừa"}).status_code == 303
    assert browser.get(withdrawal).status_code == 409
    page = browser.get(f"/tasks/{task.id}").text
    assert "Đã rút" in page
    assert "Giao lại nhiệm vụ" in page
    assert browser.post(f"/tasks/{task.id}/restoration").status_code == 303
    assert browser.post(f"/tasks/{task.id}/restoration").status_code == 409
    for username in ("to3", "chutich", "quantri"):
        other = client_as(username)
        for path in (new, edit, withdrawal):
            assert other.get(path).status_code == 404
        assert other.post(f"/tasks/{task.id}/restoration").status_code == 404
