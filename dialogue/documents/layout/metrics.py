"""How wide a line of bold Times New Roman is, so that a rule beneath it has its due length."""

from __future__ import annotations

import unicodedata

# Thousandths of the size, the widths common to every metric-compatible Times.
_BOLD = {
    **dict.fromkeys("il", 278), **dict.fromkeys("fjt", 333), "s": 389,
    **dict.fromkeys("cerz", 444), **dict.fromkeys("agovxy", 500),
    **dict.fromkeys("bdđhknpqu", 556), "w": 722, "m": 833,
    "I": 389, "J": 500, "S": 556, **dict.fromkeys("FP", 611), **dict.fromkeys("BELTZ", 667),
    **dict.fromkeys("ACDĐNRUVXY", 722), **dict.fromkeys("GHKOQ", 778), "M": 944, "W": 1000,
    **dict.fromkeys(" .,", 250), **dict.fromkeys("/'", 278), **dict.fromkeys(":;-()", 333),
    '"': 555,
}  # fmt: skip
_OTHER = 500  # digits, quotation marks and whatever else


def bold_width(text: str, size: float) -> float:
    """The width of ``text`` in points; marks above and below a letter take no room."""
    letters = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return sum(_BOLD.get(c, _OTHER) for c in letters) * size / 1000
