"""HTTP of publishing: the public pages, and the office's."""

from flask import Blueprint

bp = Blueprint("publishing", __name__)

from dialogue.publishing.views import publication, results  # noqa: E402, F401
