"""Workbooks for tests, written cell by cell as people leave them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import xlsxwriter


def workbook(*fill: Callable[[Any, Any], None], names: tuple[str, ...] = ()) -> bytes:
    """One sheet for each ``fill(sheet, book)``."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for position, each in enumerate(fill):
        each(book.add_worksheet(names[position] if names else None), book)
    book.close()
    return target.getvalue()


def rows(*lines: list[Any], start: int = 0) -> Callable[[Any, Any], None]:
    """Write ``lines`` from row ``start`` (counted from 0)."""

    def fill(sheet: Any, _book: Any) -> None:
        for number, line in enumerate(lines, start):
            sheet.write_row(number, 0, line)

    return fill
