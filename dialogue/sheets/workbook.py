"""Opening a workbook that somebody sent: its type by content, its bounds before its cells."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from dialogue.core.errors import InvalidInput
from dialogue.core.pages import show_number
from dialogue.sheets.values import Cell

FILE_BYTES = 20 * 1024 * 1024
UNPACKED_BYTES = 100 * 1024 * 1024
ENTRIES = 2000
SHEETS = 50
ROWS = 5000
COLUMNS = 200
CELL = 10_000
CHARACTERS = 30_000_000
WAIT = 40
HEADROOM = 60  # title, header, signature: lines around a list that are no entries

_READER = Path(__file__).with_name("cells.py")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_AGAIN = "Xin mở tệp bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
_LIMITS = json.dumps(
    {
        "sheets": SHEETS,
        "rows": ROWS + HEADROOM,
        "columns": COLUMNS,
        "cell": CELL,
        "characters": CHARACTERS,
    }
)


@dataclass(frozen=True)
class Sheet:
    """A visible sheet: (row number, cells) of each row that is not empty.

    ``merged``: ((first row, first column), (last row, last column)), counted from 0; None where
    the file tells nothing of merged cells.
    """

    name: str
    rows: list[tuple[int, list[Cell]]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    tells_merged: bool = False


def open_workbook(data: bytes, name: str, *, field: str = "file") -> list[Sheet]:
    """The sheets of an .xlsx, .xls, .ods or .csv file.

    Raises ``InvalidInput`` beside ``field`` for what is empty, too large, broken, protected
    or something else altogether.
    """
    if not data:
        raise InvalidInput(f"Tệp “{name}” không có nội dung.", field)
    if len(data) > FILE_BYTES:
        raise InvalidInput(f"Tệp “{name}” quá lớn (tối đa 20 MB).", field)
    if data.startswith(b"PK"):
        _check_archive(data, name, field)
    elif data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InvalidInput(_protected(name), field)
    elif name.lower().endswith((".csv", ".txt")):
        return [_csv(data, name, field)]
    else:
        raise InvalidInput(_no_workbook(data, name), field)
    return _cells(data, name, field)


def _check_archive(data: bytes, name: str, field: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            is_ods = "mimetype" in names and archive.open("mimetype").read(60).startswith(_ODS)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as problem:
        raise InvalidInput(f"Tệp “{name}” bị hỏng, không mở được. {_AGAIN}", field) from problem
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise InvalidInput(
            f"Tệp “{name}” chứa quá nhiều dữ liệu nên không mở. "
            "Xin chép riêng danh sách sang một tệp mới rồi gửi lại.",
            field,
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise InvalidInput(_protected(name), field)
    if "xl/workbook.xml" not in names and not is_ods:
        raise InvalidInput(_no_workbook(data, name), field)
    if is_ods and _is_encrypted(data):
        raise InvalidInput(_protected(name), field)


def _is_encrypted(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "META-INF/manifest.xml" not in archive.namelist():
            return False
        return b"encryption-data" in archive.open("META-INF/manifest.xml").read(1_000_000)


def _protected(name: str) -> str:
    return f"Tệp “{name}” có mật khẩu nên không mở được. Xin bỏ mật khẩu rồi gửi lại."


def _no_workbook(data: bytes, name: str) -> str:
    head = data[:2000].lstrip().lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"\xef\xbb\xbf<")):
        return f"Tệp “{name}” mang tên Excel nhưng bên trong là trang web. {_AGAIN}"
    return f"Tệp “{name}” không phải bảng tính Excel (.xlsx, .xls), .ods hoặc .csv. {_AGAIN}"


def _cells(data: bytes, name: str, field: str) -> list[Sheet]:
    answer = _ask_reader(data)
    error = answer.get("error")
    if error == "password":
        raise InvalidInput(_protected(name), field)
    if error == "sheets":
        raise InvalidInput(
            f"Tệp “{name}” có {answer['count']} trang tính; nhiều nhất {SHEETS}. "
            "Xin chép riêng danh sách sang một tệp mới.",
            field,
        )
    if error == "columns":
        raise InvalidInput(
            f"Trang tính “{answer['sheet']}” có dữ liệu tới cột thứ "
            f"{show_number(answer['count'])}; nhiều nhất {COLUMNS} cột. Xin xóa các cột thừa.",
            field,
        )
    if error == "large":
        raise InvalidInput(
            f"Tệp “{name}” chứa quá nhiều dữ liệu nên không mở. "
            "Xin chép riêng danh sách sang một tệp mới rồi gửi lại.",
            field,
        )
    if error:
        raise InvalidInput(f"Tệp “{name}” bị hỏng, không mở được. {_AGAIN}", field)
    sheets = []
    for sheet in answer["sheets"]:
        if sheet["count"] > ROWS + HEADROOM:
            raise too_many(sheet["name"], sheet["count"], field)
        rows = [(number, [_unpacked(cell) for cell in cells]) for number, cells in sheet["rows"]]
        merged = [(tuple(start), tuple(end)) for start, end in sheet["merged"]]
        sheets.append(Sheet(sheet["name"], rows, merged, bool(merged)))
    return sheets


def too_many(sheet: str, count: int, field: str) -> InvalidInput:
    """The refusal of a list that is longer than one reading takes."""
    return InvalidInput(
        f"Trang tính “{sheet}” có {show_number(count)} dòng; mỗi lần nhận nhiều nhất "
        f"{show_number(ROWS)} dòng. Xin tách thành nhiều tệp.",
        field,
    )


def _ask_reader(data: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 (our own file, no shell)
            [sys.executable, "-I", str(_READER), _LIMITS],
            input=data,
            capture_output=True,
            timeout=WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"error": "large"}
    if done.returncode != 0:
        # It ended at its bounds of memory or time.
        return {"error": "large"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _unpacked(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]
    kind, text = next(iter(cell.items()))
    kinds = {"moment": datetime, "date": date, "time": time}
    return kinds[kind].fromisoformat(text)  # type: ignore[no-any-return, attr-defined]


def _csv(data: bytes, name: str, field: str) -> Sheet:
    text = _decoded(data)
    if text is None or "\0" in text:
        raise InvalidInput(_no_workbook(data, name), field)
    head = text[:20_000]
    delimiter = max(";,\t", key=head.count)
    rows: list[tuple[int, list[Cell]]] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) >= ROWS + HEADROOM:
                raise too_many(name, text.count("\n"), field)
            rows.append((number, [cell[:CELL] for cell in cells[:COLUMNS]]))
    except csv.Error as problem:
        raise InvalidInput(f"Tệp “{name}” bị hỏng, không mở được. {_AGAIN}", field) from problem
    return Sheet(name, rows)


def _decoded(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
