"""Delegates: of one list, of a meeting, by words at the desk."""

from __future__ import annotations

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import is_office, sees_everything
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.queries.same import Twins
from dialogue.core.errors import NotAllowed
from dialogue.core.text import fold
from dialogue.extensions import db
from dialogue.history.models import HistoryEvent
from dialogue.plans.models import Meeting, MeetingDuty
from dialogue.plans.permissions import names_delegates

SHOWN = 20


def visible_to(user: Account) -> Select[Delegate]:
    """The delegates that ``user`` may see: in a list, a count, a search or alone."""
    query = (
        select(Delegate)
        .join(Delegate.roll)
        .outerjoin(DelegateList.unit)
        .join(DelegateList.meeting)
        .options(
            contains_eager(Delegate.roll).contains_eager(DelegateList.unit),
            contains_eager(Delegate.roll).contains_eager(DelegateList.meeting),
        )
    )
    if is_office(user) or sees_everything(user):
        return query
    served = select(MeetingDuty.meeting_id).where(
        MeetingDuty.account_id == user.id,
        MeetingDuty.duty == "desk",
        MeetingDuty.until.is_(None),
    )
    at_desk = and_(DelegateList.state == "sent", Delegate.meeting_id.in_(served))
    own = DelegateList.unit_id == user.unit_id if names_delegates(user) else false()
    return query.where(or_(at_desk, own))


def get_delegate(user: Account, delegate_id: int) -> Delegate:
    """The delegate; ``NotAllowed`` if there is none that ``user`` may see."""
    found = db.session.scalar(visible_to(user).where(Delegate.id == delegate_id))
    if found is None:
        raise NotAllowed
    return found


def people_of(
    roll: DelegateList, *, removed: bool = False, page: int = 1, size: int = 100
) -> list[Delegate]:
    """A page of who is on ``roll`` by given name; ``removed``: those taken off it instead."""
    if roll.id is None:
        return []
    state = Delegate.state == "removed" if removed else Delegate.state != "removed"
    query = (
        select(Delegate)
        .where(Delegate.list_id == roll.id, state)
        .order_by(Delegate.name_key, Delegate.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return list(db.session.scalars(query))


def count_people(roll: DelegateList) -> int:
    """How many stand on ``roll``."""
    query = select(func.count()).where(Delegate.list_id == roll.id, Delegate.state != "removed")
    return db.session.scalar(query) or 0


def events_of(roll: DelegateList, limit: int = 40) -> list[HistoryEvent]:
    """The latest acts on ``roll`` and on its people, oldest first."""
    people = select(Delegate.id).where(Delegate.list_id == roll.id)
    query = (
        select(HistoryEvent)
        .where(
            or_(
                and_(
                    HistoryEvent.subject_type == DelegateList.__tablename__,
                    HistoryEvent.subject_id == roll.id,
                ),
                and_(
                    HistoryEvent.subject_type == Delegate.__tablename__,
                    HistoryEvent.subject_id.in_(people),
                ),
            )
        )
        .order_by(HistoryEvent.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))[::-1]


def _expected(meeting: Meeting) -> Select[Delegate]:
    """On a sent list of ``meeting`` and not taken off it, with the list and its unit."""
    return (
        select(Delegate)
        .join(Delegate.roll)
        .outerjoin(DelegateList.unit)
        .options(contains_eager(Delegate.roll).contains_eager(DelegateList.unit))
        .where(
            Delegate.meeting_id == meeting.id,
            Delegate.state != "removed",
            DelegateList.state == "sent",
        )
    )


def find(meeting: Meeting, words: str, *, limit: int = SHOWN) -> list[Delegate]:
    """The delegates of sent lists whom ``words`` may mean, by given name (for the desk).

    Each word is sought without marks in name, unit, post and body; three digits or more in the
    end of the phone; a number is also the invitation's, and a whole code the invitation's code.
    """
    query = _expected(meeting)
    for word in fold(words).split()[:8]:
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        meant = [Delegate.folded.like(f"%{escaped}%", escape="\\"), Delegate.code == word.upper()]
        if word.isascii() and word.isdigit():
            digits = word.lstrip("0") if len(word) > 6 else word
            if len(digits) >= 3:
                meant.append(Delegate.phone.like(f"%{digits}"))
            if len(word) < 7:
                meant.append(Delegate.number == int(word))
        query = query.where(or_(*meant))
    if not words.strip():
        return []
    query = query.order_by(Delegate.name_key, Delegate.id).limit(limit)
    return list(db.session.scalars(query))


def expected(meeting: Meeting) -> list[Delegate]:
    """Everyone of the sent lists of ``meeting``, those with a number first, in its order."""
    query = _expected(meeting).order_by(
        Delegate.number.is_(None), Delegate.number, Delegate.name_key, Delegate.id
    )
    return list(db.session.scalars(query))


def is_anyone_expected(meeting: Meeting) -> bool:
    """Whether a sent list of ``meeting`` names anybody."""
    query = (
        select(Delegate.id)
        .join(Delegate.roll)
        .where(
            Delegate.meeting_id == meeting.id,
            Delegate.state != "removed",
            DelegateList.state == "sent",
        )
        .limit(1)
    )
    return db.session.scalar(query) is not None


def to_invite(meeting: Meeting, twins: Twins) -> list[Delegate]:
    """Who stands on a sent list and has no invitation, by unit and given name: of one person
    in two lists only the first, and none whose other place has an invitation."""
    query = (
        _expected(meeting)
        .where(Delegate.state == "listed")
        .order_by(DelegateList.unit_id.is_not(None), Unit.position, Delegate.name_key, Delegate.id)
    )
    waiting: dict[int, Delegate] = {}
    for one in db.session.scalars(query):
        others = twins.others.get(one.id, [])
        if not any(o.number is not None or o.id in waiting for o in others):
            waiting[one.id] = one
    return list(waiting.values())
