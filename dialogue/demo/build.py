"""Build the demo: the plan of 2024, and a plan of this year with a meeting over, one live,
one to come. Everything goes through the same actions as the ward's own people use."""

from __future__ import annotations

from datetime import date, timedelta

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.demo import coming, live, over, people
from dialogue.demo.stage import moment, person, working_day
from dialogue.history.actions import record
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting, Plan, ProgrammeItem, TaskTemplate
from dialogue.plans.plan_2024 import load_plan_2024

MEETINGS = (
    ("residents", "Đối thoại với nhân dân về thủ tục hành chính, giải quyết thủ tục hành chính"),
    ("youth", "Đối thoại với thanh niên về vai trò của thanh niên trong chuyển đổi số"),
    ("residents", "Đối thoại với nhân dân về hạ tầng và môi trường khu dân cư"),
)


def demo() -> None:
    """Fill an empty, migrated database."""
    today = clock.today()
    people.load()
    office = person("vanphong")
    plan_2024 = load_plan_2024(office)
    with moment(working_day(today - timedelta(days=90)), 9):
        first, second, third = _plan_of(today, plan_2024, office)
    over.play(first, working_day(today - timedelta(days=47)))
    coming.play(third, working_day(today + timedelta(days=18)))
    live.play(second, today)


def _plan_of(today: date, model: Plan, office: Account) -> list[Meeting]:
    with unit_of_work() as session:
        year = today.year if today.year != model.year else model.year + 1
        plan = Plan(
            year=year,
            title=model.title.replace(str(model.year), str(year)),
            place=model.place,
            timing=f"Dự kiến 03 buổi đối thoại trong năm {year}.",
            grounds=model.grounds,
            aims=model.aims,
            demands=model.demands,
            contents=model.contents,
            attendees=model.attendees,
            recipients=model.recipients,
        )
        session.add(plan)
        session.flush()
        record(office, plan, "create", f"Lập kế hoạch đối thoại năm {year}")
        _copy_templates(model, plan)
        meetings = [
            _meeting(plan, model, ordinal, audience, title, office)
            for ordinal, (audience, title) in enumerate(MEETINGS, 1)
        ]
        plans.issue_plan(plan, number=7, issued_on=clock.today(), actor=office)
        return meetings


def _copy_templates(model: Plan, plan: Plan) -> None:
    from sqlalchemy import select

    from dialogue.extensions import db

    lines = db.session.scalars(select(TaskTemplate).where(TaskTemplate.plan_id == model.id)).all()
    for line in lines:
        db.session.add(
            TaskTemplate(
                plan_id=plan.id,
                position=line.position,
                unit_id=line.unit_id,
                unit_kind=line.unit_kind,
                audience=line.audience,
                kind=line.kind,
                title=line.title,
                basis=line.basis,
                rule=line.rule,
            )
        )


def _meeting(
    plan: Plan, model: Plan, ordinal: int, audience: str, title: str, office: Account
) -> Meeting:
    from dialogue.extensions import db

    programme = model.meetings[0].programme
    meeting = Meeting(
        plan=plan,
        ordinal=ordinal,
        title=title,
        audience=audience,
        topic=title,
        place=plan.place,
        programme=[
            ProgrammeItem(
                position=item.position, minutes=item.minutes, title=item.title, owner=item.owner
            )
            for item in programme
        ],
    )
    db.session.add(meeting)
    record(office, meeting, "create", f"Đưa {meeting.name} vào kế hoạch")
    plans.generate_tasks(meeting, actor=office)
    return meeting
