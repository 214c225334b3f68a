"""Lists out of ugly workbooks; refusals of what is no list."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage

from dialogue.core.errors import InvalidInput
from dialogue.sheets import workbook as limits
from dialogue.sheets.reader import Column, _find_header, read_table, read_upload
from dialogue.sheets.values import as_birth_year, as_phone
from dialogue.sheets.workbook import Sheet
from tests.sheets.support import rows, workbook

COLUMNS = (
    Column("name", ("Họ và tên", "Họ tên", "Tên"), required=True),
    Column("year", ("Năm sinh", "Ngày sinh", "Ngày tháng năm sinh")),
    Column("phone", ("Số điện thoại", "Điện thoại", "SĐT", "Di động")),
    Column("unit", ("Đơn vị", "Chi đoàn", "Tổ"), fill_down=True),
)


def names(table: Any) -> list[str]:
    return [row.text("name") for row in table.rows]


def test_a_list_as_people_make_it() -> None:
    def fill(sheet: Any, book: Any) -> None:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range("A1:F1", "ĐOÀN THANH NIÊN PHƯỜNG")
        sheet.merge_range("A3:F3", "DANH SÁCH THAM DỰ ĐỐI THOẠI, HỌ TÊN ĐẦY ĐỦ")
        sheet.write_row(4, 0, ["STT", "", "", "Ngày sinh", "SĐT (Zalo)", "Chi đoàn", "Số CCCD"])
        sheet.merge_range("B5:C5", "Họ và tên")
        sheet.write_row(5, 0, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"])
        sheet.write_row(6, 0, [1, "Trần\u00a0Thị ", "Bình", "1990", 905123456])
        sheet.merge_range("F7:F9", "Chi đoàn tổ 3")
        sheet.write_row(7, 0, [2, "Lê", "Cường"])
        sheet.write_datetime(7, 3, datetime.fromisoformat("1991-02-03"), days)
        sheet.write(7, 4, "0914.111.222 / 0905")
        sheet.write_row(8, 0, [3, "Phạm Văn", "Dũng"])
        sheet.write(8, 3, 1992, days)
        sheet.write_row(10, 0, ["Tổng cộng: 3 người"])
        sheet.write(12, 5, "NGƯỜI LẬP")

    table = read_table(workbook(fill), "a.xlsx", COLUMNS)
    assert table.header_row == 5
    assert table.headers["name"] == "Họ và tên"
    assert names(table) == ["Trần Thị Bình", "Lê Cường", "Phạm Văn Dũng"]
    assert [row.number for row in table.rows] == [7, 8, 9]
    assert [as_birth_year(row.cells["year"]) for row in table.rows] == [1990, 1991, 1992]
    assert [as_phone(row.cells["phone"]) for row in table.rows[:2]] == [
        "+84905123456",
        "+84914111222",
    ]
    assert {row.text("unit") for row in table.rows} == {"Chi đoàn tổ 3"}
    assert [(s.number, s.text) for s in table.skipped] == [
        (11, "Tổng cộng: 3 người"),
        (13, "NGƯỜI LẬP"),
    ]
    assert table.unknown == ["STT", "Số CCCD"]


def test_a_header_of_two_lines() -> None:
    def fill(sheet: Any, _book: Any) -> None:
        sheet.merge_range("A1:A2", "TT")
        sheet.merge_range("B1:B2", "Họ tên")
        sheet.merge_range("C1:D1", "Liên hệ")
        sheet.write("C2", "Điện thoại")
        sheet.write("D2", "Tổ")
        sheet.write_row(2, 0, [1, "Đỗ An", "0905123456", 3])

    table = read_table(workbook(fill), "a.xlsx", COLUMNS)
    row = table.rows[0]
    assert (row.text("name"), row.text("phone"), row.text("unit")) == ("Đỗ An", "0905123456", "3")


def test_the_sheet_that_fits_best_is_read_and_the_others_named() -> None:
    data = workbook(
        rows(["Ghi chú"], ["Danh sách họp ngày 12/4"]),
        rows(["Họ tên"], ["Đỗ An"]),
        rows(["Họ tên", "SĐT"], ["Lê Bình", 905123456]),
        names=("Ghi chú", "Cũ", "Mới"),
    )
    table = read_table(data, "a.xlsx", COLUMNS)
    assert (table.sheet, names(table), table.other_sheets) == ("Mới", ["Lê Bình"], ["Cũ"])


def test_a_hidden_sheet_is_not_read() -> None:
    def hide(sheet: Any, _book: Any) -> None:
        sheet.write_row(0, 0, ["Họ tên", "SĐT", "Năm sinh"])
        sheet.write_row(1, 0, ["Ẩn Danh", "", ""])
        sheet.hide()

    table = read_table(workbook(rows(["Họ tên"], ["Đỗ An"]), hide), "a.xlsx", COLUMNS)
    assert names(table) == ["Đỗ An"]


def test_the_header_again_on_the_next_printed_page() -> None:
    data = workbook(rows(["Họ tên", "SĐT"], ["Đỗ An", ""], ["Họ tên", "SĐT"], ["Lê Bình", ""]))
    assert names(read_table(data, "a.xlsx", COLUMNS)) == ["Đỗ An", "Lê Bình"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_file(encoding: str, mark: str) -> None:
    text = f"Họ tên{mark}SĐT\r\nĐỗ An{mark}0905123456\r\n"
    table = read_table(text.encode(encoding), "a.csv", COLUMNS)
    assert table.rows[0].text("name") == "Đỗ An"
    assert table.rows[0].text("phone") == "0905123456"


def test_an_ods_file() -> None:
    cells = (
        "<table:table-row><table:table-cell office:value-type='string'>"
        "<text:p>{}</text:p></table:table-cell></table:table-row>"
    )
    content = (
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content "
        "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
        "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
        "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body>"
        "<office:spreadsheet><table:table table:name='T'>"
        + cells.format("Họ tên")
        + cells.format("Đỗ An")
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    assert names(read_table(target.getvalue(), "a.ods", COLUMNS)) == ["Đỗ An"]
    protected = io.BytesIO()
    with zipfile.ZipFile(protected, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "x")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(InvalidInput, match="mật khẩu"):
        read_table(protected.getvalue(), "a.ods", COLUMNS)


def broken_xlsx() -> bytes:
    return workbook(rows(["Họ tên"]))[:-200]


def word_file() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "x")
    return target.getvalue()


def protected() -> bytes:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    return ole + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def hollow_xlsx() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.xlsx", "không có nội dung"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.xlsx", "không phải bảng tính"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.csv", "không phải bảng tính"),
        (b"<html><table><tr><td>x</td></tr></table>", "a.xls", "trang web"),
        (word_file(), "a.xlsx", "không phải bảng tính"),
        (broken_xlsx(), "a.xlsx", "bị hỏng"),
        (hollow_xlsx(), "a.xlsx", "bị hỏng"),
        (protected(), "a.xlsx", "mật khẩu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "bị hỏng"),
        (workbook(rows(["Ghi chú"], ["gì đó"])), "a.xlsx", "dòng tiêu đề có cột “Họ và tên”"),
        (workbook(rows(["Họ tên"], start=45)), "a.xlsx", "dòng tiêu đề"),
        (b"0" * (20 * 1024 * 1024 + 1), "a.xlsx", "tối đa 20 MB"),
    ],
)
def test_what_is_no_list_is_refused_in_words(data: bytes, name: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        read_table(data, name, COLUMNS)
    assert refused.value.field == "file"


def test_no_file_chosen() -> None:
    with pytest.raises(InvalidInput, match="Cần chọn tệp"):
        read_upload(FileStorage(), COLUMNS)


def test_five_thousand_rows_and_not_one_more() -> None:
    lines = [["Họ tên"], *([f"Người {n}"] for n in range(5000))]
    assert len(read_table(workbook(rows(*lines)), "a.xlsx", COLUMNS).rows) == 5000
    with pytest.raises(InvalidInput, match=r"5\.001 dòng.*Xin tách"):
        read_table(workbook(rows(*lines, ["Người nữa"])), "a.xlsx", COLUMNS)
    text = "\n".join(line[0] for line in [*lines, ["Người nữa"]])
    with pytest.raises(InvalidInput, match=r"5\.00\d dòng"):
        read_table(text.encode(), "a.csv", COLUMNS)


def test_many_more_rows_are_counted_and_refused() -> None:
    lines = [["Họ tên"], *([f"Người {n}"] for n in range(6999))]
    with pytest.raises(InvalidInput, match=r"7\.000 dòng"):
        read_table(workbook(rows(*lines)), "a.xlsx", COLUMNS)


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    target = io.BytesIO(workbook(rows(["Họ tên"], ["Đỗ An"])))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(limits.UNPACKED_BYTES))
    assert len(target.getvalue()) < 1_000_000
    with pytest.raises(InvalidInput, match="quá nhiều dữ liệu"):
        read_table(target.getvalue(), "a.xlsx", COLUMNS)


def test_a_bomb_that_lies_about_its_size_ends_only_its_reader() -> None:
    """The central directory says 10 bytes; the part unpacks to far more."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(workbook(rows(["Họ tên"])))) as source:
            for name in source.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    archive.writestr(name, source.read(name))
        body = b"<worksheet><sheetData>" + b" " * 300_000_000
        archive.writestr("xl/worksheets/sheet1.xml", body)
    data = bytearray(target.getvalue())
    at = data.rfind(b"PK\x01\x02")
    assert struct.unpack_from("<I", data, at + 24)[0] == len(body)
    struct.pack_into("<I", data, at + 24, 10)
    with pytest.raises(InvalidInput):
        read_table(bytes(data), "a.xlsx", COLUMNS)


