"""Reading a list out of a workbook made by people: where its header is, what its rows say.

Typical: a title and the ward's name above the header, a header of two lines, merged cells, a
line with (1) (2) (3), several sheets, "Tổng cộng" and signatures beneath.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from werkzeug.datastructures import FileStorage

from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean, clean_line, fold
from dialogue.sheets.values import Cell, as_text
from dialogue.sheets.workbook import FILE_BYTES, ROWS, Sheet, open_workbook, too_many

HEADER_WITHIN = 20  # rows of a sheet that may stand above or be the header
_NO_WORD = re.compile(r"[\W_]+")
_EXACT, _STARTS, _HOLDS = 3, 2, 1


@dataclass(frozen=True)
class Column:
    """What the caller looks for: ``name`` for the code, ``synonyms`` as people head it.

    ``synonyms`` are compared folded, without punctuation; the first is shown to people.
    ``fill_down``: a blank cell means "as above" (a unit merged over its people).
    """

    name: str
    synonyms: tuple[str, ...]
    required: bool = False
    fill_down: bool = False


@dataclass(frozen=True)
class Row:
    """One row: its number in the sheet (from 1) and the cell of each column found."""

    number: int
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        """The cell as one clean line: ``905123456.0`` → ``905123456``, a date → 12/04/2024."""
        return clean_line(as_text(self.cells.get(name)))

    def paragraphs(self, name: str) -> str:
        """The cell as clean text with its line ends."""
        return clean(as_text(self.cells.get(name)))


@dataclass(frozen=True)
class Skipped:
    """A row beneath the header that holds none of the required columns."""

    number: int
    text: str


@dataclass(frozen=True)
class Table:
    """What was understood of a workbook.

    ``headers``: column name → the words in the file. ``unknown``: headers that nobody asked
    for. ``other_sheets``: sheets that look like such a list too and were not read.
    """

    sheet: str
    header_row: int
    headers: dict[str, str]
    rows: list[Row]
    skipped: list[Skipped] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)


@dataclass
class _Header:
    places: dict[str, tuple[int, int]]  # column name → first and last cell
    words: list[str]
    first: int  # index of its first and last row in the sheet's rows
    last: int
    score: int


def read_upload(
    upload: FileStorage | None, columns: Sequence[Column], *, field: str = "file"
) -> Table:
    """``read_table`` of a form's file. Raises ``InvalidInput`` beside ``field``."""
    if upload is None or not upload.filename:
        raise InvalidInput("Cần chọn tệp danh sách.", field)
    name = clean_line(Path(upload.filename.replace("\\", "/")).name)[:120] or "tep"
    data = upload.stream.read(FILE_BYTES + 1)
    upload.close()
    return read_table(data, name, columns, field=field)


def read_table(data: bytes, name: str, columns: Sequence[Column], *, field: str = "file") -> Table:
    """The list in a workbook: the sheet that fits ``columns`` best, its rows below the header.

    Raises ``InvalidInput`` beside ``field`` for a file that cannot be read, has none of the
    required columns in its first rows, or more rows than one reading takes.
    """
    sheets = open_workbook(data, name, field=field)
    fitting = [
        (header, sheet)
        for sheet in sheets
        if (header := _find_header(sheet, columns)) is not None
        and all(c.name in header.places for c in columns if c.required)
    ]
    if not fitting:
        wanted = ", ".join(f"“{c.synonyms[0]}”" for c in columns if c.required)
        raise InvalidInput(
            f"Tệp “{name}” chưa thấy dòng tiêu đề có cột {wanted} trong {HEADER_WITHIN} dòng đầu. "
            "Xin ghi tên cột ở ngay trên danh sách.",
            field,
        )
    # The first of those that fit as well: `max` keeps it.
    header, sheet = max(fitting, key=lambda pair: (pair[0].score, len(pair[1].rows)))
    table = _table(sheet, header, columns)
    if len(table.rows) > ROWS:
        raise too_many(sheet.name, len(table.rows), field)
    table.other_sheets.extend(other.name for _header, other in fitting if other is not sheet)
    return table


def _find_header(sheet: Sheet, columns: Sequence[Column]) -> _Header | None:
    top = [pair for pair in sheet.rows[:HEADER_WITHIN] if pair[0] <= 2 * HEADER_WITHIN]
    found = [_match(sheet, columns, index, index) for index in range(len(top))]
    found += [_match(sheet, columns, first, second) for first, second in pairwise(range(len(top)))]
    # Most columns found; then the surest words; then a header of one line before one of two.
    found = [header for header in found if header.places]
    return max(found, key=lambda h: (h.score, h.first - h.last, -h.first), default=None)


