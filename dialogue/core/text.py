"""Vietnamese text: one normal form, folding for search, the sort key of names."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0]+")


def clean(text: str | None) -> str:
    """``text`` in NFC, without control characters, with single spaces and plain line ends."""
    if not text:
        return ""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _SPACES.sub(" ", _CONTROL.sub("", text))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def clean_line(text: str | None) -> str:
    """``clean`` for a single line: line ends become spaces."""
    return " ".join(clean(text).split())


def fold(text: str | None) -> str:
    """Lower case without marks: ``đường Hoà Bình`` and ``duong hòa binh`` fold alike."""
    decomposed = unicodedata.normalize("NFD", (text or "").lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def _letter_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", char)
        tone = next((_TONES.index(p) + 1 for p in parts if p in _TONES), 0)
        bare = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        place = _LETTERS.find(bare)
        letters.append(place + 1 if place >= 0 else 100 + ord(bare[0]) if bare else 0)
        tones.append(tone)
    return tuple(letters), tuple(tones)


def name_sort_key(full_name: str) -> str:
    """A string that sorts people by given name (last word), then the rest.

    In each part letters come in the Vietnamese order and tones break ties.
    """
    words = clean_line(full_name).split()
    return "|".join(_part_key(part) for part in (words[-1:], words[:-1]))


def _part_key(words: list[str]) -> str:
    keys = [_letter_key(word) for word in words]
    letters = "/".join("".join(f"{n:05x}" for n in k[0]) for k in keys)
    tones = "/".join("".join(str(n) for n in k[1]) for k in keys)
    return f"{letters},{tones}"


def initials(full_name: str | None) -> str:
    """``Nguyễn Văn An`` → ``N.V.A.``, the form in which a resident is published (A8)."""
    return "".join(f"{word[0].upper()}." for word in clean_line(full_name).split())
