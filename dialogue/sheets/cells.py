"""Runs alone, in a process of its own: the cells of a workbook from stdin as JSON on stdout.

A workbook of 5 kB may name a cell so far out that the reader asks for 500 GB and ends its
whole process. So this one has its own bounds on memory and time, and imports nothing of the house.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, time
from typing import Any

import python_calamine

MEMORY = 1024 * 1024 * 1024
SECONDS = 20


def main() -> None:
    """Arguments: the limits as JSON. Writes ``{"sheets": […]}`` or ``{"error": code, …}``."""
    _bound()
    limits = json.loads(sys.argv[1])
    try:
        answer = _read(sys.stdin.buffer.read(), limits)
    except python_calamine.PasswordError:
        answer = {"error": "password"}
    except MemoryError:
        answer = {"error": "large"}
    except BaseException:  # a panic of the reader is no Exception
        answer = {"error": "broken"}
    json.dump(answer, sys.stdout)


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's timeout alone
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes, limits: dict[str, int]) -> dict[str, Any]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    shown = [
        entry.name
        for entry in book.sheets_metadata
        if entry.typ == python_calamine.SheetTypeEnum.WorkSheet
        and entry.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    if len(shown) > limits["sheets"]:
        return {"error": "sheets", "count": len(shown)}
    left = limits["characters"]
    sheets = []
    for name in shown:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is None:
            continue
        if sheet.end[1] >= limits["columns"]:
            return {"error": "columns", "sheet": name, "count": sheet.end[1] + 1}
        rows = []
        count = 0
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
            if not any(_is_filled(cell) for cell in cells):
                continue
            count += 1
            if count > limits["rows"]:
                continue  # counted, so that the reader can be told how many there are
            packed = [_packed(cell, limits["cell"]) for cell in cells]
            left -= sum(len(cell) if isinstance(cell, str) else 8 for cell in packed)
            if left < 0:
                return {"error": "large"}
            rows.append([number, packed])
        try:
            merged = sheet.merged_cell_ranges or []
        except Exception:  # .ods tells nothing of merged cells
            merged = []
        sheets.append({"name": name, "count": count, "rows": rows, "merged": merged[:20000]})
    return {"sheets": sheets}


def _is_filled(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _packed(cell: Any, longest: int) -> Any:
    if isinstance(cell, str):
        return cell[:longest]
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    return str(cell)


if __name__ == "__main__":
    main()
