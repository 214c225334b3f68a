"""Where an account is signed in: noted, touched, ended."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, update

from dialogue.accounts.lifetimes import KEPT_AFTER_END, device_of
from dialogue.accounts.models import Account, SignIn
from dialogue.accounts.queries import digest
from dialogue.accounts.signals import record
from dialogue.core import clock
from dialogue.core.errors import NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db


def open_session(account: Account, *, kept: bool, agent: str, address: str) -> str:
    """Note that ``account`` is signed in on one more device: the token that the browser keeps."""
    token = secrets.token_urlsafe(24)
    with unit_of_work() as session:
        session.execute(delete(SignIn).where(SignIn.ended_at < clock.now() - KEPT_AFTER_END))
        session.add(
            SignIn(
                account_id=account.id,
                digest=digest(token),
                kept=kept,
                device=device_of(agent),
                address=address[:60],
            )
        )
    return token


def end_session(found: SignIn, *, actor: Account) -> None:
    """Sign out on one device; one that has ended stays ended. Only one's own."""
    if found.account_id != actor.id:
        raise NotAllowed
    with unit_of_work():
        if found.ended_at is None:
            found.ended_at = clock.now()
            record(actor, found.account, "end_session", f"Đăng xuất một thiết bị ({found.device})")


def touch(found: SignIn) -> None:
    """Note that the person works there."""
    with unit_of_work():
        found.seen_at = clock.now()


def end_all(account: Account) -> None:
    """Every session of ``account`` ends, within the caller's act."""
    account.session_epoch += 1
    db.session.execute(
        update(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
