"""HTTP of the hall: console, desk, screens and phones, record."""

from dialogue.hall.views import answer, console, desk, places, public, record
from dialogue.hall.views.shared import bp

__all__ = ["answer", "bp", "console", "desk", "places", "public", "record"]
