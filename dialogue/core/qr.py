"""QR codes as SVG."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_of(words: str) -> Markup:
    """The code of an address, for a phone's camera."""
    code = segno.make(words, error="m", micro=False)
    # The library writes plain SVG from the address's bits; nothing of a person goes in.
    return Markup(code.svg_inline(border=2, svgclass="qr", lineclass=None, omitsize=True))  # noqa: S704
