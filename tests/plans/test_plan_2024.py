"""The real plan as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import units
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.rules import get_rule
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.plans import queries
from dialogue.plans.actions import generate_tasks
from dialogue.plans.models import TASK_KINDS, Plan, Task, TaskTemplate
from dialogue.plans.plan_2024 import load_plan_2024


def test_the_plan_stands_as_it_was_written(plan: Plan) -> None:
    assert plan.year == 2024
    assert plan.number is None
    assert plan.issued_on is None
    assert plan.state == "draft"
    assert plan.title.startswith("Đối thoại giữa Chủ tịch UBND phường Chánh Lộ")
    assert len(plan.title) <= 400
    assert [len(plan.grounds), len(plan.aims), len(plan.demands)] == [4, 4, 6]
    assert [len(plan.attendees), len(plan.recipients)] == [4, 8]
    assert plan.place == "Hội trường UBND phường Chánh Lộ"
    assert "quý II đến quý IV" in plan.timing
    assert "không có căn cứ" in plan.demands[4]


def test_two_meetings_without_a_date(plan: Plan) -> None:
    first, second = plan.meetings
    assert [m.audience for m in plan.meetings] == ["residents", "youth"]
    assert [m.name for m in plan.meetings] == ["Đợt 1 năm 2024", "Đợt 2 năm 2024"]
    for meeting in (first, second):
        assert meeting.state == "planned"
        assert meeting.starts_at is None
        assert meeting.opinions_due is None
        assert sum(item.minutes for item in meeting.programme) == 150
        assert [item.position for item in meeting.programme] == list(range(6))
        assert all(item.owner for item in meeting.programme)
        assert all(at is None for at, _item in queries.programme_times(meeting))


def test_every_unit_but_the_leaders_has_tasks_in_every_meeting(plan: Plan) -> None:
    for meeting in plan.meetings:
        having = {task.unit_id for task in queries.tasks_of_meeting(meeting)}
        assert having == {u.id for u in units() if u.kind != "leadership"}


def test_the_tasks_of_part_three(plan: Plan, unit: Callable[[str], Unit]) -> None:
    first, second = plan.meetings
    tasks = queries.tasks_of_meeting(first)
    assert all(task.due is None and task.state == "open" for task in tasks)
    assert all(task.basis.startswith("Kế hoạch I") for task in tasks)
    assert all(task.kind in TASK_KINDS and get_rule(task.rule) for task in tasks)
    by_unit = Counter(task.unit.code for task in tasks)
    assert {by_unit[f"to-{n}"] for n in range(1, 9)} == {3}
    assert by_unit["van-hoa"] == 8
    assert by_unit["cong-an"] == by_unit["tai-chinh"] == 5
    assert by_unit["bvdp"] == 4
    assert by_unit["mot-cua"] == by_unit["tu-phap"] == by_unit["ld-tbxh"] == 4
    assert by_unit["van-phong"] == 7
    reviewing = Counter(task.unit.code for task in tasks if task.kind == "review")
    every = {u.code for u in units("department")}  # III.2: each reports what hinders it
    sections = {"mot-cua", "tu-phap", "dia-chinh", "tai-chinh", "van-hoa", "ld-tbxh"}
    assert reviewing == Counter([*every, *sections, "cong-an", "van-phong"])
    senders = {t.unit.code for t in tasks if t.kind == "opinions"}
    assert senders == {
        "mat-tran", "phu-nu", "nong-dan", "cuu-chien-binh", "doan-thanh-nien",
        *(f"to-{n}" for n in range(1, 9)),
    }  # fmt: skip
    assert all(t.rule == "opinions" for t in tasks if t.kind == "opinions")
    youth = unit("doan-thanh-nien").id
    lists = [queries.task_of_kind(m, youth, "delegates") for m in (first, second)]
    assert lists[0] is None
    assert lists[1] is not None
    assert lists[1].rule == "delegates"
    opinions = queries.task_of_kind(second, youth, "opinions")
    assert opinions is not None
    assert opinions.basis == "Kế hoạch III.5"


def test_loading_twice_changes_nothing(plan: Plan) -> None:
    def counts() -> list[int | None]:
        tables = (Plan, Task, TaskTemplate)
        return [db.session.scalar(select(func.count()).select_from(t)) for t in tables]

    before = counts()
    assert load_plan_2024().id == plan.id
    assert all(generate_tasks(meeting, actor=None) == [] for meeting in plan.meetings)
    assert counts() == before


def test_it_is_on_record(plan: Plan) -> None:
    assert [e.label for e in timeline(plan)] == ["Lập kế hoạch đối thoại năm 2024"]
    task = queries.tasks_of_meeting(plan.meetings[0])[0]
    assert [(e.label, e.actor_name) for e in timeline(task)] == [("Giao nhiệm vụ", "Hệ thống")]


@pytest.mark.usefixtures("traveller")
def test_a_line_for_a_unit_that_the_ward_lacks_goes_to_its_office(
    account: Callable[[str], Account], unit: Callable[[str], Unit]
) -> None:
    with unit_of_work():
        unit("bvdp").code = "to-bao-ve"
    plan = load_plan_2024(account("vanphong"))
    tasks = [t for t in queries.tasks_of_meeting(plan.meetings[0]) if t.basis == "Kế hoạch III.8"]
    assert [t.unit.code for t in tasks] == ["van-phong"]
    assert timeline(plan)[0].actor_name == account("vanphong").full_name


def test_part_three_names_each_addressee_once(plan: Plan) -> None:
    part = queries.part_three(plan)
    names = [one.name for one in part]
    assert len(names) == len(set(names))
    youth = next(one for one in part if one.name == "Đoàn thanh niên")
    assert youth.basis == "Kế hoạch III.1, Kế hoạch III.5"
    assert len(youth.templates) == 6
