"""The office's board: units × tasks, filters in the address, print, one tap to remind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting, Task
from dialogue.plans.queries import BoardFilter
from tests.plans.conftest import HELD, at
from tests.plans.test_query_counts import have_tasks
from tests.plans.test_tasks import photo

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]


def shown(account: Find, meeting: Meeting, **wanted: object) -> queries.Board:
    return queries.board(account("vanphong"), meeting, BoardFilter(**wanted))  # type: ignore[arg-type]


def tasks_on(board: queries.Board) -> list[Task]:
    rows = [row for group in board.groups for row in group.rows]
    return [task for row in rows for task in (*row.cells, *row.own) if task is not None]


def one_of(meeting: Meeting, code: str, place: int = 0) -> Task:
    return [t for t in queries.tasks_of_meeting(meeting) if t.unit.code == code][place]


def nudges() -> list[Notification]:
    query = select(Notification).where(Notification.key.startswith("nudge:"))
    return list(db.session.scalars(query.order_by(Notification.id)))


def test_every_task_stands_on_it_once(announced: Meeting, account: Find) -> None:
    board = shown(account, announced)
    found = tasks_on(board)
    assert len(found) == len({t.id for t in found}) == board.counts["all"] == 77
    assert [g.label for g in board.groups][:2] == ["Văn phòng", "Mọi ban ngành, đơn vị"]
    groups = {g.label: g for g in board.groups}
    leaders = groups["Mọi tổ dân phố"]
    assert [len(leaders.rows), len(leaders.columns)] == [8, 3]
    assert not leaders.has_own
    assert all(c.due for c in leaders.columns)
    departments = groups["Mọi ban ngành, đơn vị"]
    assert len(departments.columns) == 4  # three of all, one of the six sections
    police = next(r for r in departments.rows if r.unit.code == "cong-an")
    assert [task.title.split()[0] for task in police.own] == ["Rà", "Xây"]


def test_states_and_counts(
    announced: Meeting, account: Find, traveller: time_machine.Coordinates
) -> None:
    office, leader = account("vanphong"), account("to3")
    first, second, third = (one_of(announced, "to-3", n) for n in range(3))
    actions.complete_task(first, "Đã thông báo", photo(), actor=leader)
    actions.complete_task(second, "Đã gửi", actor=leader)
    actions.reopen_task(second, reason="Thiếu", actor=office)
    actions.withdraw_task(third, reason="Gộp tổ", actor=office)
    traveller.move_to(at(date(2024, 4, 3)))
    board = shown(account, announced)
    assert board.counts == {
        "all": 76,
        "open": 75,
        "late": 23,
        "returned": 1,
        "done": 1,
        "withdrawn": 1,
    }
    assert board.files == {first.id: 1}
    for state in board.counts:
        assert len(tasks_on(shown(account, announced, state=state))) == board.counts[state], state
    assert tasks_on(shown(account, announced, state="withdrawn")) == [third]
    (row,) = shown(account, announced, unit_id=leader.unit_id, state="done").groups[0].rows
    assert (row.done, row.all) == (1, 2)  # of all its tasks, not only of those shown
    kinds = {t.kind for t in tasks_on(shown(account, announced, kind="review"))}
    assert kinds == {"review"}


def test_the_same_words_twice_for_one_unit_both_show(announced: Meeting, account: Find) -> None:
    content = actions.TaskContent("Treo cờ", "meeting_minus_3")
    units = [account("to3").unit, account("to4").unit]
    for _ in range(2):
        actions.add_task(announced, content, units, actor=account("vanphong"))
    found = [t for t in tasks_on(shown(account, announced)) if t.title == "Treo cờ"]
    assert len(found) == len({t.id for t in found}) == 4


def test_one_tap_reminds_each_unit_once_a_day(
    announced: Meeting, account: Find, traveller: time_machine.Coordinates
) -> None:
    office = account("vanphong")
    first = actions.nudge(announced, actor=office)
    assert len(first.units) == 23  # every unit with a task but the leaders
    assert first.earlier == []
    assert len(nudges()) == 23
    again = actions.nudge(announced, actor=office)
    assert again.units == []
    assert len(again.earlier) == 23
    assert len(nudges()) == 23
    traveller.move_to(at(date(2024, 3, 19)))
    one = actions.nudge(announced, actor=office, unit_id=account("to3").unit_id)
    assert [u.code for u in one.units] == ["to-3"]
    rest = actions.nudge(announced, actor=office)
    assert len(rest.units) == 22
    assert [u.code for u in rest.earlier] == ["to-3"]
    assert [e.verb for e in timeline(announced)].count("nudge") == 3


def test_a_reminder_says_what_and_leads_there(
    announced: Meeting, account: Find, traveller: time_machine.Coordinates
) -> None:
    office, leader = account("vanphong"), account("to3")
    traveller.move_to(at(date(2024, 4, 3)))
    actions.nudge(announced, actor=office, unit_id=leader.unit_id)
    (line,) = nudges()
    assert line.unit_id == leader.unit_id
    assert "còn 3 nhiệm vụ chưa báo xong, 1 đã quá hạn. Trước hết: “Nắm tình hình" in line.text
    assert line.url == f"/tasks?meeting={announced.id}"


def test_done_withdrawn_and_ended_are_not_reminded(announced: Meeting, account: Find) -> None:
    office, leader = account("vanphong"), account("to3")
    mine = [t for t in queries.tasks_of_meeting(announced) if t.unit_id == leader.unit_id]
    for task in mine[:2]:
        actions.complete_task(task, "Xong", actor=leader)
    actions.withdraw_task(mine[2], reason="Gộp tổ", actor=office)
    with pytest.raises(Conflict, match="Không còn ai phải nhắc"):
        actions.nudge(announced, actor=office, unit_id=leader.unit_id)
    with unit_of_work():
        account("to4").unit.valid_to = date(2024, 3, 1)
    with pytest.raises(Conflict):
        actions.nudge(announced, actor=office, unit_id=account("to4").unit_id)
    assert nudges() == []


@pytest.mark.parametrize("username", ["chutich", "phochutich", "to3", "quantri"])
def test_only_the_office_reminds(announced: Meeting, account: Find, username: str) -> None:
    with pytest.raises(NotAllowed):
        actions.nudge(announced, actor=account(username))


def test_the_delegates_report_is_reminded_in_person_once_it_is_due(
    announced: Meeting, account: Find, traveller: time_machine.Coordinates
) -> None:
    office, vice = account("vanphong"), account("phochutich")
    actions.delegate_presider(announced, vice, reason="Họp tỉnh", actor=account("chutich"))
    with pytest.raises(Conflict):
        actions.nudge(announced, actor=office, unit_id=vice.unit_id)
    traveller.move_to(at(HELD))
    actions.open_meeting(announced, actor=office)
    actions.end_meeting(announced, actor=office)
    actions.nudge(announced, actor=office, unit_id=vice.unit_id)
    (line,) = nudges()
    assert (line.account_id, line.unit_id) == (vice.id, None)


def test_the_page(announced: Meeting, account: Find, client_as: SignIn) -> None:
    office = client_as("vanphong")
    page = office.get("/tasks/board").text
    assert "Bảng nhiệm vụ – Đợt 1 năm 2024" in page
    assert page.count('id="unit-') == 23
    kept = office.get(f"/tasks/board?meeting={announced.id}&kind=opinions&state=open").text
    assert 'value="opinions" selected' in kept
    assert "kind=opinions" in kept
    assert kept.count('id="unit-') == 13
    unit_id = account("to3").unit_id
    assert office.get(f"/tasks/board?unit={unit_id}").text.count('id="unit-') == 1
    assert office.get("/tasks/board?meeting=x&unit=-1&kind=y&state=z").status_code == 200
    for username in ("chutich", "phochutich"):
        seen = client_as(username).get("/tasks/board").text
        assert "Nhắc mọi đơn vị" not in seen
        assert client_as(username).post("/tasks/board/reminder", data={}).status_code == 404
    for username in ("to3", "motcua", "quantri"):
        for path in ("/tasks/board", "/tasks/board/print"):
            assert client_as(username).get(path).status_code == 404
        assert client_as(username).post("/tasks/board/reminder", data={}).status_code == 404


def test_reminding_on_the_page(announced: Meeting, account: Find, client_as: SignIn) -> None:
    office, unit_id = client_as("vanphong"), account("to3").unit_id
    data = {"meeting": announced.id, "unit": unit_id, "state": "open", "kind": "opinions"}
    sent = office.post("/tasks/board/reminder", data=data)
    assert sent.status_code == 303
    assert sent.location == f"/tasks/board?meeting={announced.id}&state=open&kind=opinions"
    page = office.get(sent.location).text
    assert "Đã nhắc Tổ dân phố 3." in page
    assert re.search(r"Đã nhắc 08:00", page)
    office.post("/tasks/board/reminder", data=data)
    assert "mỗi đơn vị chỉ nhắc một lần một ngày" in office.get(sent.location).text
    assert len(nudges()) == 1
    assert "chưa báo xong" in client_as("to3").get("/inbox").text
    for task in queries.tasks_of_meeting(announced):
        if task.unit_id == account("to4").unit_id:
            actions.complete_task(task, "Xong", actor=account("to4"))
    nobody = office.post(
        "/tasks/board/reminder",
        data={"meeting": announced.id, "unit": account("to4").unit_id},
    )
    assert nobody.status_code == 409
    assert "Không còn ai phải nhắc" in nobody.text


def test_the_print_lies_on_its_long_side(announced: Meeting, client_as: SignIn) -> None:
    office = client_as("vanphong")
    page = office.get("/tasks/board/print?state=open&kind=review").text
    assert "board-paper.css" in page
    assert "Chỉ in: Chưa xong, Báo cáo rà soát." in page
    assert "<button" in page  # prints itself; no other act stands on paper
    assert "/tasks/board/reminder" not in page
    css = office.get("/static/css/board-paper.css").text
    assert "size: A4 landscape" in css


def test_before_there_is_a_meeting(traveller: object, client_as: SignIn) -> None:
    office = client_as("vanphong")
    assert "Chưa có đợt đối thoại nào" in office.get("/tasks/board").text
    assert office.get("/tasks/board/print").status_code == 200


@pytest.mark.parametrize("path", ["/tasks/board", "/tasks/board/print"])
def test_it_costs_the_same_for_many(
    announced: Meeting,
    client_as: SignIn,
    count_queries,  # type: ignore[no-untyped-def]
    path: str,
) -> None:
    office = client_as("vanphong")
    counted = []
    for rows in (1, 3, 50):
        have_tasks(rows)
        with count_queries() as count:
            assert office.get(path).status_code == 200
        counted.append(len(count))
    assert len(set(counted)) == 1, counted
