"""What of a resident may be published: initials and tổ, unless he agreed otherwise (A8)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dialogue.core.text import clean, initials
from dialogue.opinions.models import Opinion

HIDDEN_NUMBER = "[số đã ẩn]"
HIDDEN_ADDRESS = "[địa chỉ đã ẩn]"
# Nine digits or more, however they are spaced: a phone number or an identity number.
_NUMBER = re.compile(r"(?<![\d/])\+?\d(?:[ .\-]?\d){8,}(?![\d/])")
_MONEY = re.compile(r"(?!84\.)[1-9]\d{0,2}(?:\.\d{3})+")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/&]|\bvà\b|\bcùng\b)\s*", re.IGNORECASE)
_TITLE = re.compile(r"^(?:ông|bà|anh|chị|cô|chú|bác|cụ|em)\s+", re.IGNORECASE)


def public_name(opinion: Opinion) -> str:
    """``N.V.A., Tổ dân phố 3``; the full name only with consent; the unit where none is given."""
    where = opinion.area.name if opinion.area else ""
    name = clean(opinion.resident_name)
    if not name:
        return where or opinion.unit.name
    shown = name if opinion.consent_named else ", ".join(initials(n) for n in _names(name))
    return ", ".join(part for part in (shown, where) if part)


def public_text(text: str, opinions: Iterable[Opinion]) -> str:
    """``text`` without the names, phone numbers and addresses of those who sent ``opinions``."""
    for opinion in opinions:
        for hidden in (opinion.resident_address, opinion.resident_phone):
            if len(clean(hidden)) >= 4:
                text = _pattern(hidden).sub(HIDDEN_ADDRESS, text)
        if opinion.consent_named:
            continue
        whole = clean(opinion.resident_name)
        for name in sorted({whole, *_names(whole)}, key=len, reverse=True):
            if len(name.split()) >= 2:
                text = _pattern(name).sub(initials(name), text)
    return _NUMBER.sub(_hide_number, text)


def _names(text: str) -> list[str]:
    """The single names in "ông Nguyễn Văn A và bà Trần Thị B", without titles."""
    return [_TITLE.sub("", name) for name in _BETWEEN_NAMES.split(clean(text)) if name]


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()), re.IGNORECASE)


def _hide_number(match: re.Match[str]) -> str:
    return match[0] if _MONEY.fullmatch(match[0]) else HIDDEN_NUMBER
