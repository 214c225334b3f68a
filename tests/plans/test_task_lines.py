"""Part III edited: the tasks of meetings to come follow, those held stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.actions import create_unit
from dialogue.accounts.models import Account, Unit
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Plan, Task, TaskTemplate
from tests.plans.conftest import HELD, at

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]
CLEAN = actions.TaskContent("Dọn vệ sinh khu vực hội trường", "meeting_minus_2")


def line_of(plan: Plan, words: str) -> TaskTemplate:
    lines = (line.template for line in queries.task_lines(plan))
    return next(line for line in lines if words in line.title)


def tasks_of(line: TaskTemplate, meeting: Meeting | None = None) -> list[Task]:
    query = select(Task).where(Task.template_id == line.id).order_by(Task.id)
    if meeting is not None:
        query = query.where(Task.meeting_id == meeting.id)
    return list(db.session.scalars(query))


def change(line: TaskTemplate, plan: Plan, account: Find, **other: object) -> TaskTemplate:
    content = actions.TaskContent(
        title=str(other.pop("title", line.title)),
        rule=str(other.pop("rule", line.rule)),
        due_on=other.pop("due_on", line.due_on),  # type: ignore[arg-type]
        basis=line.basis,
        kind=line.kind,
    )
    addressee = other.pop("addressee", line.unit or line.unit_kind)
    return actions.edit_line(
        line,
        content,
        plan=plan,
        addressee=addressee,  # type: ignore[arg-type]
        audience=other.pop("audience", line.audience),  # type: ignore[arg-type]
        actor=account("vanphong"),
        **other,  # type: ignore[arg-type]
    )


def test_a_new_line_gives_its_tasks_at_once(
    announced: Meeting, account: Find, unit: Callable[[str], Unit]
) -> None:
    plan = announced.plan
    line = actions.add_line(
        plan, CLEAN, addressee="residential_group", audience=None, actor=account("vanphong")
    )
    assert len(tasks_of(line)) == 16
    assert {t.due.due_on for t in tasks_of(line, announced) if t.due} == {date(2024, 4, 10)}
    assert all(t.due is None for t in tasks_of(line, plan.meetings[1]))
    assert line.addressee == "Mọi tổ dân phố"
    assert timeline(plan)[-1].label == f"Thêm nhiệm vụ “{CLEAN.title}”"
    youth = actions.add_line(
        plan,
        actions.TaskContent("Chụp ảnh", "meeting_minus_1"),
        addressee=unit("van-hoa"),
        audience="youth",
        actor=account("vanphong"),
    )
    assert [t.meeting_id for t in tasks_of(youth)] == [plan.meetings[1].id]


def test_a_line_may_name_a_day(announced: Meeting, account: Find) -> None:
    day = date(2024, 4, 1)
    line = actions.add_line(
        announced.plan,
        actions.TaskContent("Nộp dự toán", "on_date", due_on=day),
        addressee=account("taichinh").unit,
        audience=None,
        actor=account("vanphong"),
    )
    assert {t.due.due_on for t in tasks_of(line) if t.due} == {day}
    assert len(tasks_of(line)) == 2
    assert any(todo.thing == "Nộp dự toán" for todo in queries.todos(account("taichinh")))
    actions.move_date(
        announced, starts_at=at(date(2024, 4, 19)), reason="Bão", actor=account("vanphong")
    )
    assert {t.due.due_on for t in tasks_of(line) if t.due} == {day}


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("title", actions.TaskContent(" ", "meeting_minus_5")),
        ("rule", actions.TaskContent("Việc", "some_day")),
        ("due_on", actions.TaskContent("Việc", "on_date")),
        ("due_on", actions.TaskContent("Việc", "on_date", due_on=date(2024, 3, 1))),
        ("kind", actions.TaskContent("Việc", "meeting_minus_5", kind="presider_report")),
    ],
)
def test_what_makes_no_line(
    plan: Plan, account: Find, field: str, content: actions.TaskContent
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.add_line(
            plan, content, addressee="office", audience=None, actor=account("vanphong")
        )
    assert refusal.value.field == field


def test_editing_moves_the_open_tasks_of_meetings_to_come(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    plan = announced.plan
    line = line_of(plan, "Mời đại biểu của tổ dân phố")
    [row] = [row for row in queries.task_lines(plan) if row.template is line]
    assert (row.open, row.done) == (16, 0)
    done, changed, plain = tasks_of(line, announced)[:3]
    actions.complete_task(done, "Đã mời", actor=account("to1"))
    actions.edit_task(
        changed,
        actions.TaskContent("Mời thêm hộ kinh doanh", changed.rule),
        unit=changed.unit,
        actor=account("vanphong"),
    )
    old = plain.due
    assert old is not None
    change(line, plan, account, title="Mời đại biểu, lập danh sách", rule="meeting_minus_6")
    assert (plain.title, plain.rule) == ("Mời đại biểu, lập danh sách", "meeting_minus_6")
    assert plain.due is not None
    assert (plain.due.due_on, plain.due.replaces_id) == (date(2024, 4, 6), old.id)
    assert changed.title == "Mời thêm hộ kinh doanh"
    assert changed.due is not None
    assert changed.due.due_on == date(2024, 4, 6)
    assert done.title.startswith("Mời đại biểu của tổ dân phố")
    assert timeline(plain)[-1].label == "Sửa nội dung, hạn theo kế hoạch"


def test_a_line_given_to_others_is_withdrawn_here_and_given_there(
    announced: Meeting, account: Find, unit: Callable[[str], Unit]
) -> None:
    plan = announced.plan
    line = line_of(plan, "Tham mưu nguồn kinh phí")
    [old] = tasks_of(line, announced)
    change(line, plan, account, addressee=unit("van-phong"))
    assert old.state == "withdrawn"
    [new] = [t for t in tasks_of(line, announced) if t.state == "open"]
    assert new.unit.code == "van-phong"
    assert new.due is not None
    texts = db.session.scalars(
        select(Notification.text).where(Notification.unit_id == old.unit_id)
    ).all()
    assert any(text.startswith("Đã rút nhiệm vụ") for text in texts)
    change(line, plan, account, audience="youth")
    assert new.state == "withdrawn"


def test_withdrawing_a_line(announced: Meeting, account: Find) -> None:
    plan, office = announced.plan, account("vanphong")
    line = line_of(plan, "Mời đại biểu của tổ dân phố")
    done = tasks_of(line, announced)[0]
    actions.complete_task(done, "Đã mời", actor=account("to1"))
    with pytest.raises(InvalidInput) as refusal:
        actions.withdraw_line(line, plan=plan, reason=" ", actor=office)
    assert refusal.value.field == "reason"
    actions.withdraw_line(line, plan=plan, reason="Giấy mời do Văn phòng gửi", actor=office)
    states = [t.state for t in tasks_of(line)]
    assert states.count("withdrawn") == 15
    assert done.state == "done"
    assert line.title not in {
        one.title for part in queries.part_three(plan) for one in part.templates
    }
    with pytest.raises(Conflict):
        actions.withdraw_line(line, plan=plan, reason="Lần nữa", actor=office)
    with pytest.raises(Conflict):
        change(line, plan, account, title="Khác")
    assert timeline(plan)[-1].reason == "Giấy mời do Văn phòng gửi"
    assert actions.generate_tasks(announced, actor=office) == []


def test_what_was_held_keeps_its_tasks(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    plan = announced.plan
    line = line_of(plan, "báo cáo kết quả thực hiện")
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=account("chutich"))
    actions.end_meeting(announced, actor=account("chutich"))
    before = [(t.title, t.due_id) for t in tasks_of(line, announced)]
    change(line, plan, account, title="Khác", rule="meeting_plus_5_working")
    assert [(t.title, t.due_id) for t in tasks_of(line, announced)] == before
    assert {t.title for t in tasks_of(line, plan.meetings[1])} == {"Khác"}


def test_an_issued_plan_asks_why_and_a_stale_one_is_told(plan: Plan, account: Find) -> None:
    office = account("vanphong")
    actions.issue_plan(plan, number=36, issued_on=date(2024, 3, 15), actor=office)
    line = line_of(plan, "Tham mưu nguồn kinh phí")
    with pytest.raises(InvalidInput) as refusal:
        change(line, plan, account, title="Khác")
    assert refusal.value.field == "reason"
    with pytest.raises(Conflict):
        change(line, plan, account, title="Khác", reason="Sửa", version=1)
    change(line, plan, account, title="Khác", reason="Sửa cho gọn", version=plan.version)
    assert line.title == "Khác"


@pytest.mark.parametrize("username", ["chutich", "quantri", "to3"])
def test_only_the_office(plan: Plan, account: Find, client_as: SignIn, username: str) -> None:
    line, user = line_of(plan, "Tham mưu nguồn kinh phí"), account(username)
    with pytest.raises(NotAllowed):
        actions.add_line(plan, CLEAN, addressee="office", audience=None, actor=user)
    with pytest.raises(NotAllowed):
        actions.withdraw_line(line, plan=plan, reason="Thừa", actor=user)
    with pytest.raises(NotAllowed):
        actions.give_to_new_units(plan, actor=user)
    browser = client_as(username)
    for path in ("", "/new", f"/{line.id}", f"/{line.id}/withdrawal"):
        assert browser.get(f"/plans/{plan.id}/tasks{path}").status_code == 404


def test_a_unit_made_later_gets_its_own(
    announced: Meeting, account: Find, unit: Callable[[str], Unit]
) -> None:
    plan, office = announced.plan, account("vanphong")
    assert queries.units_without_tasks(plan) == []
    with pytest.raises(Conflict):
        actions.give_to_new_units(plan, actor=office)
    with unit_of_work():
        unit("to-8").valid_to = date(2024, 3, 17)
        create_unit(
            code="to-9",
            name="Tổ dân phố 9",
            short_name="Tổ 9",
            kind="residential_group",
            position=99,
            valid_from=date(2024, 3, 18),
        )
    assert [u.code for u in queries.units_without_tasks(plan)] == ["to-9"]
    actions.give_to_new_units(plan, actor=office)
    codes = [t.unit.code for t in queries.tasks_of_meeting(announced)]
    assert codes.count("to-9") == 3
    assert "to-8" not in codes
    assert queries.units_without_tasks(plan) == []
    assert timeline(plan)[-1].label == "Giao nhiệm vụ cho đơn vị mới: Tổ 9"


def test_the_pages(announced: Meeting, account: Find, client_as: SignIn) -> None:
    plan, browser = announced.plan, client_as("vanphong")
    url = f"/plans/{plan.id}/tasks"
    assert "Trước ngày đối thoại 10 ngày" in browser.get(url).text
    typed = {
        "title": "Dọn vệ sinh",
        "addressee": "kind:residential_group",
        "timing": "before",
        "audience": "",
        "kind": "general",
    }
    bare = browser.post(f"{url}/new", data=typed)
    assert bare.status_code == 422
    assert "Cần ghi số ngày." in bare.text
    assert "Dọn vệ sinh" in bare.text
    nobody = browser.post(f"{url}/new", data={**typed, "days": "2", "addressee": ""})
    assert nobody.status_code == 422
    assert browser.get(f"{url}/new").status_code == 200
    day = {**typed, "timing": "on_date"}
    assert "Cần ghi ngày phải xong." in browser.post(f"{url}/new", data=day).text
    done = browser.post(f"{url}/new", data={**typed, "days": "2", "kind": "general"})
    assert done.status_code == 303
    line = line_of(plan, "Dọn vệ sinh")
    assert line.rule == "meeting_minus_2"
    edit = f"{url}/{line.id}"
    assert 'value="2"' in browser.get(edit).text
    data = {
        **typed,
        "timing": "after_working",
        "days": "3",
        "kind": "review",
        "version": plan.version,
    }
    assert browser.post(edit, data=data).status_code == 303
    assert (line.rule, line.kind) == ("meeting_plus_3_working", "review")
    stale = browser.post(edit, data=data)
    assert stale.status_code == 409
    withdrawal = f"{edit}/withdrawal"
    assert browser.get(withdrawal).status_code == 200
    assert browser.post(withdrawal, data={"reason": ""}).status_code == 422
    assert browser.post(withdrawal, data={"reason": "Thừa"}).status_code == 303
    assert "Đã rút (1)" in browser.get(url).text
    assert browser.post(withdrawal, data={"reason": "Thừa"}).status_code == 409
    assert browser.get(f"{url}/9999").status_code == 404
    assert browser.post(f"{url}/new-units").status_code == 409


def test_a_rule_of_the_law_may_stay(plan: Plan, account: Find, client_as: SignIn) -> None:
    line = actions.add_line(
        plan,
        actions.TaskContent("Đăng tin", "media_notice"),
        addressee="office",
        audience=None,
        actor=account("vanphong"),
    )
    page = client_as("vanphong").get(f"/plans/{plan.id}/tasks/{line.id}").text
    assert "Trước ngày đối thoại 7 ngày" in page
    data = {
        "title": "Đăng tin mới",
        "addressee": "kind:office",
        "timing": "media_notice",
        "audience": "",
        "kind": "general",
    }
    assert (
        client_as("vanphong").post(f"/plans/{plan.id}/tasks/{line.id}", data=data).status_code
        == 303
    )
    assert (line.title, line.rule) == ("Đăng tin mới", "media_notice")
