"""Deny by default: a route without ``@requires`` or ``@public`` stops the app from starting."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])
Predicate = Callable[[Any], bool]
ACCESS = "_access_rule"


def requires(predicate: Predicate) -> Callable[[View], View]:
    """Let only a signed-in account in for whom ``predicate(account)`` holds.

    Nobody signed in: to the sign-in page (or 401 for a part or a stream).
    Signed in without the right: 404, as if nothing were there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if not predicate(current_user):
                abort(404)
            return view(*args, **kwargs)

        setattr(guarded, ACCESS, predicate)
        return guarded  # type: ignore[return-value]

    return decorate


def public(view: View) -> View:
    """Mark a view that anybody may call; it must show only the public projection."""
    setattr(view, ACCESS, "public")
    return view


def signed_in(_user: Any) -> bool:
    """Any account at all (``@requires`` has already refused the others)."""
    return True


def assert_every_route_is_guarded(app: Flask) -> None:
    """Raise ``RuntimeError`` naming each endpoint that carries no access rule."""
    bare = [name for name, view in app.view_functions.items() if not hasattr(view, ACCESS)]
    if bare:
        raise RuntimeError(f"routes without @requires or @public: {', '.join(sorted(bare))}")
