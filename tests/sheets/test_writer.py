"""Workbooks out, read back by another library and in the raw."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from python_calamine import load_workbook

from dialogue.sheets.writer import MAX_CELL, Column, Sheet, write_workbook

COLUMNS = (
    Column("TT", 6, "number"),
    Column("Nội dung", 30, "long"),
    Column("Hạn", 13, "date"),
    Column("Gửi lúc", 18, "time"),
)
ROW = (1, "Cống nghẹt", date(2024, 5, 29), datetime(2024, 4, 1, 18, 30, tzinfo=UTC))


def made(*rows: tuple[object, ...]) -> bytes:
    return write_workbook([Sheet("Ý kiến", "Danh sách ý kiến", COLUMNS, rows, ("Mục: Tất cả",))])


def raw(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_cells_keep_their_types() -> None:
    rows = load_workbook(io.BytesIO(made(ROW))).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Danh sách ý kiến"
    assert rows[3] == ["TT", "Nội dung", "Hạn", "Gửi lúc"]
    number, words, due, sent = rows[4]
    assert (number, words) == (1.0, "Cống nghẹt")
    assert due in (date(2024, 5, 29), datetime(2024, 5, 29))  # noqa: DTZ001
    assert sent == datetime(2024, 4, 2, 1, 30)  # noqa: DTZ001 (the ward's clock)


@pytest.mark.parametrize(
    "words", ["=1+1", "+84905", "@SUM(A1)", "-2", "=HYPERLINK('x')", "https://xau.example", "007"]
)
def test_nothing_of_a_resident_is_a_formula_or_a_link(words: str) -> None:
    data = made((1, words, None, None))
    assert "<f>" not in raw(data)
    assert "<hyperlink" not in raw(data)
    rows = load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[4][1] == words


def test_the_header_stays_is_filtered_and_printed_on_each_page() -> None:
    sheet = raw(made(ROW, ROW))
    assert '<autoFilter ref="A4:D6"/>' in sheet
    assert 'topLeftCell="A5"' in sheet
    assert 'state="frozen"' in sheet
    assert re.search(r'<pageSetup[^>]*paperSize="9"[^>]*orientation="landscape"', sheet)
    with zipfile.ZipFile(io.BytesIO(made(ROW))) as archive:
        assert "$4:$4" in archive.read("xl/workbook.xml").decode()


def test_long_words_get_the_height_they_need() -> None:
    heights = re.findall(
        r'<row r="[56]"[^>]* ht="([\d.]+)"', raw(made(ROW, (2, "từ " * 200, None, None)))
    )
    short, tall = (float(height) for height in heights)
    assert tall > 10 * short
    assert tall <= 409


def test_what_excel_cannot_hold_is_cut_or_cleaned() -> None:
    data = made((1, "a\x0bb\u200b" + "ẫ" * 40_000, None, None))
    cell = load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()[4][1]
    assert isinstance(cell, str)
    assert cell.startswith("abẫ")
    assert len(cell) == MAX_CELL


def test_an_empty_list_is_a_table_without_rows() -> None:
    assert len(load_workbook(io.BytesIO(made())).get_sheet_by_index(0).to_python()) == 4
