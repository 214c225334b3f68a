"""The lines of part III: add, edit, withdraw; the tasks of meetings to come follow."""

from __future__ import annotations

from sqlalchemy import func, select

from dialogue.accounts.models import UNIT_KINDS, Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform, record
from dialogue.plans.actions.task_edits import TaskContent, check_content, retime
from dialogue.plans.actions.tasks import addressees, generate_tasks
from dialogue.plans.actions.withdrawing import withdraw_open
from dialogue.plans.models import AUDIENCES, Meeting, Plan, Task, TaskTemplate
from dialogue.plans.queries.task_lines import EDITABLE, units_without_tasks
from dialogue.plans.workflow import PLAN

Addressee = Unit | str  # a unit, or a kind: every unit of it
NEW_UNITS = "Có đơn vị mới sau khi lập kế hoạch"
WITHDRAWN = "Nhiệm vụ này đã được rút khỏi kế hoạch."


def add_line(
    plan: Plan,
    content: TaskContent,
    *,
    addressee: Addressee,
    audience: str | None,
    actor: Account,
    reason: str = "",
    version: int | None = None,
) -> TaskTemplate:
    """Add a line at the end of part III; every meeting to come gets its tasks.

    ``version`` is the plan's; once the plan is issued a reason is required.
    """
    with unit_of_work() as session:
        _permit(plan, actor, version, reason)
        line = TaskTemplate(plan_id=plan.id, position=_last_position(plan) + 1)
        _write(line, content, addressee, audience)
        session.add(line)
        session.flush()
        _perform(plan, f"Thêm nhiệm vụ “{line.title[:140]}”", actor, version, reason, line)
        for meeting in _to_come(plan):
            generate_tasks(meeting, actor=actor)
        return line


def edit_line(
    line: TaskTemplate,
    content: TaskContent,
    *,
    plan: Plan,
    addressee: Addressee,
    audience: str | None,
    actor: Account,
    reason: str = "",
    version: int | None = None,
) -> TaskTemplate:
    """Change a line. Open tasks of meetings to come follow, unless they were changed alone.

    A unit that the line no longer names has its task withdrawn; a new one gets its own.
    """
    with unit_of_work():
        _permit(plan, actor, version, reason)
        _refuse_withdrawn(line)
        old = (line.title, line.basis, line.kind, line.rule)
        _write(line, content, addressee, audience)
        db.session.flush()
        _perform(plan, f"Sửa nhiệm vụ “{old[0][:140]}”", actor, version, reason, line)
        why = clean(reason) or "Sửa kế hoạch"
        for meeting in _to_come(plan):
            fits = line.audience in (None, meeting.audience)
            units = {unit.id for unit in addressees(line)} if fits else set()
            for task in _open_tasks(line, meeting):
                if task.unit_id not in units:
                    withdraw_open(task, actor=actor, why=why)
                else:
                    _follow(task, line, old, actor, why)
            generate_tasks(meeting, actor=actor)
        return line


def withdraw_line(
    line: TaskTemplate, *, plan: Plan, reason: str, actor: Account, version: int | None = None
) -> None:
    """Take a line out of part III; the open tasks of meetings to come are withdrawn."""
    with unit_of_work():
        _permit(plan, actor, version, reason)
        if not clean(reason):
            raise InvalidInput("Cần ghi rõ lý do.", field="reason")
        _refuse_withdrawn(line)
        line.withdrawn_at = clock.now()
        _perform(plan, f"Rút nhiệm vụ “{line.title[:140]}”", actor, version, reason, line)
        for meeting in _to_come(plan):
            for task in _open_tasks(line, meeting):
                withdraw_open(task, actor=actor, why=clean(reason))


