"""What residents may read of conclusions and answers, once a person has published it (A8)."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; offer the notice's page a way here."""
    from dialogue.publishing import queries, views

    app.register_blueprint(views.bp)
    app.add_template_global(queries.publication_of)
