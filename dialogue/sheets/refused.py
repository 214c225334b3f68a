"""Rows that were not taken, given back as a workbook to put right and send again."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def refused_workbook(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """``headers`` (the reason last) over ``rows``, every cell as text: what people typed is
    never run as a formula or made a link."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Chưa nhận")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
        sheet.set_column(column, column, 48 if column == len(headers) - 1 else 22)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, plain)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
