"""What a row says, whatever people put into it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogue.accounts.models import Unit
from dialogue.accounts.queries import units
from dialogue.imports.parsing import COLUMNS, MAX_WORDS, Entry, Reader
from dialogue.opinions.queries import fields
from dialogue.sheets.reader import Row, Table, read_table
from tests.imports.support import ugly

FRONT = Unit(id=900, kind="front", name="Mặt trận")
GROUPS = [Unit(id=n, kind="residential_group", name=f"Tổ dân phố {n}") for n in range(1, 9)]


def one(**cells: object) -> Entry:
    table = Table("s", 1, {}, [Row(2, cells)])  # type: ignore[arg-type]
    return Reader(FRONT, GROUPS, []).entries(table)[0]


def test_an_ugly_workbook(unit: Callable[[str], Unit]) -> None:
    table = read_table(ugly(), "xau.xlsx", COLUMNS)
    assert (table.sheet, table.header_row) == ("ds y kien (2)", 5)
    assert "Người nhập" in table.unknown
    reader = Reader(unit("mat-tran"), units("residential_group"), fields())
    rows = {e.number: e for e in reader.entries(table)}
    first = rows[7]
    assert first.words == "Cống nghẹt, mưa là\nngập\nGhi chú: Đã nêu 2 lần"
    assert (first.name, first.phone, first.people) == ("Trần Thị Nhập", "+84905123456", 12)
    assert first.area_id == unit("to-2").id
    assert first.field_id is not None
    assert (rows[8].words, rows[8].people) == ("Đèn đường hỏng trước nhà", 20)
    assert rows[8].area_id == unit("to-5").id
    assert "Chưa có lĩnh vực “Điện đường”" in rows[8].notes[0]
    assert (rows[9].phone, rows[9].refused) == ("", "")
    assert "01/03/2024" in rows[9].notes[0]
    assert "CCCD" in rows[10].refused
    assert "051189012345" not in str(rows[10].packed())
    assert "Không có nội dung" in rows[12].refused
    assert "số người “nhiều người”" in rows[13].refused
    assert f"nhiều nhất {MAX_WORDS}" in rows[14].refused
    for number, why in ((15, "không có ý kiến"), (20, "cuối bảng"), (21, "cuối bảng")):
        assert why in rows[number].doubts[0]
    assert rows[16].words.startswith("=SUM")
    assert "Tổng cộng" in rows[19].texts["words"]
    assert not [e for e in rows.values() if "Không được đọc" in e.words]


@pytest.mark.parametrize(
    ("text", "people"),
    [("", 1), ("3 hộ", 3), ("khoảng 20 người", 20), ("10000", 10000)],
)
def test_how_many_people(text: str, people: int) -> None:
    assert one(words="Ngập", people=text).people == people


@pytest.mark.parametrize("text", ["0", "10001", "2 hộ 7 người", "đông", "1.000"])
def test_a_number_that_cannot_be_told_is_refused(text: str) -> None:
    assert text in one(words="Ngập", people=text).refused


@pytest.mark.parametrize(
    ("text", "area"),
    [("Tổ 3", 3), ("12 Lê Lợi, TDP 07", 7), ("tổ dân phố số 5", 5), ("8", 8), ("Tổ 19", None),
     ("bãi xe ô tô 4 chỗ", None), ("kiệt 12", None)],
)  # fmt: skip
def test_which_group(text: str, area: int | None) -> None:
    assert one(words="Ngập", address=text).area_id == area


@pytest.mark.parametrize("cell", ["079 189 012 345", "079189012345", 79189012345.0])
@pytest.mark.parametrize("column", ["words", "name", "phone", "address", "note"])
def test_an_identity_number_is_refused_and_not_kept(column: str, cell: object) -> None:
    entry = one(**{"words": "Ngập", column: cell})
    assert entry.refused
    assert "9189012" not in str(entry.packed()).replace(" ", "")


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["words", "name", "phone", "people", "address", "place"]),
                       st.text(max_size=300) | st.floats(0, 1e12) | st.none()))  # fmt: skip
def test_any_row_is_taken_or_says_why(cells: dict[str, object]) -> None:
    entry = one(**cells)
    assert Entry.unpacked(entry.packed()) == entry
    if not entry.refused:
        assert entry.words.strip()
        assert entry.people >= 1
