"""What the demo's acts share: its people, its meetings' dates, moments in their past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cache

from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.queries import phone_number
from dialogue.core import clock
from dialogue.deadlines.queries import load_calendar
from dialogue.demo.words import Voice
from dialogue.extensions import db
from dialogue.opinions import actions as opinions
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Meeting


def person(username: str) -> Account:
    """The demo account of that user name."""
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def unit(code: str) -> Unit:
    """The unit of that code."""
    return db.session.scalars(select(Unit).where(Unit.code == code)).one()


def field(code: str) -> Field:
    """The field of that code."""
    return db.session.scalars(select(Field).where(Field.code == code)).one()


@cache
def working_day(day: date) -> date:
    """``day``, or the working day before it."""
    calendar = load_calendar()
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


@contextmanager
def moment(day: date, hour: int, minute: int = 0, second: int = 0) -> Iterator[datetime]:
    """Act as on ``day`` at that time of the ward's clock, but never later than now."""
    asked = clock.at(day, time(hour, minute, second))
    now = clock.now()
    with clock.acting_at(min(asked, now)):
        yield min(asked, now)


def send(meeting: Meeting, voice: Voice, number: int) -> Opinion:
    """Have ``voice``'s sender write it down and send it, in the clock's present."""
    return opinions.submit(
        actor=person(voice.sender),
        client_key=f"demo-{meeting.id}-{number}",
        meeting=meeting,
        content=content(voice, meeting),
    )


def content(voice: Voice, meeting: Meeting) -> opinions.Content:
    """``voice`` as a form would give it; late ones say why."""
    sender = person(voice.sender)
    of_group = sender.unit.kind == "residential_group"
    return opinions.Content(
        words=voice.words,
        place=voice.place,
        area_id=sender.unit_id if of_group else None,
        field_id=field(voice.field).id,
        resident_name=voice.resident,
        resident_phone=phone_number(voice.phone) or "" if voice.phone else "",
        consent_named=voice.consent,
        people_count=voice.people,
        late_reason="Bà con gửi muộn do tổ họp sau hạn." if opinions.is_late(meeting) else "",
    )


def classify(opinion: Opinion, voice: Voice, competence: str = "ward") -> None:
    """The office puts it under its field."""
    opinions.classify(
        opinion, field=field(voice.field), competence=competence, actor=person("vanphong")
    )