def test_too_many_parts() -> None:
    target = io.BytesIO(workbook(rows(["Họ tên"], ["Đỗ An"])))
    with zipfile.ZipFile(target, "a") as archive:
        for n in range(limits.ENTRIES):
            archive.writestr(f"x/{n}", b"")
    with pytest.raises(InvalidInput, match="quá nhiều dữ liệu"):
        read_table(target.getvalue(), "a.xlsx", COLUMNS)


def test_a_cell_in_the_farthest_corner_ends_nothing() -> None:
    """Read in this process it would ask for 500 GB and end the server."""

    def far(sheet: Any, _book: Any) -> None:
        sheet.write(0, 0, "Họ tên")
        sheet.write(1_048_575, 16_383, "x")

    began = time.monotonic()
    with pytest.raises(InvalidInput, match="quá nhiều dữ liệu"):
        read_table(workbook(far), "a.xlsx", COLUMNS)
    assert time.monotonic() - began < 30


def test_too_many_columns_and_sheets_are_named() -> None:
    def wide(sheet: Any, _book: Any) -> None:
        sheet.write(0, 0, "Họ tên")
        sheet.write(0, limits.COLUMNS, "x")

    with pytest.raises(InvalidInput, match="cột thứ 201"):
        read_table(workbook(wide), "a.xlsx", COLUMNS)
    with pytest.raises(InvalidInput, match="51 trang tính"):
        read_table(workbook(*[rows(["Họ tên"])] * 51), "a.xlsx", COLUMNS)


