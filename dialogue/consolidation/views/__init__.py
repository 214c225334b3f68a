"""HTTP of consolidations: gathering, sending, the office's work on a whole heading."""

from flask import Blueprint

bp = Blueprint("consolidation", __name__)

from dialogue.consolidation.views import (  # noqa: E402, I001
    gathering as gathering,
    pages as pages,
    sending as sending,
    triage as triage,
)
