"""The two importers under a fuzzer that follows their branches: rows or a refusal, whatever comes.

``python -m tests.fuzz.importers CORPUS -runs=3000``. A file is a zip: half of the changes are made
inside one of its parts, or nothing behind the unpacking would ever be reached.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import zipfile
from pathlib import Path

import atheris
import xlsxwriter

with atheris.instrument_imports(include=["dialogue.sheets", "dialogue.attendance.parsing",
                                         "dialogue.imports.parsing"]):  # fmt: skip
    from dialogue.accounts.models import Unit
    from dialogue.attendance import parsing as delegates
    from dialogue.core.errors import InvalidInput
    from dialogue.imports import parsing as opinions
    from dialogue.opinions.models import Field
    from dialogue.sheets.reader import read_table

GROUPS = [Unit(id=n, name=f"Tổ dân phố {n}", kind="residential_group") for n in (1, 2, 3)]
FIELDS = [Field(id=n, name=name) for n, name in enumerate(("Đất đai", "Thoát nước"), start=1)]
READER = opinions.Reader(unit=GROUPS[0], groups=GROUPS, fields=FIELDS)

ROWS = (
    ("STT", "Họ và tên", "Năm sinh", "Số điện thoại", "Chức vụ", "Nội dung ý kiến", "Địa chỉ"),
    (1, "Lê Thị Bông", 1962, "0905001203", "Tổ trưởng", "Cống nghẹt, mưa là ngập.", "Tổ 3"),
    (2, "Võ Văn Thạnh", "12/04/1958", 905001204.0, "", "Đèn đường hỏng 3 bóng.", ""),
    ("", "Tổng cộng", "", "", "", "", ""),
)


def example(*, merged: bool) -> bytes:
    """A list as a unit would bring it."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Danh sách")
    if merged:
        sheet.merge_range(0, 0, 0, 6, "DANH SÁCH ĐẠI BIỂU")
    for number, row in enumerate(ROWS, start=int(merged)):
        sheet.write_row(number, 0, row)
    book.close()
    return made.getvalue()


def read(data: bytes) -> None:
    """Both importers on ``data``: only a refusal in words may come out."""
    with contextlib.suppress(InvalidInput):
        delegates.entries(read_table(data, "danh sach.xlsx", delegates.COLUMNS))
    try:
        table = read_table(data, "y kien.xlsx", opinions.COLUMNS)
    except InvalidInput:
        return
    for entry in READER.entries(table):
        opinions.Entry.unpacked(entry.packed())


def change(data: bytes, most: int, seed: int) -> bytes:
    """Another file like ``data``: a part of it changed, or its bytes."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = {one: archive.read(one) for one in archive.namelist()}
        except Exception:  # what the changes before have left is no zip any more
            parts = {}
        if parts:
            name = chance.choice(sorted(parts))
            parts[name] = atheris.Mutate(parts[name] or b" ", most)
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as archive:
                for one, content in parts.items():
                    archive.writestr(one, content)
            return made.getvalue()[:most]
    return bytes(atheris.Mutate(data, most))


def main() -> None:
    corpus = Path(sys.argv[1])
    for number, merged in enumerate((False, True)):
        (corpus / f"{number}.xlsx").write_bytes(example(merged=merged))
    atheris.Setup(sys.argv, read, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
