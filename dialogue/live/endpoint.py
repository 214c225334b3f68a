"""The ASGI application: streams answered here, everything else by Flask."""

from __future__ import annotations

from typing import Any

from a2wsgi import WSGIMiddleware
from flask import Flask


def asgi_app(app: Flask) -> Any:
    """Flask beneath the streams, for uvicorn."""
    return WSGIMiddleware(app, workers=4)
