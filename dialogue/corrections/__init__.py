"""A correction is a new notice that names the old one; it restarts no clock (cases.md, 6)."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; offer the notice's page what corrects it."""
    from dialogue.corrections import queries, views

    app.register_blueprint(views.bp)
    app.add_template_global(queries.corrections_of)
    app.add_template_global(queries.corrected_words)
