"""One person's data as a workbook, in words that he can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dialogue.core import clock
from dialogue.opinions.words import show_phone
from dialogue.privacy.queries import Found
from dialogue.sheets.writer import Column, Sheet, write_workbook

COLUMNS = (
    Column("TT", 6, "number"),
    Column("Nơi ghi", 24),
    Column("Thuộc về", 26),
    Column("Họ và tên", 24),
    Column("Số điện thoại", 16),
    Column("Địa chỉ", 26),
    Column("Năm sinh", 10),
    Column("Chức vụ, đơn vị", 24),
    Column("Nội dung đã ghi", 60, "long"),
    Column("Đồng ý ghi tên", 14),
)


def table_of(found: Sequence[Found], name: str) -> bytes:
    """All that the rows of ``found`` say of the person."""
    sheet = Sheet(
        name="Dữ liệu cá nhân",
        title="Dữ liệu cá nhân đang được lưu",
        columns=COLUMNS,
        rows=_rows(found),
        notes=(f"Người yêu cầu: {name}", f"Lập lúc {clock.show_moment(clock.now())}"),
    )
    return write_workbook([sheet])


def _rows(found: Sequence[Found]) -> Iterator[Sequence[Any]]:
    for number, one in enumerate(found, start=1):
        row = one.row
        phone = getattr(row, one.place.phone) if one.place.phone else ""
        consent = getattr(row, "consent_named", None)
        post = [getattr(row, "post", ""), getattr(row, "body", "")]
        yield (
            number,
            one.place.label,
            one.about,
            one.name,
            show_phone(phone),
            getattr(row, "resident_address", ""),
            str(getattr(row, "birth_year", None) or ""),
            ", ".join(part for part in post if part),
            getattr(row, "words", "") or getattr(row, "topic", ""),
            "" if consent is None else "Có" if consent else "Không",
        )
