"""The agenda of a meeting and the answers prepared for it."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import sees_everything
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.opinions.models import Opinion, Preparation, PreparationSupport
from dialogue.opinions.queries.scope import ON_AGENDA, visible_to
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import is_presider, is_secretary, takes_part


def agenda(meeting: Meeting, user: Account | None = None) -> list[Opinion]:
    """The matters of ``meeting`` in their order, each with merged ones and prepared answer.

    With ``user`` only those that he may see; the hall reads it without.
    """
    base = select(Opinion) if user is None else visible_to(user)
    query = (
        base.where(
            Opinion.meeting_id == meeting.id,
            Opinion.state.in_(ON_AGENDA),
            Opinion.merged_into_id.is_(None),
        )
        .options(*_with_answers())
        .order_by(Opinion.agenda_place.is_(None), Opinion.agenda_place, Opinion.id)
    )
    return list(db.session.scalars(query))


def _with_answers() -> tuple[ORMOption, ...]:
    return (
        joinedload(Opinion.unit),
        joinedload(Opinion.area),
        joinedload(Opinion.field),
        selectinload(Opinion.merged),
        joinedload(Opinion.preparation).joinedload(Preparation.lead_unit),
        joinedload(Opinion.preparation)
        .selectinload(Preparation.supporting)
        .joinedload(PreparationSupport.unit),
    )


def sees_preparation(user: Account, opinion: Opinion) -> bool:
    """A prepared answer is no answer yet: office, leaders, its units, who runs the meeting."""
    preparation = opinion.preparation
    if preparation is None:
        return False
    if sees_everything(user):
        return True
    if takes_part(user) and user.unit_id in (
        preparation.lead_unit_id,
        *(row.unit_id for row in preparation.supporting),
    ):
        return True
    return is_presider(user, opinion.meeting) or is_secretary(user, opinion.meeting)


def preparations_of(user: Account) -> Select[Preparation]:
    """The answers that ``user``'s unit prepares or helps with; all for office and leaders."""
    query = select(Preparation)
    if sees_everything(user):
        return query
    helped = select(PreparationSupport.preparation_id).where(
        PreparationSupport.unit_id == user.unit_id
    )
    return query.where(or_(Preparation.lead_unit_id == user.unit_id, Preparation.id.in_(helped)))


def list_preparations(user: Account, state: str = "asked") -> list[Preparation]:
    """The answers to prepare ("asked"), prepared ("ready") or "all", soonest meeting first.

    What was merged or taken off meanwhile asks for nothing and is left out.
    """
    if not takes_part(user):
        return []
    query = (
        preparations_of(user)
        .join(Preparation.opinion)
        .join(Opinion.meeting)
        .where(
            Opinion.merged_into_id.is_(None),
            Opinion.state.in_(("classified", "selected", "concluded")),
        )
        .options(*_with_opinion())
        .order_by(Meeting.starts_at.is_(None), Meeting.starts_at, Preparation.id)
    )
    if state == "asked":
        query = query.where(Preparation.state == "asked", Opinion.state != "concluded")
    elif state == "ready":
        query = query.where(Preparation.state == "ready")
    return list(db.session.scalars(query))


def get_preparation(user: Account, preparation_id: int) -> Preparation:
    """The prepared answer with its opinion; ``NotAllowed`` if ``user`` may not see it."""
    if not takes_part(user):
        raise NotAllowed
    query = (
        preparations_of(user)
        .join(Preparation.opinion)
        .join(Opinion.meeting)
        .where(Preparation.id == preparation_id)
        .options(*_with_opinion())
    )
    preparation = db.session.scalar(query)
    if preparation is None:
        raise NotAllowed
    return preparation


def preparing_units(meeting: Meeting) -> list[Unit]:
    """The units that have yet to prepare answers for ``meeting``, lead units first."""
    asked = (
        select(Preparation.id)
        .join(Preparation.opinion)
        .where(Opinion.meeting_id == meeting.id, Preparation.state == "asked")
    )
    leads = select(Unit).where(
        Unit.id.in_(select(Preparation.lead_unit_id).where(Preparation.id.in_(asked)))
    )
    helpers = select(Unit).where(
        Unit.id.in_(
            select(PreparationSupport.unit_id).where(PreparationSupport.preparation_id.in_(asked))
        )
    )
    found = [
        unit
        for query in (leads, helpers)
        for unit in db.session.scalars(query.order_by(Unit.position, Unit.id))
    ]
    return list(dict.fromkeys(found))


def _with_opinion() -> tuple[ORMOption, ...]:
    opinion = contains_eager(Preparation.opinion)
    return (
        joinedload(Preparation.lead_unit),
        selectinload(Preparation.supporting).joinedload(PreparationSupport.unit),
        opinion.contains_eager(Opinion.meeting).joinedload(Meeting.answers_due),
        opinion.contains_eager(Opinion.meeting).joinedload(Meeting.plan),
        opinion.joinedload(Opinion.unit),
        opinion.joinedload(Opinion.area),
        opinion.joinedload(Opinion.field),
        opinion.selectinload(Opinion.merged),
    )
