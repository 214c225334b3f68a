"""Registration, the queue, presiding, the screen and phones."""

from __future__ import annotations

from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    """Bind the routes to ``app``; say what of the hall may be streamed, and to whom."""
    from dialogue.core.errors import NotAllowed
    from dialogue.hall import queries, views
    from dialogue.hall.views import public
    from dialogue.live.registry import PublicView, add_guard, add_public_view, add_versions

    app.register_blueprint(views.bp)

    def topic_by(kind: str) -> Any:
        def find(token: str) -> str | None:
            try:
                return queries.topic(queries.by_token(kind, token).meeting_id)
            except NotAllowed:
                return None

        return find

    def screen(token: str) -> str:
        return public.screen_fragment(queries.by_token("screen", token))

    def phone(token: str) -> str:
        return public.phone_fragment(queries.by_token("phone", token))

    add_public_view(app, PublicView("screen", topic_by("screen"), screen, priority=1))
    add_public_view(app, PublicView("phone", topic_by("phone"), phone, priority=5))
    add_guard(app, "hall", queries.may_hear)
    add_versions(app, queries.versions)
