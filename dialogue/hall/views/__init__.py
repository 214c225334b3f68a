"""HTTP of the hall: console, desk, screens and phones, record."""

from dialogue.hall.views import (
    answer,
    console,
    desk,
    paper,
    phone_ask,
    places,
    public,
    record,
    requests,
    rules,
)
from dialogue.hall.views.shared import bp

__all__ = [
    "answer", "bp", "console", "desk", "paper", "phone_ask", "places", "public", "record",
    "requests", "rules",
]  # fmt: skip
