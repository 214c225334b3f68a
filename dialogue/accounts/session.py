"""How Flask-Login finds an account again, and what happens when nobody is signed in."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError

from dialogue.accounts import queries
from dialogue.accounts.actions import touch
from dialogue.accounts.lifetimes import SEEN_EVERY
from dialogue.accounts.models import Account, SignIn
from dialogue.core import clock
from dialogue.core.web import go
from dialogue.extensions import db, login_manager

KEPT_AS = "sign_in"  # under this name in the browser's cookie
ALWAYS_OPEN = {"static"} | {
    f"accounts.{name}" for name in ("password", "sign_out", "sign_in", "sign_in_code")
}


def init_app(app: Flask) -> None:
    """Wire the account loader, the forced first password and the ward for all pages."""
    from dialogue.accounts.views.signing import interrupted, stale

    login_manager.user_loader(load)
    login_manager.unauthorized_handler(interrupted)

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Any:
        return stale()

    @app.before_request
    def note_presence() -> None:
        # What a page asks for by itself is no sign that somebody is there.
        by_itself = request.method == "GET" and "HX-Request" in request.headers
        if request.endpoint == "static" or by_itself or not current_user.is_authenticated:
            return
        _touch(current())

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
    g.sign_in = queries.sign_in_of(account.id, session.get(KEPT_AS))
    return account if g.sign_in is not None else None


def current() -> SignIn | None:
    """The sign-in of this request."""
    found: SignIn | None = g.get("sign_in")
    return found


def _touch(found: SignIn | None) -> None:
    if found is None or clock.now() - found.seen_at < SEEN_EVERY:
        return
    try:
        touch(found)
    except OperationalError:
        db.session.rollback()  # a server that cannot write still shows its pages
