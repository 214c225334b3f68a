"""HTTP of opinions: intake, lists and threads, the desk, agenda and prepared answers."""

from flask import Blueprint

bp = Blueprint("opinions", __name__)

from dialogue.opinions.views import (  # noqa: E402, I001
    agenda as agenda,
    bulk as bulk,
    desk as desk,
    intake as intake,
    lists as lists,
    preparations as preparations,
    reports as reports,
    verbs as verbs,
)
