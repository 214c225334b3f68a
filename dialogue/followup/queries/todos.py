"""What a person must do after the hall, and what he waits for."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_leader, is_office, sends_opinions
from dialogue.core.todo import Todo
from dialogue.extensions import db
from dialogue.followup.models import (
    REQUEST_KINDS,
    Assignment,
    Conclusion,
    ConclusionNotice,
    Reply,
)
from dialogue.followup.permissions import OVER
from dialogue.followup.queries.conclusions import expected_notice_due, matters
from dialogue.followup.queries.overdue import Lateness, soon_until, tell_lateness
from dialogue.followup.queries.requests import waiting_requests
from dialogue.followup.queries.verdicts import awaiting_verdict
from dialogue.followup.workflow import NOTICE, REPLY
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting, MeetingDuty
from dialogue.plans.permissions import is_presider, takes_part


def todos(user: Account) -> list[Todo]:
    """Conclude, compose, submit, approve, issue, reply, remind: whatever is ``user``'s now."""
    if not takes_part(user):
        return []
    return [
        *_of_notices(user),
        *_of_replies(user),
        *_of_own_unit(user),
        *_to_confirm(user),
        *_to_decide(user),
        *_to_chase(user),
    ]


def _meetings_without_notice() -> list[tuple[Meeting, ConclusionNotice | None]]:
    query = (
        select(Meeting, ConclusionNotice)
        .outerjoin(ConclusionNotice, ConclusionNotice.meeting_id == Meeting.id)
        .where(Meeting.state.in_(OVER), func.coalesce(ConclusionNotice.state, "") != "issued")
        .options(
            joinedload(Meeting.plan),
            joinedload(Meeting.notice_due),
            selectinload(Meeting.duties).joinedload(MeetingDuty.account),
        )
        .order_by(Meeting.starts_at)
    )
    return [(meeting, notice) for meeting, notice in db.session.execute(query)]


def _of_notices(user: Account) -> Iterator[Todo]:
    """The steps of the notice that are ``user``'s, from the first conclusion to its issue."""
    if not (is_office(user) or is_leader(user)):
        return
    for meeting, notice in _meetings_without_notice():
        due = expected_notice_due(meeting)
        left = sum(not m.is_concluded for m in matters(meeting))
        if left and (is_presider(user, meeting) or is_office(user)):
            yield Todo(
                verb="Kết luận",
                thing=f"{meeting.name}: nội dung chưa có kết luận",
                url=url_for("followup.conclusions", meeting_id=meeting.id),
                due=due,
                count=left,
            )
        step = _step_of(user, notice)
        waits = left and (notice is None or (notice.state == "draft" and not notice.remarks))
        if step and not waits:
            verb, words = step
            url = (
                url_for("followup.notice", notice_id=notice.id)
                if notice
                else url_for("followup.conclusions", meeting_id=meeting.id)
            )
            remarks = notice.remarks if notice and notice.state == "draft" else ""
            yield Todo(verb, f"{words} {meeting.name}", url, due=due, detail=remarks)


def _step_of(user: Account, notice: ConclusionNotice | None) -> tuple[str, str] | None:
    if notice is None:
        return ("Soạn", "Thông báo kết luận") if is_office(user) else None
    if NOTICE.can(user, notice, "approve"):
        return "Duyệt", "Thông báo kết luận"
    if NOTICE.can(user, notice, "issue"):
        return "Ban hành", "Thông báo kết luận đã duyệt của"
    if NOTICE.can(user, notice, "submit"):
        return "Trình duyệt", "Thông báo kết luận đang soạn của"
    return None


def _replies_in(*states: str) -> list[Reply]:
    assignment = joinedload(Reply.assignment)
    query = (
        select(Reply)
        .where(Reply.state.in_(states))
        .options(
            assignment.joinedload(Assignment.due),
            assignment.joinedload(Assignment.lead_unit),
            assignment.joinedload(Assignment.conclusion).joinedload(Conclusion.opinion),
        )
        .order_by(Reply.id)
    )
    return list(db.session.scalars(query))


def _of_replies(user: Account) -> Iterator[Todo]:
    if not (is_office(user) or is_leader(user)):
        return
    for reply in _replies_in("submitted", "approved"):
        verb = next((v for v in ("approve", "issue") if REPLY.can(user, reply, v)), None)
        if verb is not None:
            yield Todo(
                verb="Duyệt" if verb == "approve" else "Phát hành",
                thing=f"{_kind(reply)}: “{reply.assignment.conclusion.opinion.short}”",
                url=url_for("followup.reply", reply_id=reply.id),
                due=reply.assignment.due,
                detail=reply.assignment.lead_unit.name,
            )


def _kind(reply: Reply) -> str:
    return "Trả lời tạm thời" if reply.kind == "interim" else "Văn bản trả lời"


def _own_assignments(user: Account) -> list[Assignment]:
    query = (
        select(Assignment)
        .where(Assignment.lead_unit_id == user.unit_id, Assignment.state != "answered")
        .options(
            joinedload(Assignment.due),
            joinedload(Assignment.conclusion).joinedload(Conclusion.opinion),
            selectinload(Assignment.replies),
        )
        .order_by(Assignment.id)
    )
    return list(db.session.scalars(query))


def _in_hand(assignment: Assignment) -> Reply | None:
    return next((r for r in assignment.replies if r.state != "issued"), None)


