"""Tasks of one meeting as the office assigns them: add, edit, withdraw, assign again (B3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean, clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import move_due, set_due_on, supersede
from dialogue.deadlines.queries import preview_due, result_of
from dialogue.deadlines.rules import get_rule
from dialogue.extensions import db
from dialogue.history.actions import perform, record
from dialogue.notifications.actions import tell_unit
from dialogue.plans.actions.dates import set_task_due
from dialogue.plans.actions.telling import LONGEST, tell_due_moved
from dialogue.plans.actions.withdrawing import tell_withdrawn
from dialogue.plans.models import ON_DATE, TASK_KINDS, Meeting, Task
from dialogue.plans.paths import task_path
from dialogue.plans.permissions import can_assign_tasks
from dialogue.plans.workflow import TASK

OWN_KINDS = tuple(kind for kind in TASK_KINDS if kind != "presider_report")
OVER = "Đợt đối thoại này đã khép lại, không giao thêm được nhiệm vụ."


@dataclass(frozen=True)
class TaskContent:
    """What is to be done and by when: by ``rule``, or on ``due_on`` when it is ``ON_DATE``."""

    title: str
    rule: str
    due_on: date | None = None
    basis: str = ""
    kind: str = "general"


def add_task(
    meeting: Meeting, content: TaskContent, units: Sequence[Unit], *, actor: Account
) -> list[Task]:
    """Give a task of this meeting alone to each of ``units``, and tell them."""
    with unit_of_work() as session:
        if not can_assign_tasks(actor):
            raise NotAllowed
        if meeting.state == "closed":
            raise Conflict(OVER)
        title, basis = check_content(content)
        if not units:
            raise InvalidInput("Cần chọn đơn vị làm nhiệm vụ này.", field="addressee")
        made = []
        for unit in units:
            _check_unit(unit)
            task = Task(
                meeting=meeting,
                unit=unit,
                kind=content.kind,
                title=title,
                basis=basis,
                rule=content.rule,
            )
            session.add(task)
            record(actor, task, "create", "Giao nhiệm vụ")
            if content.due_on is not None:
                task.due = set_due_on(content.due_on, label=title[:200], basis=basis)
            elif meeting.held_on is not None:
                set_task_due(task, meeting, meeting.held_on)
            session.flush()
            _tell_given(task)
            made.append(task)
        return made


def edit_task(
    task: Task,
    content: TaskContent,
    *,
    unit: Unit,
    actor: Account,
    reason: str = "",
    version: int | None = None,
) -> Task:
    """Change what, who and by when. Another unit or another day needs a reason.

    The due date that was stays on record; both units are told of a change of unit.
    """
    with unit_of_work():
        TASK.permit(actor, task, "edit", version=version)
        title, basis = check_content(content, task.due.due_on if task.due else None)
        before = task.unit
        given_on = unit.id != before.id
        retimed = content.rule != task.rule or _other_day(task, content.due_on)
        if (given_on or (retimed and task.due is not None)) and not clean(reason):
            raise InvalidInput("Cần ghi rõ lý do.", field="reason")
        if given_on:
            _check_unit(unit)
            _check_free(task, unit)
        what = [
            words
            for words, changed in (
                ("nội dung", (title, basis) != (task.title, task.basis)),
                ("đơn vị", given_on),
                ("hạn", retimed),
            )
            if changed
        ]
        if not what and content.kind == task.kind:
            return task
        old = {"title": task.title, "unit_id": task.unit_id, "rule": task.rule}
        task.title, task.basis, task.kind, task.unit = title, basis, content.kind, unit
        label = f"Sửa {', '.join(what) or 'loại nhiệm vụ'}"
        perform(
            TASK, task, "edit", actor=actor, version=version, reason=reason, label=label, before=old
        )
        if retimed:
            retime(task, content.rule, content.due_on, actor=actor, why=clean(reason) or label)
        if given_on:
            text = f"Nhiệm vụ “{title[:150]}” chuyển sang {unit.name}. Lý do: {clean(reason)}"
            tell_unit(before.id, text[:LONGEST], url="/tasks")
            _tell_given(task)
        return task


def withdraw_task(task: Task, *, reason: str, actor: Account, version: int | None = None) -> Task:
    """Take an open task off its unit for this meeting; the unit is told why."""
    with unit_of_work():
        perform(TASK, task, "withdraw", actor=actor, version=version, reason=reason)
        tell_withdrawn(task, clean(reason))
        return task


def restore_task(task: Task, *, actor: Account, version: int | None = None) -> Task:
    """Ask for a withdrawn task after all, by the day that holds now."""
    with unit_of_work():
        perform(TASK, task, "restore", actor=actor, version=version)
        held_on = task.meeting.held_on
        if held_on is not None and task.due is None:
            set_task_due(task, task.meeting, held_on)
        elif task.due is not None and task.rule != ON_DATE:
            retime(task, task.rule, None, actor=actor, why="Giao lại nhiệm vụ")
        _tell_given(task)
        return task


def retime(task: Task, rule: str, due_on: date | None, *, actor: Account, why: str) -> None:
    """Have ``task`` due by another rule or day; inside an act that has checked it."""
    old, held_on = task.due, task.meeting.held_on
    task.rule = rule
    if rule == ON_DATE:
        if due_on is None:
            return
        if old is None:
            task.due = set_due_on(due_on, label=task.title[:200], basis=task.basis)
        else:
            task.due = move_due(old, actor=actor, why=why, on=due_on)
    elif held_on is None:
        task.due = None
    elif old is None:
        set_task_due(task, task.meeting, held_on)
    else:
        result = preview_due(rule, held_on, rule_set=task.meeting.plan.rule_set)
        if result == result_of(old):
            return
        task.due = supersede(old, result, actor=actor, why=why)
    db.session.flush()
    if old is not None and task.due is not None and old.due_on != task.due.due_on:
        tell_due_moved(task, old.due_on, task.due.due_on, why)


def check_content(content: TaskContent, known: date | None = None) -> tuple[str, str]:
    """The clean title and basis; ``InvalidInput`` for an empty title, no rule, a past day.

    ``known`` is the day that stood there before: it may have passed.
    """
    title, basis = clean_line(content.title)[:400], clean_line(content.basis)[:80]
    if not title:
        raise InvalidInput("Cần điền mục này.", field="title")
    if content.kind not in OWN_KINDS:
        raise InvalidInput("Loại nhiệm vụ này không có trong danh sách.", field="kind")
    if content.rule != ON_DATE:
        get_rule(content.rule)
        if content.due_on is not None:
            raise ValueError("a task is due by a rule or on a day, not both")
    elif content.due_on is None:
        raise InvalidInput("Cần ghi ngày phải xong.", field="due_on")
    elif content.due_on < clock.today() and content.due_on != known:
        day = clock.show_date(content.due_on)
        raise InvalidInput(f"Ngày {day} đã qua. Xin chọn ngày khác.", field="due_on")
    return title, basis


def _other_day(task: Task, due_on: date | None) -> bool:
    return due_on is not None and (task.due is None or task.due.due_on != due_on)


def _check_unit(unit: Unit) -> None:
    if not unit.is_valid():
        raise InvalidInput(f"{unit.name} không còn hoạt động.", field="addressee")


def _check_free(task: Task, unit: Unit) -> None:
    if task.template_id is not None and db.session.scalar(
        select(Task.id).where(
            Task.meeting_id == task.meeting_id,
            Task.unit_id == unit.id,
            Task.template_id == task.template_id,
        )
    ):
        raise InvalidInput(f"{unit.name} đã có nhiệm vụ này.", field="addressee")


def _tell_given(task: Task) -> None:
    due = f", hạn {clock.show_date(task.due.due_on)}" if task.due else ""
    text = f"Được giao nhiệm vụ cho {task.meeting.name}{due}: “{task.title[:250]}”"
    tell_unit(task.unit_id, text[:LONGEST], url=task_path(task))
