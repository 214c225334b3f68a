"""Reads of the ward, its units and accounts."""

from __future__ import annotations

from sqlalchemy import select

from dialogue.accounts.models import Account, RoleGrant, Unit, Ward
from dialogue.core import clock
from dialogue.extensions import db


def ward() -> Ward | None:
    """The ward, or None before it is set up."""
    return db.session.get(Ward, 1)


def units(*kinds: str) -> list[Unit]:
    """The units valid today, of ``kinds`` (all when none is given), in the ward's order."""
    query = select(Unit).order_by(Unit.position, Unit.id)
    if kinds:
        query = query.where(Unit.kind.in_(kinds))
    today = clock.today()
    return [u for u in db.session.scalars(query) if u.is_valid(today)]


def accounts_with_role(*roles: str) -> list[Account]:
    """The active accounts that hold one of ``roles`` today, by given name."""
    query = (
        select(Account)
        .join(RoleGrant)
        .where(RoleGrant.role.in_(roles), Account.active)
        .order_by(Account.name_key)
        .distinct()
    )
    return [a for a in db.session.scalars(query).unique() if a.has(*roles)]
