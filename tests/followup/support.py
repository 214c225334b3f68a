"""A meeting that was held, its matters, and what follows, made as briefly as may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import count
from typing import Any

from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.followup import actions, queries
from dialogue.followup.actions.replies import Text
from dialogue.followup.models import Assignment, Conclusion, ConclusionNotice, Reply
from dialogue.history.models import HistoryEvent
from dialogue.notifications.models import Notification
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting, MeetingDuty, Plan

HELD = date(2024, 4, 12)
NOTICE_DAY = date(2024, 5, 2)  # ten working days after, by the decreed calendar
NAME, PHONE, ADDRESS = "Nguyễn Thị Sáu Bé", "0905123456", "45/7 đường Nguyễn Nghiêm"
WORDS = f"Bà {NAME} (0905 123 456) đề nghị sửa nắp cống vỡ trước nhà {ADDRESS}."
_numbers: Iterator[int] = count(1)


def moment(day: date, hour: int = 9) -> datetime:
    """That hour in the ward on ``day``."""
    return clock.at(day, time(hour))


def person(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def unit_of(code: str) -> Unit:
    return db.session.scalars(select(Unit).where(Unit.code == code)).one()


def make_meeting(
    *, state: str = "ended", held_on: date = HELD, ordinal: int = 1, presider: str | None = None
) -> Meeting:
    """A meeting on ``held_on``; ``presider`` is the delegate's user name."""
    with unit_of_work() as session:
        year = held_on.year
        plan = session.scalar(select(Plan).where(Plan.year == year))
        if plan is None:
            plan = Plan(year=year, title="Kế hoạch đối thoại", place="Hội trường")
            session.add(plan)
        meeting = Meeting(
            plan=plan,
            ordinal=ordinal,
            title="Đối thoại với nhân dân",
            audience="residents",
            place="Hội trường UBND phường",
            state=state,
            starts_at=None if state == "planned" else moment(held_on, 8),
        )
        session.add(meeting)
        session.flush()
        if presider is not None:
            session.add(
                MeetingDuty(
                    meeting_id=meeting.id,
                    account_id=person(presider).id,
                    duty="presider",
                    reason="Chủ tịch đi công tác đột xuất",
                )
            )
        session.flush()
        session.expire_all()
        return meeting


def make_opinion(meeting: Meeting, sender: str = "to-3", **changes: Any) -> Opinion:
    """A selected opinion of the unit ``sender``."""
    number = next(_numbers)
    with unit_of_work() as session:
        unit = unit_of(sender)
        values: dict[str, Any] = {
            "client_key": f"key-{number}",
            "receipt": f"YK-2024-{number:04d}",
            "meeting_id": meeting.id,
            "unit_id": unit.id,
            "author_id": person("to3").id,
            "state": "selected",
            "words": f"Đề nghị sửa nắp cống số {number} trên đường vào tổ.",
            "area_id": unit.id if unit.kind == "residential_group" else None,
            "agenda_place": number,
            "sent_at": clock.now(),
        }
        opinion = Opinion(**{**values, **changes})
        session.add(opinion)
        session.flush()
        return opinion


def conclude(
    opinion: Opinion,
    outcome: str = "taken_on",
    lead: str | None = "dia-chinh",
    supporting: Sequence[str] = (),
    actor: str = "chutich",
    words: str = "Giao Địa chính sửa nắp cống; trả lời công dân.",
) -> Conclusion:
    return actions.conclude(
        opinion,
        outcome=outcome,
        words=words,
        lead_unit=unit_of(lead) if lead else None,
        supporting=[unit_of(code) for code in supporting],
        actor=person(actor),
    )


def compose(meeting: Meeting) -> ConclusionNotice:
    return actions.compose_notice(meeting, actor=person("vanphong"))


def approved_notice(meeting: Meeting, approver: str = "chutich") -> ConclusionNotice:
    notice = compose(meeting)
    actions.submit_notice(notice, actor=person("vanphong"))
    actions.approve_notice(notice, actor=person(approver))
    return notice


def issued_notice(meeting: Meeting, issued_on: date | None = None) -> ConclusionNotice:
    notice = approved_notice(meeting)
    actions.issue_notice(notice, issued_on=issued_on or clock.today(), actor=person("vanphong"))
    return notice


def make_assignment(meeting: Meeting | None = None, **opinion: Any) -> Assignment:
    """One taken-on matter of an issued notice, led by Địa chính, supported by Tài chính."""
    meeting = meeting or make_meeting()
    conclusion = conclude(make_opinion(meeting, **opinion), supporting=["tai-chinh"])
    issued_notice(meeting)
    return assignment_of(conclusion)


def assignment_of(conclusion: Conclusion) -> Assignment:
    query = select(Assignment).where(Assignment.conclusion_id == conclusion.id)
    return db.session.scalars(query).one()


FINAL = Text(kind="final", words="Đã thay nắp cống ngày 10/5.", settled=True)


def interim(promised_on: date) -> Text:
    return Text(
        kind="interim",
        words="Đang xác minh ranh giới đất.",
        requirements="Cần đo đạc lại theo hồ sơ địa chính.",
        responsibility="Địa chính chủ trì, phối hợp Tài chính.",
        promised_on=promised_on,
    )


def draft(assignment: Assignment, text: Text = FINAL, actor: str = "diachinh") -> Reply:
    return actions.draft_reply(assignment, text, actor=person(actor))


def approved_reply(assignment: Assignment, text: Text = FINAL) -> Reply:
    reply = draft(assignment, text)
    actions.submit_reply(reply, actor=person("diachinh"))
    actions.approve_reply(reply, actor=person("chutich"))
    return reply


def issued_reply(
    assignment: Assignment, text: Text = FINAL, issued_on: date | None = None
) -> Reply:
    reply = approved_reply(assignment, text)
    actions.issue_reply(reply, issued_on=issued_on or clock.today(), actor=person("vanphong"))
    return reply


def events(thing: Any) -> list[HistoryEvent]:
    query = (
        select(HistoryEvent)
        .where(
            HistoryEvent.subject_type == thing.__tablename__, HistoryEvent.subject_id == thing.id
        )
        .order_by(HistoryEvent.id)
    )
    return list(db.session.scalars(query))


def verbs(thing: Any) -> list[str]:
    return [event.verb for event in events(thing)]


def told(*, unit: str | None = None, account: str | None = None) -> list[str]:
    """What a unit or a person was told, oldest first."""
    where = (
        Notification.unit_id == unit_of(unit).id
        if unit
        else Notification.account_id == person(account or "").id
    )
    return list(
        db.session.scalars(select(Notification.text).where(where).order_by(Notification.id))
    )


def matters_left(meeting: Meeting) -> list[str]:
    return [m.opinion.receipt or "" for m in queries.matters(meeting) if not m.is_concluded]
