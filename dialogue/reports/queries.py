"""Reports, and the figures that stand in them."""

from __future__ import annotations

from collections import Counter

from flask import url_for
from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office, sees_everything
from dialogue.core.errors import NotAllowed
from dialogue.core.todo import Todo
from dialogue.extensions import db
from dialogue.followup.models import OUTCOMES, Assignment, Conclusion
from dialogue.followup.queries import Narrow, facts, matters
from dialogue.hall.queries import queue
from dialogue.plans.models import Meeting, MeetingDuty, Task
from dialogue.plans.permissions import takes_part
from dialogue.reports.models import Report
from dialogue.reports.workflow import REPORT

Figures = list[tuple[str, int]]


def visible_reports(user: Account) -> Select[Report]:
    """All for leaders and office; a unit its own. A draft is its writer's alone."""
    query = select(Report).options(
        joinedload(Report.unit),
        joinedload(Report.drafted_by),
        joinedload(Report.approved_by),
        joinedload(Report.meeting).joinedload(Meeting.plan),
        joinedload(Report.meeting).selectinload(Meeting.duties).joinedload(MeetingDuty.account),
    )
    if not takes_part(user):
        return query.where(false())
    own = Report.unit_id == user.unit_id
    if sees_everything(user):
        return query.where(or_(Report.state != "draft", own))
    return query.where(own)


def get_report(user: Account, report_id: int) -> Report:
    """One; ``NotAllowed`` if there is none that ``user`` may see."""
    found = db.session.scalar(visible_reports(user).where(Report.id == report_id))
    if found is None:
        raise NotAllowed
    return found


def reports_on(user: Account, meeting: Meeting) -> list[Report]:
    """What ``user`` may see about ``meeting``: the ward's, the presider's, the units'."""
    query = visible_reports(user).where(Report.meeting_id == meeting.id)
    order = ("result", "presider", "unit")
    return sorted(
        db.session.scalars(query).unique(),
        key=lambda one: (order.index(one.kind), one.unit.position, one.id),
    )


def report_of(meeting: Meeting, kind: str, unit_id: int) -> Report | None:
    """The one that was begun."""
    return db.session.scalar(
        select(Report).where(
            Report.meeting_id == meeting.id, Report.kind == kind, Report.unit_id == unit_id
        )
    )


def result_report(meeting: Meeting) -> Report | None:
    """The ward's own report once the chair has approved it."""
    return db.session.scalar(
        select(Report).where(
            Report.meeting_id == meeting.id,
            Report.kind == "result",
            Report.state.in_(("approved", "issued")),
        )
    )


def given_to(unit_id: int, meeting: Meeting) -> list[Assignment]:
    """What the conclusions of ``meeting`` gave the unit."""
    query = (
        select(Assignment)
        .join(Assignment.conclusion)
        .where(Conclusion.meeting_id == meeting.id, Assignment.lead_unit_id == unit_id)
        .options(
            joinedload(Assignment.due),
            joinedload(Assignment.conclusion).joinedload(Conclusion.opinion),
            selectinload(Assignment.replies),
        )
        .order_by(Assignment.id)
    )
    return list(db.session.scalars(query))


def presider_task(meeting: Meeting) -> Task | None:
    """The delegated presider's task to report back (B11)."""
    query = select(Task).where(Task.meeting_id == meeting.id, Task.kind == "presider_report")
    return db.session.scalar(query.where(Task.state != "withdrawn").limit(1))


def figures_of(user: Account, report: Report) -> Figures:
    """As things stand now: of a unit its own promises, else the whole meeting."""
    if report.kind == "unit":
        return _promises(user, Narrow(unit_id=report.unit_id, meeting_id=report.meeting_id))
    every = matters(report.meeting)
    concluded = Counter(m.conclusion.outcome for m in every if m.conclusion is not None)
    found: Figures = [
        ("Lượt phát biểu", len(queue(report.meeting_id).done)),
        ("Nội dung trong chương trình", len(every)),
        ("Nội dung đã kết luận", sum(concluded.values())),
    ]
    found += [(f"– {name}", concluded[code]) for code, name in OUTCOMES.items() if concluded[code]]
    return found + _promises(user, Narrow(meeting_id=report.meeting_id))


def _promises(user: Account, narrow: Narrow) -> Figures:
    counts: Counter[str] = Counter()
    for fact in facts(user, narrow):
        counts.update(fact.filters)
    return [
        ("Việc được giao", counts["all"]),
        ("Đã trả lời", counts["answered"]),
        ("– đúng hạn", counts["on_time"]),
        ("– đơn vị báo đã giải quyết xong", counts["settled"]),
        ("– người dân xác nhận xong", counts["confirmed"]),
        ("Chưa trả lời xong", counts["todo"]),
        ("– quá hạn", counts["overdue"]),
        ("Đã dời hạn", counts["extended"]),
        ("Người dân chưa đồng ý, giải quyết lại", counts["contested"]),
    ]


def todos(user: Account) -> list[Todo]:
    """Reports to take in, to issue, to mend."""
    if not (is_office(user) or is_chair(user) or takes_part(user)):
        return []
    query = visible_reports(user).where(Report.state.in_(("submitted", "approved", "draft")))
    found = []
    for one in db.session.scalars(query).unique():
        verb = _verb(user, one)
        if verb:
            found.append(
                Todo(
                    verb=verb,
                    thing=f"{one.title}: {one.meeting.name}",
                    url=url_for("reports.report", report_id=one.id),
                    detail=f"Được trả lại: {one.remarks}" if one.remarks else "",
                )
            )
    return found


def _verb(user: Account, report: Report) -> str:
    if REPORT.can(user, report, "approve"):
        return "Duyệt"
    if REPORT.can(user, report, "issue"):
        return "Ban hành"
    return "Gửi báo cáo" if REPORT.can(user, report, "submit") else ""
