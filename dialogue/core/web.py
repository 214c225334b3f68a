"""What every view needs from HTTP: htmx, undo lines, fresh state after a conflict."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, make_response, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from dialogue.core.errors import Conflict
from dialogue.extensions import db

View = TypeVar("View", bound=Callable[..., Any])


def is_htmx() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def actor() -> Any:
    """The signed-in account itself (not Flask-Login's proxy), for ``actor=``."""
    return current_user._get_current_object()


def say(
    message: str,
    *,
    undo_url: str | None = None,
    undo_label: str = "Hoàn tác",
    undo_target: str | None = None,
) -> None:
    """Tell on the next page what was done; with ``undo_url`` a POST button beside it.

    ``undo_target``: the id of the region that the undo changes, where scripts run.
    """
    line = {
        "text": message,
        "undo_url": undo_url,
        "undo_label": undo_label,
        "undo_target": undo_target,
    }
    flash(line, "done")  # type: ignore[arg-type]


def go(url: str) -> BaseResponse:
    """See-other to ``url``; htmx is told to load that page."""
    if is_htmx():
        return Response("", 204, {"HX-Redirect": url})
    return redirect(url, 303)


def local_path(target: str | None, default: str = "/") -> str:
    """``target`` if it is a path of this site, else ``default`` (no open redirect)."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or any(ord(c) < 32 for c in target):
        return default
    return target


def base_url() -> str:
    """The address that phones can reach: set by the office, else the one asked for."""
    configured = current_app.config.get("PUBLIC_URL")
    return str(configured or request.host_url).rstrip("/")


def shows_fresh(endpoint: str) -> Callable[[View], View]:
    """On ``Conflict``: answer 409 with ``endpoint``'s page (same URL values) as it is now.

    The layout shows ``conflict_message`` on top, so that the person reads what happened.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            try:
                return view(*args, **kwargs)
            except Conflict as conflict:
                db.session.rollback()
                g.conflict_message = conflict.message
                page_view = current_app.view_functions[endpoint]
                known = signature(page_view).parameters
                values = {k: v for k, v in (request.view_args or {}).items() if k in known}
                page = page_view(**values)
                response = make_response(page)
                response.status_code = 409
                return response

        return guarded  # type: ignore[return-value]

    return decorate


def error_code() -> str:
    """A short code that stands both on the error page and in the log."""
    return str(g.setdefault("request_id", "?"))


def etagged(html: str) -> BaseResponse:
    """A fragment that is polled: 304 while it is what the reader already has."""
    response = make_response(html)
    response.add_etag()
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)
