"""What a writer is told while typing: that the matter is already in."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.extensions import limiter
from dialogue.recurrence import queries
from dialogue.recurrence.permissions import can_ask_while_typing
from dialogue.recurrence.views import bp

MAX_WORDS = 5000


def _whose() -> str:
    # A whole ward hall sits behind one address.
    return f"typing {actor().id}"


@bp.post("/opinions/alike")
@requires(can_ask_while_typing)
@limiter.limit("20 per minute", key_func=_whose)
def alike() -> Any:
    """The line under the words. POST, so that what is typed stands in no address."""
    told = queries.while_typing(
        actor(),
        words=request.form.get("words", "")[:MAX_WORDS],
        place=request.form.get("place", "")[:200],
        area_id=request.form.get("area", type=int),
        field_id=request.form.get("field", type=int),
        but=request.args.get("but", type=int),
    )
    return render_template("recurrence/_alike.html", told=told, opinion=None)
