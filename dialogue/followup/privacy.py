"""What of a resident may be published: initials and tổ, unless he agreed otherwise (A8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from dialogue.core.text import clean, initials
from dialogue.opinions.models import Opinion

HIDDEN_NUMBER = "[số đã ẩn]"
HIDDEN_ADDRESS = "[địa chỉ đã ẩn]"
# Nine digits or more, however they are spaced: a phone number or an identity number.
_NUMBER = re.compile(r"(?<![\d/])\+?\d(?:[ .\-]?\d){8,}(?![\d/])")
_MONEY = re.compile(r"(?!84\.)[1-9]\d{0,2}(?:\.\d{3})+")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;/&]|\bvà\b|\bcùng\b)\s*", re.IGNORECASE)
_TITLE = re.compile(r"^(?:ông|bà|anh|chị|cô|chú|bác|cụ|em)\s+", re.IGNORECASE)

Read = Callable[[str], str]


def public_name(opinion: Opinion) -> str:
    """``N.V.A., Tổ dân phố 3``; the full name only with consent; the unit where none is given."""
    where = opinion.area.name if opinion.area else ""
    name = clean(opinion.resident_name)
    if not name:
        return where or opinion.unit.name
    shown = name if opinion.consent_named else ", ".join(initials(n) for n in names_in(name))
    return ", ".join(part for part in (shown, where) if part)


def public_words(opinion: Opinion) -> str:
    """A resident's own words without any name given with them, number or address."""
    return public_text(opinion.words, [opinion], keep_landlines=False)


def public_text(text: str, opinions: Iterable[Opinion], *, keep_landlines: bool = True) -> str:
    """``text`` without the names, phone numbers and addresses of those who sent ``opinions``.

    Any other long number goes too; the wards' own documents may name an office's landline.
    """
    for opinion in opinions:
        for voice in opinion.voices:
            if not voice.consent_named and len(voice.name.split()) >= 2:
                text = _pattern(voice.name).sub(initials(voice.name), text)
        if len(clean(opinion.resident_address)) >= 4:
            text = _pattern(opinion.resident_address).sub(HIDDEN_ADDRESS, text)
        if opinion.consent_named:
            continue
        whole = clean(opinion.resident_name)
        for name in sorted({whole, *names_in(whole)}, key=len, reverse=True):
            if len(name.split()) >= 2:
                text = _pattern(name).sub(initials(name), text)
    return _NUMBER.sub(partial(_hide_number, keep_landlines), text)


def reading(unit_id: int, opinions: Sequence[Opinion]) -> Read:
    """How people of a sending unit read what was answered to ``opinions`` together: the
    names that other units gave stay hidden from them."""
    others = [opinion for opinion in opinions if opinion.unit_id != unit_id]
    return partial(public_text, opinions=others) if others else as_it_is


def as_it_is(text: str) -> str:
    """How those read it who work on it."""
    return text


def names_in(text: str) -> list[str]:
    """The single names in "ông Nguyễn Văn A và bà Trần Thị B", without titles."""
    return [_TITLE.sub("", name) for name in _BETWEEN_NAMES.split(clean(text)) if name]


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()), re.IGNORECASE)


def _hide_number(keep_landlines: bool, match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    is_landline = digits.startswith("02") and len(digits) == 11
    if _MONEY.fullmatch(match[0]) or (keep_landlines and is_landline):
        return match[0]
    return HIDDEN_NUMBER
