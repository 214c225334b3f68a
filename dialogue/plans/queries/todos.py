"""What a person must do now for the plan and its meetings."""

from __future__ import annotations

from collections.abc import Iterator

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office
from dialogue.core import clock
from dialogue.core.todo import Todo
from dialogue.plans.models import Meeting, Task
from dialogue.plans.paths import meeting_path, plan_path, task_path
from dialogue.plans.permissions import active_duties
from dialogue.plans.queries.meetings import current_plan, meetings
from dialogue.plans.queries.tasks import TaskFilter, count_tasks, own_open

VERBS = {"opinions": "Gửi ý kiến", "delegates": "Gửi danh sách", "review": "Gửi báo cáo"}
DAYS_BEFORE = 5  # from then on the office is reminded of who serves at the meeting


def todos(user: Account) -> list[Todo]:
    """``user``'s own tasks with their due dates; the office's steps of each meeting."""
    found = [
        Todo(
            verb=VERBS.get(task.kind, "Báo đã xong"),
            thing=task.title,
            url=meeting_path(task.meeting, "attendance")
            if task.kind == "delegates"
            else task_path(task),
            due=task.due,
            detail=_detail(task),
        )
        for task in own_open(user)
    ]
    if is_office(user):
        found.extend(_of_the_office(user))
    return found


def _detail(task: Task) -> str:
    returned = f"Văn phòng trả lại: {task.returned_why}" if task.is_returned else ""
    return " · ".join(part for part in (returned, task.meeting.name, task.basis) if part)


def _of_the_office(user: Account) -> Iterator[Todo]:
    plan = current_plan()
    if plan is not None and plan.state == "draft":
        yield Todo(
            verb="Ghi số, ngày",
            thing=f"Kế hoạch đối thoại năm {plan.year} chưa có số và ngày ban hành",
            url=plan_path(plan, "number"),
        )
    if plan is not None and plan.year < clock.today().year:
        yield Todo(
            verb="Lập kế hoạch",
            thing=f"Năm {clock.today().year} chưa có kế hoạch đối thoại",
            url=plan_path(plan, "next"),
        )
    for meeting in meetings():
        if plan is not None and meeting.plan_id == plan.id and meeting.state == "planned":
            yield Todo(
                verb="Công bố ngày",
                thing=f"{meeting.name} chưa có ngày: {meeting.title}",
                url=meeting_path(meeting, "date"),
            )
        elif meeting.state == "announced":
            yield from _before(meeting)
    late = count_tasks(user, TaskFilter(state="late"))["late"]
    if late:
        yield Todo(
            verb="Xem và đôn đốc",
            thing="Nhiệm vụ của các đơn vị đã quá hạn",
            url="/tasks?state=late",
            count=late,
        )


def _before(meeting: Meeting) -> Iterator[Todo]:
    assert meeting.held_on is not None
    left = (meeting.held_on - clock.today()).days
    if left < 0:
        yield Todo(
            verb="Xem",
            thing=f"{meeting.name} đã qua ngày mà chưa khai mạc: khai mạc hoặc dời ngày",
            url=meeting_path(meeting),
            on=meeting.held_on,
        )
    missing = [
        words
        for duty, words in (("secretary", "thư ký"), ("desk", "bàn đăng ký"))
        if not active_duties(meeting, duty)
    ]
    if missing and left <= DAYS_BEFORE:
        yield Todo(
            verb="Phân công",
            thing=f"{meeting.name} chưa phân công {' và '.join(missing)}",
            url=meeting_path(meeting, "duties"),
            on=meeting.held_on,
        )
