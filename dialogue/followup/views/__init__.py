"""HTTP of what follows a meeting, a module for each kind of page."""

from flask import Blueprint

bp = Blueprint("followup", __name__)

from dialogue.followup.views import (  # noqa: E402, F401
    assignments,
    conclusions,
    delegations,
    hands,
    notice,
    notice_steps,
    register,
    replies,
    reply_steps,
    scans,
    texts,
    unit_work,
    verdicts,
)
