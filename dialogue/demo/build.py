"""Build the demo: the plan of 2024, and a plan of this year with a meeting over, one live,
one to come. Everything goes through the same actions as the ward's own people use."""

from __future__ import annotations

from datetime import date, timedelta

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.demo import coming, live, over, people, recurrence
from dialogue.demo.stage import moment, person, unit, working_day
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting, Plan
from dialogue.plans.plan_2024 import load_plan_2024

MEETINGS = (
    (
        "residents",
        "Đối thoại với nhân dân về thủ tục hành chính, giải quyết thủ tục hành chính",
        120,
    ),
    ("youth", "Đối thoại với thanh niên về vai trò của thanh niên trong chuyển đổi số", 80),
    ("residents", "Đối thoại với nhân dân về hạ tầng và môi trường khu dân cư", 150),
)


def demo() -> None:
    """Fill an empty, migrated database."""
    today = clock.today()
    people.load()
    office = person("vanphong")
    plan_2024 = load_plan_2024(office)
    recurrence.play_earlier(plan_2024, _year(today, plan_2024), today)
    with moment(working_day(today - timedelta(days=90)), 9):
        first, second, third = _plan_of(today, plan_2024, office)
    over.play(first, working_day(today - timedelta(days=47)))
    coming.play(third, working_day(today + timedelta(days=18)))
    recurrence.link_years(today)
    live.play(second, today)


def _year(today: date, model: Plan) -> int:
    return max(today.year, model.year + 1)


def _plan_of(today: date, model: Plan, office: Account) -> list[Meeting]:
    year = _year(today, model)
    plan = plans.make_next_plan(model, year, actor=office)
    plans.edit_plan(
        plan,
        title=plan.title,
        place=plan.place,
        timing=f"Dự kiến 03 buổi đối thoại trong năm {year}.",
        lists={"grounds": [line for line in plan.grounds if "56/KH-UBND" not in line]},
        actor=office,
    )
    first, second = plan.meetings
    for meeting, content in zip((first, second), MEETINGS, strict=False):
        plans.edit_meeting(meeting, _content(plan, *content), actor=office)
    third = plans.add_meeting(plan, _content(plan, *MEETINGS[2]), actor=office)
    plans.add_task(
        third,
        plans.TaskContent("Chuẩn bị bản đồ các tuyến thoát nước để chiếu", "meeting_minus_3"),
        [unit("dia-chinh")],
        actor=office,
    )
    plans.add_item(
        third,
        plans.ItemContent("Chiếu hình ảnh hiện trạng hạ tầng", 10, unit=unit("dia-chinh")),
        actor=office,
    )
    shown = third.programme[-1]
    for _step in range(3):  # before the delegates speak
        plans.move_item(shown, up=True, actor=office)
    plans.issue_plan(plan, number=7, issued_on=clock.today(), actor=office)
    return [first, second, third]


def _content(plan: Plan, audience: str, title: str, expected: int) -> plans.MeetingContent:
    return plans.MeetingContent(title, audience, plan.place, topic=title, expected=expected)
