"""The first page of each role."""

from __future__ import annotations

from typing import Any

from flask import Flask, url_for
from flask_login import current_user


def init_app(app: Flask) -> None:
    """Bind the first page and the navigation to ``app``."""
    from dialogue.home import nav, views

    app.register_blueprint(views.bp)

    @app.context_processor
    def navigation() -> dict[str, Any]:
        if not current_user.is_authenticated:
            return {"nav_items": []}
        return {
            "nav_items": nav.items(current_user._get_current_object()),
            "home_url": url_for("home.index"),
            "account_url": url_for("accounts.me"),
            "sign_out_url": url_for("accounts.sign_out"),
        }
