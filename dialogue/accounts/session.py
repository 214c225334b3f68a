"""How Flask-Login finds an account again, and what happens when nobody is signed in."""

from __future__ import annotations

from flask import Flask

from dialogue.accounts.models import Account
from dialogue.extensions import db, login_manager


def init_app(app: Flask) -> None:
    """Wire the account loader."""
    login_manager.user_loader(load)
    login_manager.login_view = "accounts.sign_in"


def load(session_id: str) -> Account | None:
    """The account of ``"<id>:<epoch>"``; None once its sessions were ended."""
    number, _, epoch = session_id.partition(":")
    if not (number.isdigit() and epoch.isdigit()):
        return None
    account = db.session.get(Account, int(number))
    if account is None or not account.active or account.session_epoch != int(epoch):
        return None
    return account
