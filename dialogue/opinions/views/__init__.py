"""HTTP of opinions: intake, lists and threads, the desk, agenda and prepared answers."""

from flask import Blueprint

bp = Blueprint("opinions", __name__)

from dialogue.opinions.views import (  # noqa: E402, I001
    agenda as agenda,
    answers as answers,
    bulk as bulk,
    consent as consent,
    contact as contact,
    desk as desk,
    duplicates as duplicates,
    filters as filters,
    intake as intake,
    lists as lists,
    outbox as outbox,
    paper as paper,
    missing as missing,
    preparations as preparations,
    reports as reports,
    splitting as splitting,
    verbs as verbs,
    worker as worker,
)
