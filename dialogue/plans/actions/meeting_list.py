"""Which meetings (đợt) a plan has: add one, edit one, drop one that has no date."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean, clean_line
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform, record
from dialogue.plans.actions.next_year import copied_programme
from dialogue.plans.actions.tasks import addressees, generate_tasks
from dialogue.plans.actions.telling import tell_meeting
from dialogue.plans.actions.withdrawing import withdraw_open
from dialogue.plans.models import (
    AUDIENCES,
    Meeting,
    MeetingDuty,
    Plan,
    ProgrammeItem,
    Task,
    TaskTemplate,
)
from dialogue.plans.usual import usual_house_rules, usual_programme
from dialogue.plans.workflow import MEETING, PLAN

TIED = (
    "Không bỏ được: đợt này đã có ý kiến, danh sách hoặc giấy tờ gắn với nó. "
    "Xin chuyển những thứ đó sang đợt khác trước."
)
WORDS = {
    "title": "tên",
    "topic": "chủ đề",
    "audience": "đối tượng",
    "place": "địa điểm",
    "expected": "số người dự kiến",
}


@dataclass(frozen=True)
class MeetingContent:
    """What the plan says of a meeting; ``expected`` is how many are to attend, if known."""

    title: str
    audience: str
    place: str
    topic: str = ""
    expected: int | None = None


def add_meeting(
    plan: Plan,
    content: MeetingContent,
    *,
    actor: Account,
    reason: str = "",
    version: int | None = None,
) -> Meeting:
    """Add a meeting without a date; its tasks, programme and house rules come with it.

    ``version`` is the plan's; once the plan is issued a reason is required.
    """
    verb = "edit" if plan.state == "draft" else "amend"
    with unit_of_work():
        PLAN.permit(actor, plan, verb, version=version, reason=reason)
        values = _checked(content)
        model = next((m for m in plan.meetings if m.audience == content.audience), None)
        model = model or next(iter(plan.meetings), None)
        ordinal = max((m.ordinal for m in plan.meetings), default=0) + 1
        meeting = Meeting(ordinal=ordinal, **values)
        meeting.programme = copied_programme(model) if model else usual_programme()
        meeting.house_rules = list(model.house_rules) if model else usual_house_rules()
        plan.meetings.append(meeting)
        label = f"Thêm đợt {ordinal}: {values['title']}"[:200]
        perform(PLAN, plan, verb, actor=actor, version=version, reason=reason, label=label)
        record(actor, meeting, "create", f"Đưa {meeting.name} vào kế hoạch", reason=reason)
        generate_tasks(meeting, actor=actor)
        return meeting


def edit_meeting(
    meeting: Meeting, content: MeetingContent, *, actor: Account, version: int | None = None
) -> Meeting:
    """Change what the plan says of a meeting that has not begun.

    Another audience (only while no date is announced) brings other tasks: those that no
    longer fit are withdrawn. A new place of an announced meeting is told to all concerned.
    """
    with unit_of_work():
        MEETING.permit(actor, meeting, "edit", version=version)
        new = _checked(content)
        changed = [name for name in WORDS if getattr(meeting, name) != new[name]]
        if not changed:
            return meeting
        if "audience" in changed and meeting.state != "planned":
            raise InvalidInput(
                "Đã công bố ngày thì không đổi đối tượng được nữa.", field="audience"
            )
        before = {name: getattr(meeting, name) for name in changed}
        for name in changed:
            setattr(meeting, name, new[name])
        perform(
            MEETING,
            meeting,
            "edit",
            actor=actor,
            version=version,
            label=f"Sửa {', '.join(WORDS[name] for name in changed)}",
            before=before,
            after={name: new[name] for name in changed},
        )
        if "audience" in changed:
            _fit_tasks(meeting, actor)
        if "place" in changed and meeting.state == "announced":
            tell_meeting(meeting, f"{meeting.name} đổi địa điểm: {meeting.place}.")
        return meeting


def drop_meeting(
    meeting: Meeting, *, reason: str, actor: Account, version: int | None = None
) -> None:
    """Take a meeting without a date out of a draft plan, its tasks with it.

    ``Conflict`` if somebody has sent something for it. Later meetings that nobody was told
    of yet move up.
    """
    with unit_of_work() as session:
        MEETING.permit(actor, meeting, "drop", version=version, reason=reason)
        plan, name = meeting.plan, meeting.name
        record(actor, meeting, "drop", "Bỏ đợt đối thoại", reason=reason)
        perform(
            PLAN,
            plan,
            "edit",
            actor=actor,
            label=f"Bỏ {name}: {meeting.title}"[:200],
            reason=clean(reason),
        )
        for table in (Task, ProgrammeItem, MeetingDuty):
            session.execute(delete(table).where(table.meeting_id == meeting.id))
        ordinal, meeting_id = meeting.ordinal, meeting.id
        session.expunge(meeting)
        try:
            session.execute(delete(Meeting).where(Meeting.id == meeting_id))
        except IntegrityError as error:
            raise Conflict(TIED) from error
        session.expire(plan, ["meetings"])
        _close_gap(plan, ordinal)


def _close_gap(plan: Plan, ordinal: int) -> None:
    later = [m for m in plan.meetings if m.ordinal > ordinal]
    if any(m.state != "planned" for m in later):
        return
    for meeting in later:
        meeting.ordinal -= 1
        db.session.flush()


def _fit_tasks(meeting: Meeting, actor: Account) -> None:
    query = (
        select(Task, TaskTemplate)
        .join(TaskTemplate, Task.template_id == TaskTemplate.id)
        .where(Task.meeting_id == meeting.id)
    )
    for task, line in db.session.execute(query).all():
        fits = line.audience in (None, meeting.audience) and line.withdrawn_at is None
        if task.state == "open" and not fits:
            withdraw_open(task, actor=actor, why=f"Đợt này nay đối thoại với {_whom(meeting)}")
        elif task.state == "withdrawn" and fits and task.unit in addressees(line):
            task.state = "open"
            record(actor, task, "restore", "Giao lại nhiệm vụ")
    generate_tasks(meeting, actor=actor)


def _whom(meeting: Meeting) -> str:
    return AUDIENCES[meeting.audience].lower()


def _checked(content: MeetingContent) -> dict[str, object]:
    title, place = clean_line(content.title)[:300], clean_line(content.place)[:200]
    for field, value in (("title", title), ("place", place)):
        if not value:
            raise InvalidInput("Cần điền mục này.", field=field)
    if content.audience not in AUDIENCES:
        raise InvalidInput("Đối tượng này không có trong danh sách.", field="audience")
    if content.expected is not None and content.expected < 1:
        raise InvalidInput("Số người phải từ 1 trở lên.", field="expected")
    return {
        "title": title,
        "place": place,
        "audience": content.audience,
        "topic": clean_line(content.topic)[:300],
        "expected": content.expected,
    }
