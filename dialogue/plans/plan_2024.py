"""Bring the real plan of 2024 into the database, or a plan drafted after it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from dialogue.accounts.models import Account, Unit, Ward
from dialogue.accounts.queries import units
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import record
from dialogue.plans.actions.tasks import generate_tasks
from dialogue.plans.models import Meeting, Plan, ProgrammeItem, TaskTemplate
from dialogue.plans.usual import plan_text

TEXTS = (
    "year",
    "title",
    "place",
    "timing",
    "grounds",
    "aims",
    "demands",
    "contents",
    "attendees",
    "recipients",
)


def load_plan_2024(actor: Account | None = None) -> Plan:
    """The plan of 2024 with two undated meetings, its programme and every unit's tasks.

    A second call changes nothing and returns the plan that is there. The ward's units must
    exist; a line for a unit that this ward lacks goes to its office.
    """
    return _load(plan_text(), actor)


def draft_plan(ward: Ward, year: int, *, groups: int) -> Plan:
    """A ward's first plan, drafted after the plan of 2024 for its office to edit.

    What only held for one ward and one year gives way to ``ward`` and ``year``.
    """
    changed = {
        "phường Chánh Lộ": ward.name,
        "UBND thành phố": ward.parent_body,
        "UBND Thành phố": ward.parent_body,
        "trên địa bàn thành phố": "trên địa bàn",
        "8 Tổ dân phố": f"{groups} Tổ dân phố",
        "năm 2024": f"năm {year}",
    }
    data = _adapted(plan_text(), changed)
    data |= {
        "year": year,
        "place": ward.hall,
        "grounds": [line for line in data["grounds"] if "56/KH-UBND" not in line],
        "recipients": [line for line in data["recipients"] if "Phòng Nội vụ TP" not in line],
    }
    return _load(data, None)


def _adapted(value: Any, changed: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _adapted(one, changed) for key, one in value.items()}
    if isinstance(value, list):
        return [_adapted(one, changed) for one in value]
    if isinstance(value, str):
        for old, new in changed.items():
            value = value.replace(old, new)
    return value


def _load(data: dict[str, Any], actor: Account | None) -> Plan:
    with unit_of_work() as session:
        there = session.scalar(select(Plan).where(Plan.year == data["year"]))
        if there is not None:
            return there
        plan = Plan(**{name: data[name] for name in TEXTS})
        session.add(plan)
        _add_templates(plan, data["tasks"])
        record(actor, plan, "create", f"Lập kế hoạch đối thoại năm {plan.year}")
        for entry in data["meetings"]:
            _add_meeting(plan, entry, data, actor)
        return plan


def _add_templates(plan: Plan, lines: list[dict[str, Any]]) -> None:
    db.session.flush()
    by_code = {unit.code: unit for unit in units()}
    for position, line in enumerate(lines):
        addressees: list[tuple[Unit | None, str | None]]
        if "unit_kind" in line:
            addressees = [(None, line["unit_kind"])]
        else:
            addressees = [_addressee(by_code.get(code)) for code in line["units"]]
        for unit, kind in dict.fromkeys(addressees):
            db.session.add(
                TaskTemplate(
                    plan_id=plan.id,
                    position=position,
                    unit=unit,
                    unit_kind=kind,
                    audience=line.get("audience"),
                    kind=line.get("kind", "general"),
                    title=line["title"],
                    basis=line["basis"],
                    rule=line["rule"],
                )
            )


def _addressee(unit: Unit | None) -> tuple[Unit | None, str | None]:
    return (None, "office") if unit is None else (unit, None)


def _add_meeting(
    plan: Plan, entry: dict[str, Any], data: dict[str, Any], actor: Account | None
) -> None:
    meeting = Meeting(
        plan=plan,
        ordinal=entry["ordinal"],
        title=entry["title"],
        audience=entry["audience"],
        topic=entry["topic"],
        place=plan.place,
        programme=[
            ProgrammeItem(
                position=position,
                minutes=line["minutes"],
                title=line["title"],
                owner=line["owner"],
            )
            for position, line in enumerate(data["programme"])
        ],
        house_rules=list(data["house_rules"]),
    )
    db.session.add(meeting)
    record(actor, meeting, "create", f"Đưa {meeting.name} vào kế hoạch")
    generate_tasks(meeting, actor=actor)
