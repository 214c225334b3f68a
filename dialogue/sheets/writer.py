"""Typed workbooks out: a header that stays, filters, wrapped text, print on A4 landscape."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from math import ceil
from typing import Any, Literal

import xlsxwriter

from dialogue.core import clock
from dialogue.core.text import clean

Kind = Literal["text", "long", "number", "date", "time"]
FONT = "Times New Roman"
LINE_HEIGHT = 16.5  # points of one line at 12
MAX_HEIGHT = 409.0  # points; Excel knows no taller row
MAX_CELL = 32_767  # characters; Excel knows no longer text
A4 = 9
SHORT = 60  # characters of a text that is likely to come again


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, how its cells are typed."""

    heading: str
    width: int = 14
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``rows`` hold a value for each column; ``notes`` stand above the header."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = field(default_factory=tuple)


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The workbook's bytes. Nothing in it is a formula or a link, whatever a cell begins with."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(stream, options) as book:
        formats = _formats(book)
        for sheet in sheets:
            _write(book, sheet, formats)
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 12, "valign": "top"}
    cell = {**base, "border": 1}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 14}),
        "note": book.add_format({**base, "italic": True}),
        "head": book.add_format(
            {**cell, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter",
             "bg_color": "#E7EEF6"}
        ),
        "text": book.add_format({**cell, "text_wrap": True}),
        "long": book.add_format({**cell, "text_wrap": True}),
        "number": book.add_format({**cell, "num_format": "#,##0"}),
        "date": book.add_format({**cell, "num_format": "dd/mm/yyyy", "align": "center"}),
        "time": book.add_format({**cell, "num_format": "dd/mm/yyyy hh:mm", "align": "center"}),
    }  # fmt: skip


def _write(book: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(sheet.name[:31])
    page.write_string(0, 0, sheet.title, formats["title"])
    for number, note in enumerate(sheet.notes, start=1):
        page.write_string(number, 0, note, formats["note"])
    head = len(sheet.notes) + 2
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(head, number, column.heading, formats["head"])
    last = head
    for last, row in enumerate(sheet.rows, start=head + 1):
        lines = 1
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            lines = max(lines, _cell(page, last, number, column, value, formats))
        # A set height: opened elsewhere, wrapped text is else cut to one line.
        page.set_row(last, min(lines * LINE_HEIGHT, MAX_HEIGHT))
    page.autofilter(head, 0, last, len(sheet.columns) - 1)
    page.freeze_panes(head + 1, 0)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C&P/&N")


def _cell(
    page: Any, row: int, number: int, column: Column, value: Any, formats: dict[str, Any]
) -> int:
    """Write one cell; returns how many lines its text takes."""
    style = formats[column.kind]
    if value is None or value == "":
        page.write_blank(row, number, None, style)
    elif column.kind == "number":
        page.write_number(row, number, value, style)
    elif column.kind == "date":
        page.write_datetime(row, number, _day(value), style)
    elif column.kind == "time":
        page.write_datetime(row, number, clock.local(value).replace(tzinfo=None), style)
    else:
        text = str(value)
        # A unit's name, a state stand in the column a thousand times.
        words, lines = (_known if len(text) <= SHORT else _laid)(text, column.width)
        page.write_string(row, number, words, style)
        return lines
    return 1


def _laid(text: str, width: int) -> tuple[str, int]:
    """``text`` as a cell may hold it, and how many lines of ``width`` it takes."""
    words = clean(text)[:MAX_CELL]
    return words, sum(max(1, ceil(len(line) * 1.1 / width)) for line in words.split("\n"))


_known = lru_cache(maxsize=2048)(_laid)


def _day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
