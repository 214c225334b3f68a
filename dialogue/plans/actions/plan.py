"""Edit a plan's texts, give it its number and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import perform
from dialogue.plans.actions.telling import tell_meeting
from dialogue.plans.models import Plan
from dialogue.plans.workflow import PLAN

TEXTS = {
    "title": "tên kế hoạch",
    "place": "địa điểm",
    "timing": "thời gian",
    "grounds": "căn cứ",
    "aims": "mục đích",
    "demands": "yêu cầu",
    "contents": "nội dung, hình thức",
    "attendees": "thành phần tham dự",
    "recipients": "nơi nhận",
}
LISTS = ("grounds", "aims", "demands", "contents", "attendees", "recipients")


def edit_plan(
    plan: Plan,
    *,
    title: str,
    place: str,
    timing: str,
    lists: Mapping[str, Sequence[str]],
    actor: Account,
    reason: str = "",
    version: int | None = None,
) -> Plan:
    """Change the plan's texts; once it is issued a reason is required.

    ``lists``: name (of ``LISTS``) → its lines; a list that is not named stays. A new place
    goes to the meetings still to come that were at the old one; who comes is told.
    """
    verb = "edit" if plan.state == "draft" else "amend"
    with unit_of_work():
        PLAN.permit(actor, plan, verb, version=version, reason=reason)
        new: dict[str, str | list[str]] = {
            "title": _needed(title, "title"),
            "place": _needed(place, "place"),
            "timing": clean_line(timing),
        }
        for name in LISTS:
            if name in lists:
                new[name] = [line for line in map(clean_line, lists[name]) if line]
        changed = [name for name in new if getattr(plan, name) != new[name]]
        if not changed:
            return plan
        before = {name: getattr(plan, name) for name in changed}
        if "place" in changed:
            _move_place(plan, str(new["place"]))
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


def _move_place(plan: Plan, place: str) -> None:
    for meeting in plan.meetings:
        if meeting.state in ("planned", "announced") and meeting.place == plan.place:
            meeting.place = place
            if meeting.state == "announced":
                tell_meeting(meeting, f"{meeting.name} đổi địa điểm: {place}.")


def issue_plan(
    plan: Plan, *, number: int, issued_on: date, actor: Account, version: int | None = None
) -> Plan:
    """Write the number and date under which the plan was issued."""
    with unit_of_work():
        PLAN.permit(actor, plan, "issue", version=version)
        _number(plan, number, issued_on)
        perform(PLAN, plan, "issue", actor=actor, version=version, label=f"Ban hành {_name(plan)}")
        return plan


def renumber_plan(
    plan: Plan,
    *,
    number: int,
    issued_on: date,
    reason: str,
    actor: Account,
    version: int | None = None,
) -> Plan:
    """Put right the number or date of an issued plan; the reason is required."""
    with unit_of_work():
        PLAN.permit(actor, plan, "renumber", version=version, reason=reason)
        before = _name(plan)
        _number(plan, number, issued_on)
        perform(
            PLAN,
            plan,
            "renumber",
            actor=actor,
            version=version,
            reason=reason,
            label=f"Sửa số, ngày ban hành: {_name(plan)}",
            before=before,
        )
        return plan


def _number(plan: Plan, number: int, issued_on: date) -> None:
    if number < 1:
        raise InvalidInput("Số kế hoạch phải từ 1 trở lên.", field="number")
    if issued_on > clock.today():
        raise InvalidInput("Ngày ban hành không thể ở sau hôm nay.", field="issued_on")
    plan.number, plan.issued_on = number, issued_on


def _name(plan: Plan) -> str:
    return f"kế hoạch số {plan.number}/KH-UBND ngày {clock.show_date(plan.issued_on)}"


def _needed(text: str, field: str) -> str:
    line = clean_line(text)
    if not line:
        raise InvalidInput("Cần điền mục này.", field=field)
    return line
