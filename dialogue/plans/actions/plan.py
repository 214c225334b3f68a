"""Edit a plan's texts, give it its number and date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import perform
from dialogue.plans.models import RULE_SETS, Plan
from dialogue.plans.workflow import PLAN

TEXTS = {
    "title": "tên kế hoạch",
    "place": "địa điểm",
    "timing": "thời gian",
    "rule_set": "cách tính hạn",
    "grounds": "căn cứ",
}


def edit_plan(
    plan: Plan,
    *,
    title: str,
    place: str,
    timing: str,
    grounds: Sequence[str],
    rule_set: str,
    actor: Account,
    reason: str = "",
    version: int | None = None,
) -> Plan:
    """Change the plan's texts; once it is issued a reason is required.

    A new place goes to the meetings still to come that were at the old one; a new
    ``rule_set`` holds for due dates set from now on.
    """
    verb = "edit" if plan.state == "draft" else "amend"
    with unit_of_work():
        PLAN.permit(actor, plan, verb, version=version, reason=reason)
        new = {
            "title": _needed(title, "title"),
            "place": _needed(place, "place"),
            "timing": clean_line(timing),
            "rule_set": rule_set,
            "grounds": [line for line in map(clean_line, grounds) if line],
        }
        if rule_set not in RULE_SETS:
            raise InvalidInput("Cách tính hạn này không có trong danh sách.", field="rule_set")
        changed = [name for name in TEXTS if getattr(plan, name) != new[name]]
        if not changed:
            return plan
        before = {name: getattr(plan, name) for name in changed}
        for meeting in plan.meetings:
            if meeting.state in ("planned", "announced") and meeting.place == plan.place:
                meeting.place = str(new["place"])
        for name in changed:
            setattr(plan, name, new[name])
        perform(
            PLAN,
            plan,
            verb,
            actor=actor,
            version=version,
            reason=reason,
            label=f"Sửa {', '.join(TEXTS[name] for name in changed)}",
            before=before,
            after={name: new[name] for name in changed},
        )
        return plan


def issue_plan(
    plan: Plan, *, number: int, issued_on: date, actor: Account, version: int | None = None
) -> Plan:
    """Write the number and date under which the plan was issued."""
    with unit_of_work():
        PLAN.permit(actor, plan, "issue", version=version)
        if number < 1:
            raise InvalidInput("Số kế hoạch phải từ 1 trở lên.", field="number")
        if issued_on > clock.today():
            raise InvalidInput("Ngày ban hành không thể ở sau hôm nay.", field="issued_on")
        plan.number, plan.issued_on = number, issued_on
        perform(
            PLAN,
            plan,
            "issue",
            actor=actor,
            version=version,
            label=f"Ban hành kế hoạch số {number}/KH-UBND ngày {clock.show_date(issued_on)}",
        )
        return plan


def _needed(text: str, field: str) -> str:
    line = clean_line(text)
    if not line:
        raise InvalidInput("Cần điền mục này.", field=field)
    return line
