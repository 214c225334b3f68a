"""Telling people: a line in the inbox, written in the same transaction as the act."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from dialogue.accounts.models import Account
from dialogue.accounts.queries import accounts_with_role
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.notifications.hooks import told
from dialogue.notifications.models import Notification, NotificationRead
from dialogue.notifications.queries import told_at
from dialogue.notifications.reminders import Reminder, Source, due_now, sources

log = logging.getLogger("dialogue.reminders")


def tell_unit(unit_id: int, text: str, url: str = "", key: str | None = None) -> bool:
    """Tell everyone of a unit. With ``key`` a second telling does nothing: False."""
    return _tell(Notification(unit_id=unit_id, text=text, url=url, key=key))


def tell_units(unit_ids: Iterable[int], text: str, url: str = "", key: str | None = None) -> None:
    """Tell several units, each once."""
    for unit_id in dict.fromkeys(unit_ids):
        tell_unit(unit_id, text, url, f"{key}:unit:{unit_id}" if key else None)


def tell_account(account_id: int, text: str, url: str = "", key: str | None = None) -> bool:
    """Tell one person. With ``key`` a second telling does nothing: False."""
    return _tell(Notification(account_id=account_id, text=text, url=url, key=key))


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


@dataclass
class Run:
    """What one run of the reminders told (or would tell), and which sources failed."""

    told: list[Reminder] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def remind(now: datetime, *, dry_run: bool = False) -> Run:
    """Tell each step that has come and was not told; a second run tells nothing.

    Each source is an act of its own: one that fails is logged and stops no other.
    """
    run = Run()
    for name, source in sources():
        try:
            if dry_run:
                run.told += _untold(source, now)
                continue
            with unit_of_work():
                told = _untold(source, now)
                for one in told:
                    _tell_reminder(one)
            run.told += told
        except Exception:
            log.exception("%s", name)
            db.session.rollback()
            run.failed.append(name)
    return run


def _untold(source: Source, now: datetime) -> list[Reminder]:
    due = due_now(source(now), clock.local(now).date())
    known = told_at(one.key for one in due)
    return [one for one in due if one.key not in known]


def _tell_reminder(one: Reminder) -> None:
    if one.unit_id is not None:
        tell_unit(one.unit_id, one.text, one.url, one.key)
    elif one.account_id is not None:
        tell_account(one.account_id, one.text, one.url, one.key)
    if one.also is not None:
        one.also()


def _tell(line: Notification) -> bool:
    with unit_of_work() as session:
        if line.key is not None and db.session.scalar(
            select(Notification.id).where(Notification.key == line.key)
        ):
            return False
        line.text = line.text[:400]
        session.add(line)
        session.flush()
        told(line)
        return True
