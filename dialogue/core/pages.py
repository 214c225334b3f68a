"""What every template may use: dates in words, the ward, navigation, who is signed in."""

from __future__ import annotations

from typing import Any

from flask import Flask, g

from dialogue.core import clock, text


def init_app(app: Flask) -> None:
    """Register the filters and the variables common to all pages."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        d=clock.show_date,
        dlong=clock.show_long_date,
        hm=clock.show_time,
        dt=clock.show_moment,
        initials=text.initials,
        number=show_number,
        file_size=show_size,
    )

    @app.context_processor
    def common() -> dict[str, Any]:
        return {
            "now": clock.now(),
            "today": clock.today(),
            "conflict_message": g.get("conflict_message"),
        }


def show_number(value: float | int | None) -> str:
    """``1.234,5`` as Vietnamese write it."""
    if value is None:
        return ""
    return f"{value:,}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def show_size(size: int) -> str:
    """``1,2 GB``, ``1,2 MB`` or ``34 KB``."""
    if size >= 1024**3:
        return f"{show_number(round(size / 1024**3, 1))} GB"
    if size >= 1024 * 1024:
        return f"{show_number(round(size / 1024 / 1024, 1))} MB"
    return f"{max(1, round(size / 1024))} KB"
