"""Security headers on every answer; pages behind sign-in are never kept by a shared PC."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request
from flask_login import current_user

CSP = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HSTS = "max-age=31536000; includeSubDomains"  # where the ward serves HTTPS, nothing else


def init_app(app: Flask) -> None:
    """Number each request and set the headers of each answer."""

    def number_request() -> None:
        g.request_id = secrets.token_hex(4)

    # Before all others: a fault in one of them has its number, too.
    app.before_request_funcs.setdefault(None, []).insert(0, number_request)

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        if app.config["SESSION_COOKIE_SECURE"]:
            headers.setdefault("Strict-Transport-Security", HSTS)
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
        if request.endpoint == "static":
            return response
        if response.status_code >= 500 or current_user.is_authenticated:
            headers["Cache-Control"] = "no-store"
        return response
