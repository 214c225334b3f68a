"""How Flask-Login finds an account again, and what happens when nobody is signed in."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from dialogue.accounts import queries
from dialogue.accounts.models import Account
from dialogue.core.web import go
from dialogue.extensions import db, login_manager

ALWAYS_OPEN = {"static", "accounts.password", "accounts.sign_out", "accounts.sign_in"}


def init_app(app: Flask) -> None:
    """Wire the account loader, the forced first password and the ward for all pages."""
    from dialogue.accounts.views.signing import interrupted, stale

    login_manager.user_loader(load)
    login_manager.unauthorized_handler(interrupted)

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Any:
        return stale()

    @app.before_request
    def first_password() -> Any:
        if request.endpoint in ALWAYS_OPEN or not current_user.is_authenticated:
            return None
        if current_user.must_change_password:
            return go(url_for("accounts.password"))
        return None

    @app.context_processor
    def ward() -> dict[str, Any]:
        found = queries.ward()
        return {"ward": found, "is_demo": found is not None and found.is_demo}


def load(session_id: str) -> Account | None:
    """The account of ``"<id>:<epoch>"``; None once its sessions were ended."""
    number, _, epoch = session_id.partition(":")
    if not (number.isdigit() and epoch.isdigit()):
        return None
    account = db.session.get(Account, int(number))
    if account is None or not account.active or account.session_epoch != int(epoch):
        return None
    return account
