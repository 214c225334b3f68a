"""What the office must do for the lists. A unit's own list is its task of the plan (III.5)."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.paths import overview_path
from dialogue.attendance.queries.people import to_invite
from dialogue.attendance.queries.same import twins_of
from dialogue.core.todo import Todo
from dialogue.extensions import db
from dialogue.plans.models import Meeting
from dialogue.plans.queries import meetings


def todos(user: Account) -> list[Todo]:
    """Places to allot, people of sent lists who have no invitation yet."""
    if not is_office(user):
        return []
    found = []
    waiting = _waiting()
    allotted = set(
        db.session.scalars(
            select(DelegateList.meeting_id).where(DelegateList.places.is_not(None)).distinct()
        )
    )
    for meeting in meetings():
        if meeting.state != "announced":
            continue
        if meeting.id not in allotted:
            found.append(_allot(meeting))
        if meeting.id in waiting and (people := to_invite(meeting, twins_of(meeting))):
            found.append(_invite(meeting, len(people)))
    return found


def _waiting() -> set[int]:
    query = (
        select(Delegate.meeting_id)
        .join(Delegate.roll)
        .where(DelegateList.state == "sent", Delegate.state == "listed")
        .distinct()
    )
    return set(db.session.scalars(query))


def _allot(meeting: Meeting) -> Todo:
    return Todo(
        verb="Phân bổ chỗ",
        thing=f"{meeting.name} chưa phân bổ chỗ cho các đơn vị",
        url=f"{overview_path(meeting)}/places",
        on=meeting.held_on,
    )


def _invite(meeting: Meeting, count: int) -> Todo:
    return Todo(
        verb="Ghi số giấy mời",
        thing=f"{meeting.name} có đại biểu chưa được ghi số giấy mời",
        url=overview_path(meeting),
        on=meeting.held_on,
        count=count,
    )
