"""The one scope: lists, detail, search, counts and files all read through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office, sees_everything, sends_opinions
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.opinions import hooks
from dialogue.opinions.models import Opinion, Preparation, PreparationSupport
from dialogue.plans.models import Meeting, MeetingDuty
from dialogue.plans.permissions import takes_part

ON_AGENDA = ("selected", "concluded")


def visible_to(user: Account) -> Select[Opinion]:
    """The opinions that ``user`` may see: in a list, a count, a search or alone."""
    return select(Opinion).where(visible_clause(user))


def visible_clause(user: Account) -> ColumnElement[bool]:
    """The condition over ``Opinion`` behind ``visible_to``."""
    if not takes_part(user):
        return false()
    rules: list[ColumnElement[bool]] = []
    if sends_opinions(user):
        rules.append(Opinion.unit_id == user.unit_id)
    if sees_everything(user):
        rules.append(Opinion.state != "draft")
    else:
        rules += [and_(Opinion.state != "draft", _assigned(user)), _serves(user)]
    return or_(*rules)


def _serves(user: Account) -> ColumnElement[bool]:
    served = select(MeetingDuty.meeting_id).where(
        MeetingDuty.account_id == user.id, MeetingDuty.until.is_(None)
    )
    return and_(Opinion.meeting_id.in_(served), Opinion.state.in_(ON_AGENDA))


def _assigned(user: Account) -> ColumnElement[bool]:
    """Assigned to the user's unit; what was merged into an assigned one goes with it."""
    supported = select(PreparationSupport.preparation_id).where(
        PreparationSupport.unit_id == user.unit_id
    )
    prepared = select(Preparation.opinion_id).where(
        or_(Preparation.lead_unit_id == user.unit_id, Preparation.id.in_(supported))
    )
    direct = or_(Opinion.id.in_(prepared), *(clause(user) for clause in hooks.assigned_clauses))
    ids = select(Opinion.id).where(direct).correlate(None)
    return or_(direct, Opinion.merged_into_id.in_(ids))


def get(user: Account, opinion_id: int) -> Opinion:
    """The opinion with all that its page shows; ``NotAllowed`` if ``user`` may not see it."""
    opinion = db.session.scalar(
        visible_to(user).where(Opinion.id == opinion_id).options(*with_all())
    )
    if opinion is None:
        raise NotAllowed
    return opinion


def get_many(user: Account, ids: Sequence[int]) -> list[Opinion]:
    """Those of ``ids`` that ``user`` may see, in the order of ``ids``."""
    rows = db.session.scalars(visible_to(user).where(Opinion.id.in_(ids)).options(*with_all()))
    found = {opinion.id: opinion for opinion in rows}
    return [found[n] for n in dict.fromkeys(ids) if n in found]


def may_see(user: Account, opinion_id: int) -> bool:
    """Whether ``user`` may see the opinion; for its photos."""
    found = visible_to(user).where(Opinion.id == opinion_id).with_only_columns(Opinion.id)
    return db.session.scalar(found) is not None


def sees_contact(user: Account, opinion: Opinion) -> bool:
    """A resident's phone and address: the office, the sending unit, the assigned units."""
    if is_office(user) or (sends_opinions(user) and user.unit_id == opinion.unit_id):
        return True
    if not takes_part(user) or opinion.state == "draft":
        return False
    found = select(Opinion.id).where(Opinion.id == opinion.id, _assigned(user))
    return db.session.scalar(found) is not None


def has_contact(opinion: Opinion) -> bool:
    """Whether a phone or an address was given with the opinion."""
    own = opinion.resident_phone or opinion.resident_address
    return bool(own or any(voice.phone for voice in opinion.voices))


def contacts_seen(user: Account) -> ColumnElement[bool]:
    """``sees_contact`` as a condition over ``Opinion``, for a whole list at once."""
    if is_office(user):
        return true()
    rules = [Opinion.unit_id == user.unit_id] if sends_opinions(user) else []
    if takes_part(user):
        rules.append(and_(Opinion.state != "draft", _assigned(user)))
    return or_(false(), *rules)


def by_receipt(user: Account, receipt: str) -> Opinion | None:
    """The opinion of that receipt number (``yk 2026 7`` will do), if ``user`` may see it."""
    number = read_receipt(receipt)
    if number is None:
        return None
    return db.session.scalar(visible_to(user).where(Opinion.receipt == number).options(*with_all()))


def read_receipt(text: str) -> str | None:
    """``YK-2026-0007`` from what a person types; None if it is no receipt number."""
    parts = "".join(c if c.isdigit() else " " for c in text).split()
    if len(parts) != 2 or len(parts[0]) != 4 or len(parts[1]) > 6:
        return None
    return f"YK-{parts[0]}-{int(parts[1]):04d}"


def with_all() -> tuple[Any, ...]:
    """Everything that an opinion's page and its acts read, in a fixed number of queries."""
    return (
        joinedload(Opinion.meeting).joinedload(Meeting.plan),
        joinedload(Opinion.meeting).joinedload(Meeting.opinions_due),
        joinedload(Opinion.meeting).joinedload(Meeting.answers_due),
        joinedload(Opinion.unit),
        joinedload(Opinion.area),
        joinedload(Opinion.field),
        joinedload(Opinion.author),
        joinedload(Opinion.merged_into),
        selectinload(Opinion.merged).joinedload(Opinion.unit),
        joinedload(Opinion.preparation).joinedload(Preparation.lead_unit),
        joinedload(Opinion.preparation)
        .selectinload(Preparation.supporting)
        .joinedload(PreparationSupport.unit),
    )
