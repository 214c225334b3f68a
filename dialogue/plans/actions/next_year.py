"""Make next year's plan from an earlier one in one act."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.plans.actions.tasks import generate_tasks
from dialogue.plans.models import Meeting, Plan, ProgrammeItem, TaskTemplate
from dialogue.plans.permissions import can_edit_plan
from dialogue.plans.queries.next_year import NextMeeting, NextTask, preview_next

CHANGED = "Kế hoạch cũ hoặc các đơn vị vừa thay đổi sau khi xem trước. Xin xem lại."


def make_next_plan(source: Plan, year: int, *, actor: Account, seen: str | None = None) -> Plan:
    """Draft the plan of ``year`` after ``source``: its meetings undated, tasks for today's units.

    ``seen`` is the key of the preview that was confirmed: ``Conflict`` if it no longer holds.
    ``InvalidInput`` for a year that has its plan.
    """
    with unit_of_work() as session:
        if not can_edit_plan(actor, source):
            raise NotAllowed
        model = preview_next(source, year)
        if seen is not None and seen != model.key:
            raise Conflict(CHANGED)
        plan = Plan(
            year=year, place=source.place, rule_set=source.rule_set, **model.texts, **model.lists
        )
        session.add(plan)
        session.flush()
        label = f"Lập kế hoạch đối thoại năm {year} theo kế hoạch năm {source.year}"
        record(actor, plan, "create", label, source_id=source.id)
        session.add_all(_template(plan, line) for line in model.tasks)
        session.flush()
        for one in model.meetings:
            _add_meeting(plan, one, actor)
        return plan


def _template(plan: Plan, line: NextTask) -> TaskTemplate:
    source = line.source
    return TaskTemplate(
        plan_id=plan.id,
        position=source.position,
        unit_id=source.unit_id,
        unit_kind=source.unit_kind,
        audience=source.audience,
        kind=source.kind,
        title=line.title,
        basis=source.basis,
        rule=source.rule,  # with ON_DATE the office names a new day
    )


def _add_meeting(plan: Plan, one: NextMeeting, actor: Account) -> None:
    source = one.source
    meeting = Meeting(
        plan=plan,
        ordinal=source.ordinal,
        title=one.title,
        topic=one.topic,
        audience=source.audience,
        place=source.place,
        expected=source.expected,
        house_rules=list(source.house_rules),
        programme=copied_programme(source),
    )
    db.session.add(meeting)
    record(actor, meeting, "create", f"Đưa {meeting.name} vào kế hoạch")
    generate_tasks(meeting, actor=actor)


def copied_programme(source: Meeting) -> list[ProgrammeItem]:
    """New lines like those of ``source``; who has left is named in words only."""
    return [
        ProgrammeItem(
            position=position,
            minutes=item.minutes,
            title=item.title,
            starts=item.starts,
            owner=_owner_in_words(item),
            account_id=item.account_id if item.account and item.account.active else None,
            unit_id=item.unit_id if item.unit and item.unit.is_valid() else None,
        )
        for position, item in enumerate(source.programme)
    ]


def _owner_in_words(item: ProgrammeItem) -> str:
    if item.unit and not item.unit.is_valid():
        return item.unit.name[:160]
    if item.account and not item.account.active:
        return (item.account.title or item.account.unit.name)[:160]
    return item.owner
