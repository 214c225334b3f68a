"""A workbook as a unit's people make it."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

HEADER = (
    "STT",
    "Nội dung ý kiến",
    "Họ và tên",
    "SĐT",
    "Địa chỉ",
    "Lĩnh vực",
    "Địa điểm",
    "Số người",
)
GOOD = (1, "Kiệt 12 hay bị ngập", "Nguyễn Văn Thử", "0905123987", "Tổ 3", "", "Kiệt 12", "")


def workbook(rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    """A plain list: header in the first row."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Danh sách")
    for number, row in enumerate((header, *rows)):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def ugly() -> bytes:
    """Titles above, a merged header, numbers and dates for phones and counts, NBSP, decomposed
    letters, a CCCD, the same words twice, an empty row, a total and signatures beneath, a
    column that nobody asked for, a hidden helper sheet and notes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False})
    cover = book.add_worksheet("Bìa")
    cover.write(0, 0, "TỔNG HỢP Ý KIẾN NHÂN DÂN QUÝ I")
    sheet = book.add_worksheet("ds y kien (2)")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.merge_range(0, 0, 0, 8, "ỦY BAN MTTQ VIỆT NAM PHƯỜNG")
    sheet.merge_range(1, 0, 1, 8, "DANH SÁCH Ý KIẾN, KIẾN NGHỊ CỦA NHÂN DÂN")
    sheet.write(2, 8, "(kèm theo công văn)")
    header = (
        "TT", "NGƯỜI KIẾN NGHỊ", "Số  ĐT", "Địa chỉ (tổ)", "NỘI DUNG\xa0KIẾN NGHỊ", "Lĩnh vực",
        "Địa điểm", "Số người cùng nêu", "Ghi chú", "Người nhập",
    )  # fmt: skip
    for column, words in enumerate(header):
        sheet.write(4, column, words)
    sheet.write_row(5, 0, [f"({n})" for n in range(1, 11)])
    decomposed = unicodedata.normalize("NFD", "Đèn đường hỏng trước nhà")
    rows: tuple[tuple[Any, ...], ...] = (
        (1, "Trần Thị  Nhập", 905123456.0, "Tổ 2", "Cống nghẹt, mưa là\nngập", "Thoát nước, ngập",
         "Hẻm 30 Trần Hưng Đạo", 12.0, "Đã nêu 2 lần", "x"),
        (2, "", "", "tổ dân phố số 05", decomposed, "Điện đường", "", "khoảng 20 hộ", "", "x"),
        (3, "Lê Văn Thử", "0905.123.99", "", "Rác để lâu trước chợ", "", "Chợ", "", "", "x"),
        (4, "Phạm Thị Thử", "051189012345", "Tổ 1", "Xin cấp lại giấy", "", "", "", "", "x"),
        (5, "", "", "", "CỐNG NGHẸT, mưa là ngập", "", "", "", "Đã nêu 2 lần", "x"),
        (6, "Ngô Văn Thử", "", "Tổ 4", "", "", "", "", "", "x"),
        (7, "", "", "Tổ 6", "Ồn ào ban đêm", "", "Quán gần chợ", "nhiều người", "", "x"),
        (8, "", "", "", "Nội dung " + "rất dài " * 800, "", "", "", "", "x"),
        (9, "", "", "", "Không có ý kiến", "", "", "", "", "x"),
        (10, "", "", "", "=SUM(A1:A9) là nội dung, không phải công thức", "", "", "", "", "x"),
    )  # fmt: skip
    for number, row in enumerate(rows, 6):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write_number(number, column, cell)
    sheet.write_datetime(8, 2, datetime(2024, 3, 1), day)  # noqa: DTZ001
    sheet.write(18, 1, "Tổng cộng: 10 ý kiến")
    sheet.write(19, 4, "Người lập bảng")
    sheet.write(20, 4, f"Ngày {date(2024, 3, 14):%d/%m/%Y}")
    helper = book.add_worksheet("Sheet3")
    helper.hide()
    helper.write_row(0, 0, ("Nội dung", "Họ tên"))
    helper.write_row(1, 0, ("Không được đọc", "Ẩn"))
    book.close()
    return target.getvalue()
