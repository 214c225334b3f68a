"""What a meeting's date brings with it, shown before anything is written (B2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.deadlines.facts import DueDateResult, earlier_of
from dialogue.deadlines.models import DueDate
from dialogue.deadlines.queries import load_calendar, preview_due, result_of
from dialogue.deadlines.rules import CURRENT_LAW, RULES
from dialogue.extensions import db
from dialogue.plans import hooks
from dialogue.plans.models import ON_DATE, Meeting, Task
from dialogue.plans.queries.tasks import tasks_of_meeting

COMMON = (
    ("opinions_due", "opinions", "Các đơn vị gửi ý kiến về Văn phòng"),
    ("answers_due", "prepared_answers", "Các đơn vị chuẩn bị xong nội dung trả lời"),
    ("notice_due", "notice", "Thông báo ý kiến kết luận"),
)
# What only the later law asks of the office, by audience.
BY_LAW = {"residents": "media_notice", "youth": "youth_programme"}
ENOUGH_DAYS = RULES["opinions"].count


@dataclass(frozen=True)
class Line:
    """One due date that follows: what, who, the day until now (if any), the day to come."""

    what: str
    who: tuple[str, ...]
    old: DueDate | None
    result: DueDateResult

    @property
    def is_passed(self) -> bool:
        return self.result.due_on < clock.today()

    @property
    def is_moved(self) -> bool:
        return self.old is not None and self.old.due_on != self.result.due_on


@dataclass(frozen=True)
class DateChange:
    """All that follows from holding ``meeting`` on ``day``, soonest first."""

    meeting: Meeting
    day: date
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]

    @property
    def key(self) -> str:
        """Stays the same as long as every line does: the preview as the person saw it."""
        told = "\n".join(
            f"{line.what}|{','.join(line.who)}|{line.result.due_on}|{line.result.is_confirmed}"
            for line in self.lines
        )
        return hashlib.sha256(f"{self.day}\n{told}".encode()).hexdigest()[:24]


def check_times(starts_at: datetime, ends_at: datetime | None) -> None:
    """Raise ``InvalidInput`` for a day that has passed or an end before the start."""
    day = clock.local(starts_at).date()
    if day < clock.today():
        raise InvalidInput(f"Ngày {clock.show_date(day)} đã qua. Xin chọn ngày khác.", field="day")
    load_calendar().is_working_day(day)  # refuses a year outside the calendar
    if ends_at is not None and ends_at <= starts_at:
        raise InvalidInput("Giờ kết thúc phải sau giờ bắt đầu.", field="ends")


def preview_date(meeting: Meeting, day: date) -> DateChange:
    """Every due date that follows from ``day``; ``InvalidInput`` outside the calendar."""
    lines = sorted(_lines(meeting, day), key=lambda line: (line.result.due_on, line.what))
    return DateChange(meeting, day, tuple(lines), tuple(_warnings(meeting, day)))


def _lines(meeting: Meeting, day: date) -> Iterator[Line]:
    for column, rule, what in COMMON:
        if hooks.is_settled(meeting, column):
            continue
        old: DueDate | None = getattr(meeting, column)
        who = tuple(unit.short_name for unit in hooks.units_of(meeting, column))
        yield Line(what, who, old, result_for(meeting, rule, old, day))
    groups: dict[tuple[str, str, date | None], list[Task]] = {}
    for task in tasks_of_meeting(meeting):
        if task.rule == ON_DATE and task.due is None:
            continue  # the office has yet to name its day
        key = (task.title, task.rule, task.due.due_on if task.due else None)
        groups.setdefault(key, []).append(task)
    for (title, rule, _due), tasks in groups.items():
        who = tuple(task.unit.short_name for task in tasks)
        old = tasks[0].due
        yield Line(title, who, old, result_for(meeting, rule, old, day))
    law = law_rule(meeting)
    if law is not None and law_task(meeting) is None:
        yield Line(RULES[law].label, ("Văn phòng",), None, result_for(meeting, law, None, day))


def result_for(meeting: Meeting, rule: str, old: DueDate | None, day: date) -> DueDateResult:
    """The due date by ``rule`` from ``day``; an old one is counted again as it was made."""
    stored = result_of(old) if old is not None else None
    if stored is None:
        return preview_due(rule, day, rule_set=meeting.plan.rule_set)
    calendar = load_calendar()
    every = (stored.without_others(), *stored.others)
    return earlier_of(*(calendar.recompute(one.started(day)) for one in every))


def both_dates(meeting: Meeting) -> list[tuple[str, DueDateResult, tuple[DueDateResult, ...]]]:
    """(what, the date acted on, the later ones) of each due date that two rules give."""
    found = []
    for column, _rule, what in COMMON:
        due: DueDate | None = getattr(meeting, column)
        result = result_of(due) if due is not None else None
        if result is not None and result.others:
            found.append((what, result, result.others))
    return found


def law_rule(meeting: Meeting, rule_set: str | None = None) -> str | None:
    """The rule that current law adds for this audience, where the plan follows it.

    With ``rule_set`` as if the plan followed that one.
    """
    follows = (rule_set or meeting.plan.rule_set) == CURRENT_LAW
    return BY_LAW.get(meeting.audience) if follows else None


def law_task(meeting: Meeting) -> Task | None:
    """The office's task that only current law asks for, if it was given."""
    query = select(Task).where(
        Task.meeting_id == meeting.id,
        Task.rule == BY_LAW.get(meeting.audience),
        Task.template_id.is_(None),
        Task.state != "withdrawn",
    )
    return db.session.scalar(query.order_by(Task.id).limit(1))


def _warnings(meeting: Meeting, day: date) -> Iterator[str]:
    left = (day - clock.today()).days
    if left < ENOUGH_DAYS:
        yield (
            f"Chỉ còn {left} ngày đến buổi đối thoại, không đủ {ENOUGH_DAYS} ngày để các đơn vị "
            "gửi ý kiến (Kế hoạch III.1). Ý kiến gửi về sẽ bị ghi là trễ hạn."
        )
    fact = load_calendar().explain_day(day)
    if not fact.is_working:
        yield f"Ngày {clock.show_date(day)} là ngày nghỉ ({fact.reason})."
    if day.year != meeting.plan.year:
        yield f"Ngày này không thuộc năm {meeting.plan.year} của kế hoạch."
    yield from _after_the_fact(meeting, day)
    yield from hooks.warnings_of(meeting, day)
    for other in _others_on(meeting, day):
        yield f"{other.name} cũng họp ngày này, lúc {clock.show_time(other.starts_at)}."


def _after_the_fact(meeting: Meeting, day: date) -> Iterator[str]:
    """Tasks with a day of their own, which stays, that no longer come before the meeting."""
    held_on = meeting.held_on
    for task in tasks_of_meeting(meeting):
        due = task.due if task.state == "open" else None
        if due is None or held_on is None or due.rule != ON_DATE:
            continue
        if day <= due.due_on < held_on:
            yield (
                f"“{task.title[:120]}” ({task.unit.short_name}) có hạn ấn định riêng ngày "
                f"{clock.show_date(due.due_on)}, nay không còn trước ngày đối thoại. "
                "Hạn này không tự dời: xin sửa ở trang của nhiệm vụ."
            )


def _others_on(meeting: Meeting, day: date) -> list[Meeting]:
    query = (
        select(Meeting)
        .where(Meeting.id != meeting.id, Meeting.starts_at.is_not(None))
        .options(joinedload(Meeting.plan))
    )
    return [other for other in db.session.scalars(query) if other.held_on == day]
