"""Opinions that a unit gathers under headings and sends together (B5)."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; add the way to the group to each opinion's page."""
    from dialogue.consolidation import threads, views
    from dialogue.opinions import hooks

    app.register_blueprint(views.bp)
    hooks.register_thread_parts(threads.thread_parts)
    hooks.register_next_steps(threads.next_steps)
