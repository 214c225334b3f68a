"""Telling people: a line in the inbox, written in the same transaction as the act."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.accounts.queries import accounts_with_role
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.notifications.models import Notification, NotificationRead


def tell_unit(unit_id: int, text: str, url: str = "", key: str | None = None) -> None:
    """Tell everyone of a unit. With ``key`` a second telling does nothing."""
    _tell(Notification(unit_id=unit_id, text=text, url=url, key=key))


def tell_units(unit_ids: Iterable[int], text: str, url: str = "", key: str | None = None) -> None:
    """Tell several units, each once."""
    for unit_id in dict.fromkeys(unit_ids):
        tell_unit(unit_id, text, url, f"{key}:unit:{unit_id}" if key else None)


def tell_account(account_id: int, text: str, url: str = "", key: str | None = None) -> None:
    """Tell one person."""
    _tell(Notification(account_id=account_id, text=text, url=url, key=key))


def tell_role(role: str, text: str, url: str = "", key: str | None = None) -> None:
    """Tell each person who holds ``role`` today."""
    for account in accounts_with_role(role):
        tell_account(account.id, text, url, f"{key}:account:{account.id}" if key else None)


def mark_read(account: Account, ids: Iterable[int]) -> None:
    """Note that ``account`` has read the lines ``ids``; reading twice changes nothing."""
    wanted = set(ids)
    if not wanted:
        return
    with unit_of_work() as session:
        known = set(
            session.scalars(
                select(NotificationRead.notification_id).where(
                    NotificationRead.account_id == account.id,
                    NotificationRead.notification_id.in_(wanted),
                )
            )
        )
        session.add_all(
            NotificationRead(notification_id=n, account_id=account.id, at=clock.now())
            for n in sorted(wanted - known)
        )


def _tell(line: Notification) -> None:
    with unit_of_work() as session:
        if line.key is not None and db.session.scalar(
            select(Notification.id).where(Notification.key == line.key)
        ):
            return
        line.text = line.text[:400]
        session.add(line)
        session.flush()
