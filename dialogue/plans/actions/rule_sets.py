"""Have a plan count its due dates another way; what is open is counted again, on record."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import supersede
from dialogue.extensions import db
from dialogue.history.actions import perform, record
from dialogue.plans.actions.dates import add_law_task, set_task_due
from dialogue.plans.actions.telling import LONGEST, tell_due_moved, tell_meeting
from dialogue.plans.actions.withdrawing import withdraw_open
from dialogue.plans.models import RULE_SETS, Meeting, Plan
from dialogue.plans.queries.rule_sets import RuleLine, preview_rules
from dialogue.plans.workflow import PLAN

CHANGED = "Danh sách hạn vừa thay đổi sau khi xem trước. Xin xem lại trước khi xác nhận."


def change_rule_set(
    plan: Plan,
    rule_set: str,
    *,
    reason: str,
    actor: Account,
    seen: str | None = None,
    version: int | None = None,
) -> Plan:
    """Count by ``rule_set`` from now on; each open due date that differs is superseded.

    ``seen`` is the key of the preview that was confirmed: ``Conflict`` if it no longer
    holds. ``InvalidInput`` without a reason, for an unknown rule set or the present one.
    """
    with unit_of_work():
        PLAN.permit(actor, plan, "change_rules", version=version, reason=reason)
        check_rule_set(plan, rule_set)
        change = preview_rules(plan, rule_set)
        if seen is not None and seen != change.key:
            raise Conflict(CHANGED)
        before, plan.rule_set = plan.rule_set, rule_set
        perform(
            PLAN,
            plan,
            "change_rules",
            actor=actor,
            version=version,
            reason=reason,
            label=f"Đổi cách tính hạn: {RULE_SETS[rule_set].lower()}",
            before=before,
            after=rule_set,
        )
        why = f"Tính hạn {RULE_SETS[rule_set].lower()}: {clean(reason)}"
        for line in change.lines:
            _apply(line, actor, why)
        for meeting in change.meetings:
            moved = [line for line in change.lines if line.meeting is meeting and line.column]
            _tell(meeting, moved, why, actor)
        db.session.flush()
        return plan


def check_rule_set(plan: Plan, rule_set: str) -> None:
    """Raise ``InvalidInput`` for an unknown rule set or the one that ``plan`` follows."""
    if rule_set not in RULE_SETS:
        raise InvalidInput("Cách tính hạn này không có trong danh sách.", field="rule_set")
    if rule_set == plan.rule_set:
        raise InvalidInput("Kế hoạch đang tính hạn theo cách này.", field="rule_set")


def _apply(line: RuleLine, actor: Account, why: str) -> None:
    if line.old is None:
        task = add_law_task(line.meeting, actor)
        if task is not None and line.meeting.held_on is not None:
            set_task_due(task, line.meeting, line.meeting.held_on)
    elif line.result is None:
        assert line.task is not None
        withdraw_open(line.task, actor=actor, why=why)
    else:
        new = supersede(line.old, line.result, actor=actor, why=why)
        if line.task is None:
            setattr(line.meeting, line.column, new)
            return
        line.task.due = new
        words = f"Dời hạn từ {clock.show_date(line.old.due_on)} sang {clock.show_date(new.due_on)}"
        record(actor, line.task, "move_due", words, reason=why, due_id=new.id)
        tell_due_moved(line.task, line.old.due_on, new.due_on, why)


def _tell(meeting: Meeting, moved: list[RuleLine], why: str, actor: Account) -> None:
    days = "; ".join(
        f"{line.what}: {clock.show_date(line.old.due_on)} → {clock.show_date(line.result.due_on)}"
        for line in moved
        if line.old and line.result and line.is_moved
    )
    record(actor, meeting, "recount", "Tính lại hạn", reason=why, days=days)
    text = f"{meeting.name} tính lại hạn. {days + '. ' if days else ''}{why}"
    tell_meeting(meeting, text[:LONGEST])
