"""The same matter over the years: found, shown, linked by a person."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; narrow the desk to what recurs; say on the pages of lower
    features, by the words that their templates ask for, what was said before."""
    from dialogue.opinions.hooks import register_mark
    from dialogue.recurrence import queries, views

    app.register_blueprint(views.bp)
    register_mark("recurrent", "Đã nối với năm trước", queries.is_recurrent)
    app.add_template_global(views.parts.recurrence_of)
    app.add_template_global(views.parts.said_before)
    app.add_template_global(views.parts.linked_with)
