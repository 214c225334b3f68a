"""What people mean by a cell: phones as ``905123456.0``, years as text, number or date."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from dialogue.accounts.queries import phone_number
from dialogue.core import clock
from dialogue.core.text import clean_line

Cell = str | float | bool | date | datetime | time | None

_EPOCH = date(1899, 12, 30)  # day 0 of Excel's calendar
_DATES = (
    (re.compile(r"\b(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})\b"), (3, 2, 1)),
    (re.compile(r"\b(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\b"), (1, 2, 3)),
)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_NOT_IN_PHONE = re.compile(r"[^\d+]")
_SEVERAL = re.compile(r"[/,;|\n]| hoặc | và |–| - ")
# Mobile numbers of 11 digits, given new beginnings in 2018.
_OLD_BEGINNINGS = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_IDENTITY = re.compile(r"0\d{11}")


def as_text(cell: Cell) -> str:
    """The cell as its sheet shows it; a whole number without ``.0``, a date as 12/04/2024."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, int | float):
        return _digits(cell)
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return f"{cell:%d/%m/%Y}"


def _digits(number: float) -> str:
    if isinstance(number, float) and not number.is_integer():
        return f"{number:.10g}"
    return str(int(number))


def as_phone(cell: Cell) -> str | None:
    """The (first) Vietnamese phone number in the cell as +84…, or None when there is none.

    Takes 905123456.0 (the zero is lost in Excel), (+84) 905.123.456, 84905123456, the
    11-digit numbers before 2018, and two numbers in one cell.
    """
    whole = clean_line(as_text(cell))
    for part in (whole, *_SEVERAL.split(whole)):
        found = _one_phone(_NOT_IN_PHONE.sub("", part))
        if found is not None:
            return found
    return None


def _one_phone(digits: str) -> str | None:
    if not 8 <= len(digits) <= 15 or "+" in digits[1:]:
        return None
    bare = digits.lstrip("+")
    if digits.startswith("+") and not bare.startswith("84"):
        return None
    if bare.startswith("0084"):
        bare = "0" + bare[4:].removeprefix("0")
    elif bare.startswith("84") and len(bare) >= 11:
        bare = "0" + bare[2:].removeprefix("0")
    elif not bare.startswith("0"):
        bare = "0" + bare
    if len(bare) == 11 and bare[:4] in _OLD_BEGINNINGS:
        bare = _OLD_BEGINNINGS[bare[:4]] + bare[4:]
    return phone_number(bare)


def looks_like_identity(cell: Cell) -> bool:
    """Whether a citizen's identity number (CCCD, 12 digits) stands in the cell.

    Excel loses its leading zero, so a number of 11 digits that is no phone counts, too.
    """
    text = clean_line(as_text(cell))
    for digits in re.findall(r"\d[\d .]{9,}\d", text):
        bare = re.sub(r"\D", "", digits)
        if _IDENTITY.fullmatch(bare):
            return True
        if len(bare) == 12 and not bare.startswith("84"):
            return True
        if isinstance(cell, int | float) and len(bare) == 11 and as_phone(bare) is None:
            return True
    return False


def as_date(cell: Cell) -> date | None:
    """The day in the cell: a date, Excel's number of a day, or words with 12/4/2024 in them."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None or isinstance(cell, time):
        return None
    if isinstance(cell, int | float):
        return _EPOCH + timedelta(days=int(cell)) if 10_000 <= cell < 80_000 else None
    for pattern, (year, month, day) in _DATES:
        match = pattern.search(cell)
        if match:
            try:
                return date(int(match[year]), int(match[month]), int(match[day]))
            except ValueError:
                return None
    return None


def as_birth_year(cell: Cell) -> int | None:
    """The year of birth in the cell, or None when none can be read from it.

    1990 typed into a cell that shows dates is kept by Excel as 12/06/1905: day 1990.
    """
    if isinstance(cell, date | datetime):
        day = cell.date() if isinstance(cell, datetime) else cell
        serial = (day - _EPOCH).days
        return _plausible(serial if day.year == 1905 else day.year)
    if isinstance(cell, bool) or cell is None or isinstance(cell, time):
        return None
    if isinstance(cell, int | float):
        if 10_000 <= cell < 80_000:
            return _plausible((_EPOCH + timedelta(days=int(cell))).year)
        return _plausible(int(cell)) if float(cell).is_integer() else None
    years = _YEAR.findall(clean_line(cell))
    if len(set(years)) == 1:
        return _plausible(int(years[0]))
    serial_text = re.fullmatch(r"\s*(\d{5})(\.0+)?\s*", cell)
    return as_birth_year(float(serial_text[1])) if serial_text else None


def _plausible(year: int) -> int | None:
    return year if 1900 < year <= clock.today().year else None
