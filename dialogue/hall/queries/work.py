"""What a person has to do in a hall now, and the question handed to him."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.todo import Todo
from dialogue.extensions import db
from dialogue.hall.models import Turn
from dialogue.hall.permissions import is_named, may_operate
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting, MeetingDuty
from dialogue.plans.permissions import active_duties, is_desk, is_presider, takes_part


def todos(user: Account) -> list[Todo]:
    """The answer handed to ``user``, and the halls that he runs or serves today."""
    if not takes_part(user):
        return []
    found = [
        Todo(
            verb="Trả lời ngay",
            thing=f"Số {turn.number}: {turn.topic}",
            url=url_for("hall.my_answer"),
            detail="Chủ trì đã giao ông/bà trả lời tại hội trường.",
            urgent=True,
        )
        for turn in handed_to(user)
    ]
    for meeting in _in_hand():
        found.extend(_of_meeting(user, meeting))
    return found


def handed_to(user: Account) -> list[Turn]:
    """The turns that ``user`` answers at this moment, with all that he must see."""
    query = (
        select(Turn)
        .where(Turn.answerer_id == user.id, Turn.state == "answering")
        .options(
            joinedload(Turn.meeting),
            joinedload(Turn.unit),
            joinedload(Turn.opinion).options(
                joinedload(Opinion.preparation),
                joinedload(Opinion.merged_into).joinedload(Opinion.preparation),
            ),
        )
        .order_by(Turn.id)
    )
    return list(db.session.scalars(query))


def live_meeting_id() -> int | None:
    """The meeting that is live, if any (an answerer's phone follows it)."""
    return db.session.scalar(select(Meeting.id).where(Meeting.state == "live").limit(1))


def _in_hand() -> list[Meeting]:
    """What is live, and what is announced for today."""
    query = (
        select(Meeting)
        .where(Meeting.state.in_(("announced", "live")))
        .options(
            joinedload(Meeting.plan),
            selectinload(Meeting.duties).joinedload(MeetingDuty.account),
        )
        .order_by(Meeting.starts_at)
    )
    return [m for m in db.session.scalars(query) if m.state == "live" or m.held_on == clock.today()]


def _of_meeting(user: Account, meeting: Meeting) -> list[Todo]:
    live = meeting.state == "live"
    found = []
    if is_presider(user, meeting) or (may_operate(user, meeting) and live):
        found.append(
            Todo(
                verb="Điều hành" if live else "Khai mạc",
                thing=f"{meeting.name} đang diễn ra" if live else f"{meeting.name} hôm nay",
                url=url_for("hall.console", meeting_id=meeting.id),
                urgent=live,
                on=meeting.held_on,
            )
        )
    named_elsewhere = is_named(user, meeting) and not _named(user, meeting, "desk")
    if is_desk(user, meeting) and not named_elsewhere:
        found.append(
            Todo(
                verb="Đăng ký phát biểu",
                thing=f"Bàn đăng ký, {meeting.name}",
                url=url_for("hall.desk", meeting_id=meeting.id),
                urgent=live,
                on=meeting.held_on,
            )
        )
    if live and _named(user, meeting, "secretary"):
        found.append(
            Todo(
                verb="Theo dõi",
                thing=f"Diễn biến tại hội trường, {meeting.name}",
                url=url_for("hall.record", meeting_id=meeting.id),
                urgent=True,
                on=meeting.held_on,
            )
        )
    return found


def _named(user: Account, meeting: Meeting, duty: str) -> bool:
    return any(d.account_id == user.id for d in active_duties(meeting, duty))
