"""What stands in a person's calendar."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urljoin

from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.todo import Todo
from dialogue.extensions import db
from dialogue.feeds.models import CalendarFeed
from dialogue.home.queries import todos
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part

# A resident's words stay in the system: they do not go into calendars of phones and clouds.
_QUOTED = re.compile(r"[:\s]*“[^”]*”?")
USUAL_LENGTH = timedelta(hours=3)


def hash_of(token: str) -> str:
    """What is kept of ``token``."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(account: Account) -> CalendarFeed | None:
    """The address in force of ``account``."""
    query = select(CalendarFeed).where(
        CalendarFeed.account_id == account.id, CalendarFeed.ended_at.is_(None)
    )
    return db.session.scalar(query)


def account_of(token: str) -> Account | None:
    """Whose calendar it is; None for an address that is not in force, or an ended account."""
    feed = db.session.scalar(
        select(CalendarFeed)
        .where(CalendarFeed.token_hash == hash_of(token), CalendarFeed.ended_at.is_(None))
        .options(joinedload(CalendarFeed.account))
    )
    return feed.account if feed is not None and feed.account.active else None


def calendar_of(account: Account, site: str) -> bytes:
    """The iCalendar file (RFC 5545): due dates as whole days, meetings with their hours.

    ``site`` is the address that the links begin with.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Doi thoai//VN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Đối thoại: việc và hạn của tôi")
    calendar.add("x-wr-timezone", str(clock.ZONE))
    for event in (*_due(account, site), *_meetings(account, site)):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def plain(todo: Todo) -> str:
    """``todo`` in words without a resident's own."""
    return f"{todo.verb}: {_QUOTED.sub('', todo.thing).strip()}".rstrip(": ")


def _due(account: Account, site: str) -> Iterator[Event]:
    for todo in todos(account):
        if todo.due_on is None:
            continue
        event = Event()
        event.add("uid", f"{hash_of(f'{account.id} {todo.verb} {todo.url}')[:32]}@doi-thoai")
        event.add("dtstamp", clock.now())
        event.add("dtstart", todo.due_on)
        event.add("dtend", todo.due_on + timedelta(days=1))
        event.add("summary", f"Hạn: {plain(todo)}")
        event.add("url", urljoin(site, todo.url))
        event.add("transp", "TRANSPARENT")
        yield event


def _meetings(account: Account, site: str) -> Iterator[Event]:
    if not takes_part(account):
        return
    query = (
        select(Meeting)
        .where(Meeting.state.in_(("announced", "live")), Meeting.starts_at.is_not(None))
        .options(joinedload(Meeting.plan))
        .order_by(Meeting.starts_at)
    )
    for meeting in db.session.scalars(query):
        assert meeting.starts_at is not None
        event = Event()
        event.add("uid", f"meeting-{meeting.id}@doi-thoai")
        event.add("dtstamp", clock.now())
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at or meeting.starts_at + USUAL_LENGTH)
        event.add("summary", f"Đối thoại {meeting.name}")
        event.add("location", meeting.place)
        event.add("url", urljoin(site, f"/meetings/{meeting.id}"))
        yield event