def give_to_new_units(plan: Plan, *, actor: Account, version: int | None = None) -> list[Unit]:
    """Give units made after the plan the tasks that its lines name by kind.

    The open tasks of units that have ended are withdrawn along with it.
    """
    with unit_of_work() as session:
        PLAN.permit(actor, plan, _verb(plan), version=version, reason=NEW_UNITS)
        new = units_without_tasks(plan)
        if not new:
            raise Conflict("Mọi đơn vị đã được giao nhiệm vụ.")
        names = ", ".join(unit.short_name for unit in new)
        label = f"Giao nhiệm vụ cho đơn vị mới: {names}"[:200]
        perform(
            PLAN,
            plan,
            _verb(plan),
            actor=actor,
            version=version,
            reason=NEW_UNITS,
            label=label,
        )
        for meeting in _to_come(plan):
            generate_tasks(meeting, actor=actor)
            ended = select(Task).where(Task.meeting_id == meeting.id, Task.state == "open")
            for task in session.scalars(ended).all():
                if not task.unit.is_valid():
                    withdraw_open(task, actor=actor, why=f"{task.unit.name} không còn hoạt động")
        return new


def _verb(plan: Plan) -> str:
    return "edit" if plan.state == "draft" else "amend"


def _permit(plan: Plan, actor: Account, version: int | None, reason: str) -> None:
    PLAN.permit(actor, plan, _verb(plan), version=version, reason=reason)


def _perform(
    plan: Plan, label: str, actor: Account, version: int | None, reason: str, line: TaskTemplate
) -> None:
    perform(
        PLAN,
        plan,
        _verb(plan),
        actor=actor,
        version=version,
        reason=reason,
        label=label,
        line_id=line.id,
        title=line.title,
        rule=line.rule,
        addressee=line.addressee,
    )


def _write(
    line: TaskTemplate, content: TaskContent, addressee: Addressee, audience: str | None
) -> None:
    title, basis = check_content(content, line.due_on)
    if audience is not None and audience not in AUDIENCES:
        raise InvalidInput("Đối tượng này không có trong danh sách.", field="audience")
    if isinstance(addressee, str):
        if addressee not in UNIT_KINDS:
            raise InvalidInput("Cần chọn đơn vị làm nhiệm vụ này.", field="addressee")
        line.unit, line.unit_kind = None, addressee
    else:
        if not addressee.is_valid():
            raise InvalidInput(f"{addressee.name} không còn hoạt động.", field="addressee")
        line.unit, line.unit_kind = addressee, None
    line.title, line.basis, line.kind = title, basis, content.kind
    line.rule, line.due_on, line.audience = content.rule, content.due_on, audience


def _follow(
    task: Task, line: TaskTemplate, old: tuple[str, str, str, str], actor: Account, why: str
) -> None:
    title, basis, kind, rule = old
    changed = []
    if task.title == title and task.title != line.title:
        task.title = line.title
        changed.append("nội dung")
    if (task.basis, task.kind) == (basis, kind):
        task.basis, task.kind = line.basis, line.kind
    if task.rule == rule and (line.rule != rule or line.due_on is not None):
        changed.append("hạn")
        retime(task, line.rule, line.due_on, actor=actor, why=why)
    if changed:
        task.version += 1
        record(actor, task, "edit", f"Sửa {', '.join(changed)} theo kế hoạch", reason=why)


def _refuse_withdrawn(line: TaskTemplate) -> None:
    if line.withdrawn_at is not None:
        raise Conflict(WITHDRAWN)


def _to_come(plan: Plan) -> list[Meeting]:
    return [meeting for meeting in plan.meetings if meeting.state in EDITABLE]


def _open_tasks(line: TaskTemplate, meeting: Meeting) -> list[Task]:
    query = select(Task).where(
        Task.template_id == line.id, Task.meeting_id == meeting.id, Task.state == "open"
    )
    return list(db.session.scalars(query))


def _last_position(plan: Plan) -> int:
    query = select(func.max(TaskTemplate.position)).where(TaskTemplate.plan_id == plan.id)
    return db.session.scalar(query) or 0
