"""The demo ward: fictional people in the ward of the 2024 plan."""

from __future__ import annotations

from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    """Give the sign-in page the demo's common password (it shows it only in a demo)."""
    from dialogue.demo.people import PASSWORD

    @app.context_processor
    def demo_password() -> dict[str, Any]:
        return {"demo_password": PASSWORD}
