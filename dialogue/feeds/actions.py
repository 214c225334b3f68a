"""Giving out and ending the address of one's calendar."""

from __future__ import annotations

import secrets

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.feeds.models import CalendarFeed
from dialogue.feeds.queries import feed_of, hash_of
from dialogue.history.actions import record


def open_feed(*, actor: Account) -> str:
    """Make ``actor``'s address anew; the one before ends. Returns the secret, shown once."""
    with unit_of_work() as session:
        _end(actor)
        token = secrets.token_urlsafe(32)
        session.add(CalendarFeed(account_id=actor.id, token_hash=hash_of(token)))
        record(actor, actor, "open_feed", "Tạo địa chỉ lịch")
        return token


def end_feed(*, actor: Account) -> None:
    """End ``actor``'s address; without one nothing happens."""
    with unit_of_work():
        if _end(actor):
            record(actor, actor, "end_feed", "Ngừng địa chỉ lịch")


def _end(account: Account) -> bool:
    feed = feed_of(account)
    if feed is None:
        return False
    with unit_of_work() as session:
        feed.ended_at = clock.now()
        session.flush()
    return True