def _match(sheet: Sheet, columns: Sequence[Column], first: int, last: int) -> _Header:
    words = _header_words(sheet, first, last)
    offers = sorted(
        (
            (-_likeness(text, synonym), place, position, column.name)
            for position, column in enumerate(columns)
            for place, text in enumerate(words)
            for synonym in column.synonyms
            if text and _likeness(text, synonym)
        )
    )
    places: dict[str, tuple[int, int]] = {}
    taken: set[int] = set()
    score = 0
    for likeness, place, _position, name in offers:
        if name in places or place in taken:
            continue
        end = _span(sheet, first, last, place, words)
        places[name] = (place, end)
        taken.update(range(place, end + 1))
        score += 10 - likeness
    return _Header(places, words, first, last, score)


def _header_words(sheet: Sheet, first: int, last: int) -> list[str]:
    upper = [clean_line(as_text(cell)) for cell in sheet.rows[first][1]]
    if first == last:
        return upper
    lower = [clean_line(as_text(cell)) for cell in sheet.rows[last][1]]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    return [low or up for up, low in zip(upper, lower, strict=True)]


def _likeness(text: str, synonym: str) -> int:
    """How surely ``text`` heads the column; 0 for not at all."""
    words, wanted = f" {header_key(text)} ", f" {header_key(synonym)} "
    if words == wanted:
        return _EXACT
    if len(words) > 60:  # a title or an entry, no header
        return 0
    if words.startswith(wanted):
        return _STARTS
    return _HOLDS if wanted in words else 0


def header_key(text: str) -> str:
    """``Họ và tên (*)`` → ``ho va ten``: how headers are compared."""
    return " ".join(_NO_WORD.sub(" ", fold(text)).split())


def _span(sheet: Sheet, first: int, last: int, place: int, words: list[str]) -> int:
    """The last cell of a header merged sideways: "Họ và tên" over family and given name."""
    lines = {sheet.rows[index][0] - 1 for index in range(first, last + 1)}
    end = place
    for (top, left), (bottom, right) in sheet.merged:
        if left == place and lines & set(range(top, bottom + 1)):
            end = max(end, right)
    # What the second line of the header names is a column of its own.
    while end > place and any(word for word in words[place + 1 : end + 1]):
        end -= 1
    return end


def _table(sheet: Sheet, header: _Header, columns: Sequence[Column]) -> Table:
    entries = sheet.rows[header.last + 1 :]
    rows: list[Row] = []
    skipped: list[Skipped] = []
    above: dict[str, Cell] = {}
    for number, cells in entries:
        if _is_numbering(cells) or _repeats(cells, header):
            continue
        taken = {name: _cell(cells, *place) for name, place in header.places.items()}
        if not any(as_text(taken.get(c.name)) for c in columns if c.required):
            skipped.append(Skipped(number, _shown(cells)))
            continue
        for column in columns:
            if column.fill_down and column.name in taken:
                if not clean_line(as_text(taken[column.name])):
                    taken[column.name] = above.get(column.name)
                above[column.name] = taken[column.name]
        rows.append(Row(number, taken))
    known = {index for start, end in header.places.values() for index in range(start, end + 1)}
    return Table(
        sheet=sheet.name,
        header_row=sheet.rows[header.last][0],
        headers={name: header.words[place[0]] for name, place in header.places.items()},
        rows=rows,
        skipped=skipped,
        unknown=[w for i, w in enumerate(header.words) if w and i not in known],
    )


def _cell(cells: Sequence[Cell], start: int, end: int) -> Cell:
    if start == end:
        return cells[start] if start < len(cells) else None
    parts = (clean_line(as_text(cell)) for cell in cells[start : end + 1])
    return " ".join(part for part in parts if part)


def _is_numbering(cells: Sequence[Cell]) -> bool:
    """The line (1) (2) (3) or A B C beneath a header."""
    texts = [text for text in _texts(cells) if text]
    if len(texts) < 2:
        return False
    bare = [text.strip("()[] .").lower() for text in texts]
    counted = [str(n) for n in range(1, len(bare) + 1)]
    return bare == counted or bare == list("abcdefghijklmnopqrstuvwxyz"[: len(bare)])


def _repeats(cells: Sequence[Cell], header: _Header) -> bool:
    """The header again, as on each printed page."""
    texts = list(_texts(cells))
    texts += [""] * (len(header.words) - len(texts))
    return all(
        header_key(texts[start]) == header_key(header.words[start])
        for start, _end in header.places.values()
    )


def _texts(cells: Sequence[Cell]) -> Iterator[str]:
    return (clean_line(as_text(cell)) for cell in cells)


def _shown(cells: Sequence[Cell]) -> str:
    return " · ".join(text for text in _texts(cells) if text)[:200]
