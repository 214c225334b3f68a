"""The minutes: line by line as it happens, tied to the speaking turns, nothing ever lost (H7)."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; say what open pages may follow."""
    from dialogue.live.registry import add_guard, add_versions
    from dialogue.minutes import queries, views

    app.register_blueprint(views.bp)
    add_guard(app, "minutes", queries.may_hear)
    add_versions(app, queries.versions)
