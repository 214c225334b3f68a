"""HTTP of opinions: intake, lists and threads, the desk, agenda and prepared answers."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("opinions", __name__)

from dialogue.opinions.views import (  # noqa: E402
    agenda,
    bulk,
    desk,
    intake,
    lists,
    preparations,
    reports,
    verbs,
)

__all__ = ["agenda", "bp", "bulk", "desk", "intake", "lists", "preparations", "reports", "verbs"]
