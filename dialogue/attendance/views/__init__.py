"""HTTP of lists, delegates, uploads and invitations."""

from flask import Blueprint

bp = Blueprint("attendance", __name__)

from dialogue.attendance.views import invitations, people, places, rolls, uploads  # noqa: E402, F401
