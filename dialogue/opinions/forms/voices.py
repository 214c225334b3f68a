"""The people behind a joint opinion, one a line, as a group leader writes them down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogue.accounts.queries import phone_number
from dialogue.core.text import clean, clean_line, fold
from dialogue.opinions.actions import Voice
from dialogue.opinions.models import OpinionVoice
from dialogue.opinions.words import show_phone

MAX_VOICES = 300
AGREED = "đồng ý"
_PHONE = re.compile(r"\+?\d(?:[ .\-]?\d){5,14}")
_AGREED = re.compile(r"\bdong y\b")
_NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.)/:\-]\s*")
_EDGES = " \t,;:.-–()"


def read_voices(text: str) -> tuple[tuple[Voice, ...], list[str]]:
    """The people in ``text`` and what cannot be read, line by line."""
    found: dict[tuple[str, str], Voice] = {}
    wrong: list[str] = []
    lines = [(n, line) for n, line in enumerate(clean(text).split("\n"), 1) if line]
    if len(lines) > MAX_VOICES:
        return (), [f"Ghi được nhiều nhất {MAX_VOICES} người; số người thì ghi ở ô trên."]
    for number, line in lines:
        try:
            voice = _read(line)
        except ValueError as problem:
            wrong.append(f"Dòng {number}: {problem}")
        else:
            found.setdefault((fold(voice.name), voice.phone), voice)
    return tuple(found.values()), wrong


def _read(line: str) -> Voice:
    line = _NUMBERED.sub("", line)
    phone = ""
    match = _PHONE.search(line)
    if match:
        phone = phone_number(match[0]) or ""
        if not phone:
            raise ValueError(f"số điện thoại “{match[0]}” chưa đúng.")
        line = f"{line[: match.start()]},{line[match.end() :]}"
    parts = [part.strip(_EDGES) for part in re.split(r"[,;\t]|\s[-–]\s", line)]
    agreed = [part for part in parts if _AGREED.search(fold(part))]
    names = [part for part in parts if part and part not in agreed]
    if not names:
        raise ValueError("thiếu họ và tên.")
    if any(character.isdigit() for character in names[0]):
        raise ValueError("họ và tên không có chữ số; số điện thoại cần đủ 10 số.")
    return Voice(clean_line(names[0])[:200], phone, any(map(_says_yes, agreed)))


def _says_yes(part: str) -> bool:
    return "khong dong y" not in fold(part)


def show_voices(voices: Sequence[OpinionVoice] | Sequence[Voice]) -> str:
    """The same people as lines that ``read_voices`` reads."""
    return "\n".join(
        ", ".join(
            part
            for part in (one.name, show_phone(one.phone), AGREED if one.consent_named else "")
            if part
        )
        for one in voices
    )
