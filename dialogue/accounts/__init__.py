"""People, units, roles and sign-in."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind this feature's routes and the loading of accounts to ``app``."""
    from dialogue.accounts import session, views

    session.init_app(app)
    app.register_blueprint(views.bp)
