"""HTTP of documents: downloads, and the ward's own templates."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("documents", __name__)

from dialogue.documents.views import downloads, invitations, meeting, templates  # noqa: E402, F401
