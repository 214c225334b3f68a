"""HTTP of imported lists: choose a file, look through it, take it, what came in."""

from flask import Blueprint

bp = Blueprint("imports", __name__)

from dialogue.imports import models as models  # noqa: E402
