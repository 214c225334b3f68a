"""Reads of the inbox: only one's own lines and those of one's unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from dialogue.accounts.models import Account
from dialogue.extensions import db
from dialogue.notifications.models import Notification, NotificationRead


def _mine(account: Account) -> ColumnElement[bool]:
    if not account.roles - {"admin"}:
        # Who only runs the server reads no petition, wherever his desk stands.
        return Notification.account_id == account.id
    return or_(
        Notification.account_id == account.id,
        and_(
            Notification.unit_id == account.unit_id,
            Notification.created_at >= account.created_at,
        ),
    )


def _unread(account: Account) -> ColumnElement[bool]:
    read = select(NotificationRead.notification_id).where(NotificationRead.account_id == account.id)
    return Notification.id.not_in(read)


def inbox(
    account: Account, *, before: int | None = None, limit: int = 30
) -> list[tuple[Notification, bool]]:
    """(line, read already) newest first; ``before`` pages on from that id."""
    query = (
        select(Notification, _unread(account))
        .where(_mine(account))
        .order_by(Notification.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Notification.id < before)
    return [(line, not unread) for line, unread in db.session.execute(query)]


def unread_count(account: Account) -> int:
    """How many lines wait for ``account``."""
    query = select(func.count()).where(_mine(account), _unread(account))
    return db.session.scalar(query) or 0


def told_at(keys: Iterable[str]) -> dict[str, datetime]:
    """Of ``keys`` those that were told, with the moment."""
    found: dict[str, datetime] = {}
    for some in _in_parts(keys):
        rows = select(Notification.key, Notification.created_at).where(Notification.key.in_(some))
        found |= {key: at for key, at in db.session.execute(rows) if key is not None}
    return found


def _in_parts(keys: Iterable[str]) -> Iterable[list[str]]:
    wanted = list(dict.fromkeys(keys))
    return (wanted[n : n + 500] for n in range(0, len(wanted), 500))