JUNK = st.sampled_from(
    ["", "UBND PHƯỜNG", "Danh sách dự họp", "Kính gửi Văn phòng", "Ngày 12/4/2024", "Phụ lục 1"]
)
HEADS = {
    "name": ["Họ và tên", "HỌ VÀ TÊN", "Họ tên (*)", "Ho ten", " họ\u00a0tên ", "Họ và Tên:"],
    "year": ["Năm sinh", "NGÀY SINH", "nam sinh"],
    "phone": ["SĐT", "Số điện thoại", "Điện thoại liên hệ", "SDT"],
}


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(
    above=st.lists(st.lists(JUNK, min_size=1, max_size=4), max_size=12),
    heads=st.fixed_dictionaries({key: st.sampled_from(words) for key, words in HEADS.items()}),
    order=st.permutations(["name", "year", "phone", "note", "number"]),
)
def test_the_header_is_found_wherever_it_stands(
    above: list[list[str]], heads: dict[str, str], order: list[str]
) -> None:
    line = [{"note": "Ghi chú", "number": "STT", **heads}[key] for key in order]
    data = {"name": "Đỗ An", "year": 1990.0, "phone": 905123456.0, "note": "", "number": 1.0}
    body: list[list[Any]] = [*above, line, [data[key] for key in order]]
    sheet = Sheet("T", [(n, cells) for n, cells in enumerate(body, 1) if any(cells)])
    header = _find_header(sheet, COLUMNS)
    assert header is not None
    assert sheet.rows[header.last][0] == len(above) + 1
    for key in HEADS:
        assert header.places[key][0] == order.index(key)