def _of_own_unit(user: Account) -> Iterator[Todo]:
    for assignment in _own_assignments(user):
        reply = _in_hand(assignment)
        if reply is not None and reply.state != "draft":
            continue
        yield Todo(
            verb="Soạn trả lời" if reply is None else "Viết tiếp",
            thing=f"Trả lời “{assignment.conclusion.opinion.short}”",
            url=url_for("followup.new_reply", assignment_id=assignment.id)
            if reply is None
            else url_for("followup.edit_reply", reply_id=reply.id),
            due=assignment.due,
            detail=_why_so(assignment, reply),
        )


def _why_so(assignment: Assignment, reply: Reply | None) -> str:
    if reply is not None and reply.remarks:
        return f"Được trả lại: {reply.remarks}"
    return "" if assignment.accepted_at or reply else "Chưa nhận việc"


def _to_decide(user: Account) -> Iterator[Todo]:
    """What lead units asked for, by who decides it."""
    if not (is_office(user) or is_chair(user)):
        return
    for asked in waiting_requests():
        # The office prepares a change of unit, the chair may take it too; leave is his alone.
        if asked.kind == ("interim" if is_chair(user) else "other_unit"):
            yield Todo(
                verb="Quyết định",
                thing=f"{REQUEST_KINDS[asked.kind]}: “{asked.assignment.conclusion.opinion.short}”",
                url=url_for("followup.asked", request_id=asked.id),
                due=asked.assignment.due,
                detail=asked.by_unit.name,
            )


def _to_confirm(user: Account) -> Iterator[Todo]:
    """Answers to what the unit sent: done indeed, or not? (A6)"""
    if not sends_opinions(user):
        return
    for assignment in awaiting_verdict(user):
        answer = assignment.answer
        if answer is not None:
            yield Todo(
                verb="Xác nhận",
                thing=f"Đã xong thật chưa: “{assignment.conclusion.opinion.short}”",
                url=url_for("followup.reply", reply_id=answer.id),
                detail=f"{assignment.lead_unit.name} đã trả lời bằng văn bản số {answer.symbol}",
            )


def _to_chase(user: Account) -> Iterator[Todo]:
    if not is_office(user):
        return
    until = soon_until()
    late = [
        assignment.due.due_on
        for assignment in db.session.scalars(_unanswered())
        if tell_lateness(assignment.state, assignment.due.due_on, until) is Lateness.LATE
    ]
    if late:
        yield Todo(
            verb="Đôn đốc",
            thing="Việc quá hạn trả lời của các đơn vị",
            url=url_for("followup.overdue"),
            on=min(late),
            count=len(late),
        )


def _unanswered() -> Select[Assignment]:
    return (
        select(Assignment).where(Assignment.state != "answered").options(joinedload(Assignment.due))
    )


def waiting(user: Account) -> list[Todo]:
    """What others owe ``user``: an approval, an issue, a reply to what his unit sent."""
    if not takes_part(user):
        return []
    return [*_notices_elsewhere(user), *_replies_elsewhere(user), *_replies_owed(user)]


def _notices_elsewhere(user: Account) -> Iterator[Todo]:
    if not (is_office(user) or is_leader(user)):
        return
    for meeting, notice in _meetings_without_notice():
        if notice is None or not (is_office(user) or is_chair(user) or is_presider(user, meeting)):
            continue
        whom = {"submitted": "chủ trì duyệt", "approved": "Văn phòng ban hành"}.get(
            notice.state, "Văn phòng soạn"
        )
        if (notice.state == "submitted") == is_office(user):
            yield Todo(
                verb="Xem",
                thing=f"Thông báo kết luận {meeting.name}",
                url=url_for("followup.notice", notice_id=notice.id),
                due=expected_notice_due(meeting),
                waiting_for=whom,
            )


def _replies_elsewhere(user: Account) -> Iterator[Todo]:
    """The unit's own replies on their way."""
    for assignment in _own_assignments(user):
        reply = _in_hand(assignment)
        if reply is not None and reply.state in ("submitted", "approved"):
            yield Todo(
                verb="Xem",
                thing=f"{_kind(reply)}: “{assignment.conclusion.opinion.short}”",
                url=url_for("followup.reply", reply_id=reply.id),
                due=assignment.due,
                waiting_for="Chủ tịch duyệt"
                if reply.state == "submitted"
                else "Văn phòng phát hành",
            )


def _replies_owed(user: Account) -> Iterator[Todo]:
    if not sends_opinions(user) or is_office(user):
        return
    query = (
        select(Opinion, Assignment)
        .join(
            Conclusion, Conclusion.opinion_id == func.coalesce(Opinion.merged_into_id, Opinion.id)
        )
        .join(Assignment, Assignment.conclusion_id == Conclusion.id)
        .where(Opinion.unit_id == user.unit_id, Assignment.state != "answered")
        .options(joinedload(Assignment.due), joinedload(Assignment.lead_unit))
        .order_by(Opinion.id)
    )
    for opinion, assignment in db.session.execute(query):
        yield Todo(
            verb="Xem",
            thing=f"Trả lời ý kiến {opinion.receipt}: “{opinion.short}”",
            url=url_for("opinions.show", opinion_id=opinion.id),
            due=assignment.due,
            waiting_for=assignment.lead_unit.name,
        )
