"""The fixed turns of official documents: number, day, recipients, grounds, the last stop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from dialogue.core import clock
from dialogue.core.text import clean, clean_line
from dialogue.followup.words import written_day

BLANK = "\u2002\u2002\u2002"  # room for a pen; plain spaces would be tidied away
POINTS = "abcdđeghiklmnopqrstuvxy"  # điểm, by the Vietnamese alphabet (II.6.đ)
KEEP = "Lưu: VT, VP."


def number(number: int | None, symbol: str) -> str:
    """``05/TB-UBND`` by number and symbol (``TB-UBND``); a draft leaves the number blank."""
    return f"{BLANK if number is None else f'{number:02d}'}/{symbol}"


def place_and_date(place: str, day: date | None) -> str:
    """``Chánh Lộ, ngày 05 tháng 01 năm 2024``; a draft leaves day and month blank (II.4)."""
    if day is None:
        return f"{place}, ngày {BLANK} tháng {BLANK} năm {clock.today().year}"
    return f"{place}, {written_day(day)}"


def hour(moment: datetime) -> str:
    """``08 giờ 05``, by the ward's clock."""
    return f"{clock.local(moment):%H giờ %M}"


def moment_of(moment: datetime | None) -> str:
    """``08 giờ 00, thứ Sáu, ngày 12 tháng 4 năm 2024``; room for a pen while no date is known."""
    if moment is None:
        return f"{BLANK} giờ {BLANK}, ngày {BLANK} tháng {BLANK} năm {clock.today().year}"
    day = clock.local(moment).date()
    return f"{hour(moment)}, {clock.WEEKDAYS[day.weekday()]}, {written_day(day)}"


def paragraphs(text: str | None) -> list[str]:
    """The lines of ``text`` that say something."""
    return [line for line in clean(text).split("\n") if line]


def ended(lines: Sequence[str]) -> list[str]:
    """``lines`` with ``./.`` at the end of the last, as every document ends."""
    if not lines:
        return []
    return [*lines[:-1], f"{lines[-1].rstrip(' .;,/')}./."]


def unbroken(code: str) -> str:
    """``YK-2024-0001`` with hyphens that no line ends at."""
    return code.replace("-", "\u2011")


def listed(lines: Iterable[str]) -> list[str]:
    """``- a;`` … ``- b.``: several names beneath each other."""
    bare = [one for one in (clean_line(line).strip(" -;.") for line in lines) if one]
    return [f"- {one}{'.' if place == len(bare) else ';'}" for place, one in enumerate(bare, 1)]


def recipients(lines: Iterable[str]) -> list[str]:
    """Nơi nhận: ``- …;`` for each, the last ``- Lưu: VT, VP.`` (II.9.d)."""
    bare = (clean_line(line).strip(" -;.") for line in lines)
    kept = [one for one in bare if one and not one.startswith("Lưu")]
    return [*(f"- {one};" for one in kept), f"- {KEEP}"]


def grounds(lines: Iterable[str]) -> list[str]:
    """Căn cứ: each ends ``;``, the last ``.`` (II.6.a)."""
    bare = [one for one in (clean_line(line).strip(" ;.") for line in lines) if one]
    named = [one if one.startswith("Căn cứ") else f"Căn cứ {one}" for one in bare]
    return [f"{one}{'.' if place == len(named) else ';'}" for place, one in enumerate(named, 1)]


def points(lines: Sequence[str]) -> list[str]:
    """``a) …``; what goes past the alphabet bears a dash."""
    return [
        f"{POINTS[place]}) {line}" if place < len(POINTS) else f"- {line}"
        for place, line in enumerate(lines)
    ]
