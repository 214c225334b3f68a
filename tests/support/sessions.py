"""A browser signed in as somebody, without the way through the form."""

from __future__ import annotations

from flask import has_app_context
from flask.testing import FlaskClient
from sqlalchemy import select

from dialogue.accounts import actions
from dialogue.accounts.models import Account
from dialogue.accounts.session import KEPT_AS
from dialogue.extensions import db


def sign_in(client: FlaskClient, username: str, *, kept: bool = False) -> FlaskClient:
    """``client``, which is signed in as ``username`` from now on."""
    with client.application.app_context():
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        token = actions.open_session(account, kept=kept, agent="", address="127.0.0.1")
        session_id = account.get_id()
        db.session.remove()
    if has_app_context():
        db.session.rollback()  # what the test had read before does not know of this
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"], session[KEPT_AS] = session_id, True, token
        session.permanent = kept
    return client
