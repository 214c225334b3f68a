"""Tasks: who sees them, done with a note and evidence, undone, reopened; what is to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.files.queries import attachments_of
from dialogue.files.registry import may_see
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Plan, Task
from dialogue.plans.queries import TaskFilter
from tests.plans.conftest import HELD, at

Find = Callable[[str], Account]


def photo(name: str = "bang-ron.jpg") -> FileStorage:
    bytes_ = BytesIO()
    Image.new("RGB", (60, 40), "red").save(bytes_, "JPEG")
    bytes_.seek(0)
    return FileStorage(bytes_, filename=name, content_type="image/jpeg")


@pytest.fixture
def task(announced: Meeting, account: Find) -> Task:
    """Tổ 3: gửi ý kiến."""
    found = queries.task_of_kind(announced, account("to3").unit_id, "opinions")
    assert found is not None
    return found


def test_done_with_a_note_and_a_photo(task: Task, account: Find) -> None:
    actions.complete_task(
        task, "  Đã gửi\n5 ý kiến. ", photo(), actor=account("to3"), version=task.version
    )
    assert task.state == "done"
    assert task.note == "Đã gửi\n5 ý kiến."
    assert task.done_by is account("to3")
    assert task.done_at == at(date(2024, 3, 18), 8, 0)
    [file] = attachments_of(task)
    assert file.media_type.startswith("image/")
    event = timeline(task)[-1]
    assert (event.verb, event.from_state, event.to_state) == ("done", "open", "done")
    assert event.details["note"] == "Đã gửi\n5 ý kiến."


def test_evidence_is_seen_by_who_sees_the_task(task: Task, account: Find) -> None:
    for username, seen in (("to3", True), ("vanphong", True), ("to4", False), ("quantri", False)):
        assert may_see(account(username), "task", task.id) is seen


def test_a_file_that_cannot_be_taken_saves_nothing(task: Task, account: Find) -> None:
    bad = FileStorage(BytesIO(b"MZ not a picture"), filename="bang-ron.jpg")
    with pytest.raises(InvalidInput) as refusal:
        actions.complete_task(task, "Đã làm", bad, actor=account("to3"))
    assert refusal.value.field == "evidence"
    assert task.state == "open"
    assert task.note == ""
    assert attachments_of(task) == []


@pytest.mark.parametrize("username", ["to4", "matran", "chutich", "phochutich", "quantri"])
def test_another_unit_cannot_report_it(task: Task, account: Find, username: str) -> None:
    with pytest.raises(NotAllowed):
        actions.complete_task(task, "Đã làm", actor=account(username))
    assert task.state == "open"


def test_twice_or_stale_is_a_conflict(task: Task, account: Find) -> None:
    version = task.version
    actions.complete_task(task, "Đã làm", actor=account("to3"), version=version)
    with pytest.raises(Conflict):
        actions.complete_task(task, "Lần nữa", actor=account("vanphong"), version=version)
    with pytest.raises(Conflict):
        actions.complete_task(task, "Lần nữa", actor=account("vanphong"))
    assert task.note == "Đã làm"


def test_undo_is_a_new_act(task: Task, account: Find) -> None:
    actions.complete_task(task, "Đã làm", actor=account("to3"))
    actions.undo_task(task, actor=account("to3"))
    assert task.state == "open"
    assert task.done_at is None
    assert [e.verb for e in timeline(task)] == ["create", "done", "undo"]
    with pytest.raises(Conflict):
        actions.undo_task(task, actor=account("to3"))
    with pytest.raises(NotAllowed):
        actions.undo_task(task, actor=account("to4"))


def test_the_office_reopens_with_a_reason(task: Task, account: Find) -> None:
    actions.complete_task(task, "Đã làm", actor=account("to3"))
    with pytest.raises(NotAllowed):
        actions.reopen_task(task, reason="Chưa đủ", actor=account("to3"))
    with pytest.raises(InvalidInput) as refusal:
        actions.reopen_task(task, reason="", actor=account("vanphong"))
    assert refusal.value.field == "reason"
    actions.reopen_task(task, reason="Thiếu danh sách", actor=account("vanphong"))
    assert task.state == "open"
    assert timeline(task)[-1].reason == "Thiếu danh sách"
    last = db.session.scalars(select(Notification).order_by(Notification.id.desc())).first()
    assert last is not None
    assert last.unit_id == task.unit_id
    assert "Lý do: Thiếu danh sách" in last.text
    assert last.url == f"/tasks/{task.id}"


def test_a_unit_sees_only_its_own(plan: Plan, account: Find) -> None:
    own = queries.list_tasks(account("to3"), TaskFilter(state="all"))
    assert {t.unit.code for t in own} == {"to-3"}
    assert queries.count_tasks(account("to3"), TaskFilter())["all"] == len(own) == 6
    foreign = queries.list_tasks(account("to4"), TaskFilter(state="all"))[0]
    with pytest.raises(NotAllowed):
        queries.get_task(account("to3"), foreign.id)
    other = TaskFilter(unit_id=foreign.unit_id, state="all")
    assert queries.list_tasks(account("to3"), other) == []
    assert queries.count_tasks(account("to3"), other)["all"] == 0


@pytest.mark.parametrize("username", ["vanphong", "chutich", "phochutich"])
def test_office_and_leaders_see_all(plan: Plan, account: Find, username: str) -> None:
    counts = queries.count_tasks(account(username), TaskFilter())
    assert counts == {"open": 158, "late": 0, "done": 0, "withdrawn": 0, "all": 158}
    first = queries.list_tasks(account(username), TaskFilter())
    assert len(first) == queries.PAGE + 1
    last = queries.list_tasks(account(username), TaskFilter(), page=4)
    assert len(last) == 158 - 3 * queries.PAGE


def test_the_administrator_sees_none(announced: Meeting, account: Find) -> None:
    admin = account("quantri")
    assert admin.unit_id == account("vanphong").unit_id
    assert queries.list_tasks(admin, TaskFilter(state="all")) == []
    assert queries.todos(admin) == []


def test_filters_and_lateness(
    task: Task,
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    office = account("vanphong")
    actions.complete_task(task, "Đã gửi", actor=account("to3"))
    traveller.move_to(at(date(2024, 4, 2), 23, 59))
    assert queries.count_tasks(office, TaskFilter())["late"] == 0  # due today is not late
    traveller.move_to(at(date(2024, 4, 3), 0, 1))
    counts = queries.count_tasks(office, TaskFilter(meeting_id=announced.id))
    # 12 senders, 9 departments, the budget.
    assert counts == {"open": 76, "late": 22, "done": 1, "withdrawn": 0, "all": 77}
    late = queries.list_tasks(office, TaskFilter(state="late"))
    assert len(late) == 22
    assert all(t.due and t.due.due_on == date(2024, 4, 2) for t in late)
    assert [t.id for t in queries.list_tasks(office, TaskFilter(state="done"))] == [task.id]
    one = TaskFilter(meeting_id=announced.id, unit_id=task.unit_id)
    counts = queries.count_tasks(office, one)
    assert counts == {"open": 2, "late": 0, "done": 1, "withdrawn": 0, "all": 3}


def test_soonest_first_and_undated_last(announced: Meeting, account: Find) -> None:
    found = queries.list_tasks(account("to3"), TaskFilter(state="all"))
    days = [t.due.due_on if t.due else date.max for t in found]
    assert days == sorted(days)
    assert days[0] == date(2024, 4, 2)
    assert days[-1] == date.max


def test_todos_of_a_unit(task: Task, account: Find) -> None:
    todos = queries.todos(account("to3"))
    assert [t.due_on for t in todos] == [date(2024, 4, 2), date(2024, 4, 5), date(2024, 4, 7)]
    assert todos[0].verb == "Gửi ý kiến"
    assert todos[0].detail == "Đợt 1 năm 2024 · Kế hoạch III.9"
    actions.complete_task(task, "Đã gửi", actor=account("to3"))
    assert len(queries.todos(account("to3"))) == 2
    assert queries.todos(account("chutich")) == []


def test_todos_of_the_office(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    def things() -> list[str]:
        return [t.thing for t in queries.todos(account("vanphong"))]

    assert any(t.startswith("Kế hoạch đối thoại năm 2024 chưa có số") for t in things())
    assert any(t.startswith("Đợt 2 năm 2024 chưa có ngày") for t in things())
    assert not any("Đợt 1 năm 2024 chưa có ngày" in t for t in things())
    assert not any("chưa phân công" in t for t in things())
    actions.issue_plan(
        announced.plan, number=36, issued_on=date(2024, 3, 15), actor=account("vanphong")
    )
    assert not any("chưa có số" in t for t in things())
    traveller.move_to(at(date(2024, 4, 8)))
    assert any("chưa phân công thư ký và bàn đăng ký" in t for t in things())
    actions.name_duty(announced, account("thuky"), "secretary", actor=account("vanphong"))
    assert any("chưa phân công bàn đăng ký" in t for t in things())
    late = next(t for t in queries.todos(account("vanphong")) if "đã quá hạn" in t.thing)
    assert late.count == queries.count_tasks(account("vanphong"), TaskFilter())["late"] > 0
    traveller.move_to(at(date(2024, 4, 13)))
    assert any("đã qua ngày mà chưa khai mạc" in t for t in things())


def test_a_year_without_a_plan_asks_for_one(
    plan: Plan,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
) -> None:
    def asked() -> list[str]:
        todos = queries.todos(account("vanphong"))
        return [t.url for t in todos if t.verb == "Lập kế hoạch"]

    assert asked() == []
    traveller.move_to(at(date(2025, 1, 2)))
    assert asked() == [f"/plans/{plan.id}/next"]
    actions.make_next_plan(plan, 2025, actor=account("vanphong"))
    assert asked() == []


def test_a_closed_meeting_asks_for_nothing_more(
    announced: Meeting,
    account: Find,
) -> None:
    with unit_of_work():
        announced.state = "closed"
    assert queries.todos(account("to3")) == []


def test_todos_lead_to_pages_that_exist(
    announced: Meeting,
    account: Find,
    traveller,  # type: ignore[no-untyped-def]
    client_as,  # type: ignore[no-untyped-def]
) -> None:
    traveller.move_to(at(HELD, 12, 0))
    todos = {t.url.split("?")[0] for t in queries.todos(account("vanphong"))}
    assert len(todos) > 5
    browser = client_as("vanphong")
    for url in todos:
        assert browser.get(url).status_code == 200, url
