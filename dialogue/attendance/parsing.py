"""From what people write to a delegate: one reading for the form, the import and its preview."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from dialogue.core.errors import InvalidInput
from dialogue.core.text import clean_line, fold
from dialogue.sheets.reader import Column, Row, Table, header_key
from dialogue.sheets.values import as_birth_year, as_phone, as_text, looks_like_identity

COLUMNS = (
    Column(
        "name",
        (
            "Họ và tên", "Họ tên", "Họ và chữ lót", "Họ và tên đệm", "Họ đệm", "Tên đại biểu",
            "Đại biểu", "Tên",
        ),
        required=True,
    ),
    Column("given", ("Tên",)),
    Column(
        "year",
        ("Năm sinh", "Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "NS", "Sinh năm"),
    ),
    Column("phone", ("Số điện thoại", "Điện thoại", "SĐT", "SDT", "ĐT", "Di động", "Zalo")),
    Column("post", ("Chức vụ", "Chức danh", "Nhiệm vụ")),
    Column(
        "body",
        (
            "Chi đoàn", "Cơ quan", "Đơn vị công tác", "Nơi công tác", "Đơn vị", "Tổ dân phố",
            "Chi hội", "Tổ",
        ),
        fill_down=True,
    ),
)  # fmt: skip
LABELS = {
    "name": "Họ và tên",
    "year": "Năm sinh",
    "phone": "Số điện thoại",
    "post": "Chức vụ",
    "body": "Chi đoàn, cơ quan",
}
FAMILY = {"ho va chu lot", "ho va ten dem", "ho dem", "ho va dem"}  # with "Tên" beside it
IDENTITY = (
    "Có số giống số căn cước (12 chữ số). Không ghi số căn cước vào danh sách: xin xóa số đó."
)
_FOOT = re.compile(
    r"tong cong|tong so|nguoi lap|lap bang|xac nhan|ghi chu|danh sach|noi nhan|tm\.|t\.m"
    r"|ngay\b|thu truong|chu tich (uy|ubnd)|bi thu doan"
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Person:
    """What is kept of a delegate."""

    full_name: str
    birth_year: int | None = None
    phone: str = ""
    post: str = ""
    body: str = ""

    @property
    def key(self) -> str:
        return fold(self.full_name)

    def is_surely(self, other: Person) -> bool:
        """The same name, and a phone or a year of birth that agrees; nothing that speaks
        against it."""
        if self.key != other.key or self._contradicts(other):
            return False
        phones = bool(self.phone) and self.phone == other.phone
        years = self.birth_year is not None and self.birth_year == other.birth_year
        return phones or years

    def may_be(self, other: Person) -> bool:
        """The same name, and nothing that tells the two apart."""
        return self.key == other.key and not self._contradicts(other)

    def _contradicts(self, other: Person) -> bool:
        if None in (self.birth_year, other.birth_year):
            return False
        return self.birth_year != other.birth_year


def person(*, name: str, year: str = "", phone: str = "", post: str = "", body: str = "") -> Person:
    """The person that a form's fields name. Raises ``InvalidInput`` beside the field."""
    given = {"name": name, "year": year, "phone": phone, "post": post, "body": body}
    found, problems = read(given)
    for column, message in problems.items():
        raise InvalidInput(message, field=column)
    assert found is not None
    return found


def read(cells: dict[str, Any]) -> tuple[Person | None, dict[str, str]]:
    """(person, {}) or (None, {column: what is wrong}) from the cells of a row or a form."""
    problems: dict[str, str] = {}
    texts = {column: clean_line(as_text(cells.get(column))) for column in LABELS}
    for column, text in texts.items():
        if text and looks_like_identity(cells.get(column)):
            problems[column] = IDENTITY
    if name_problem := _name_problem(texts["name"]):
        problems.setdefault("name", name_problem)
    year = as_birth_year(cells.get("year"))
    if texts["year"] and year is None:
        problems.setdefault(
            "year", f"Chưa đọc được năm sinh “{texts['year'][:40]}”. Ví dụ: 1990, hoặc để trống."
        )
    phone = as_phone(cells.get("phone"))
    if texts["phone"] and phone is None:
        problems.setdefault(
            "phone",
            f"Số điện thoại “{texts['phone'][:40]}” chưa đúng. Ví dụ: 0905 123 456, hoặc để trống.",
        )
    for column, longest in (("post", 120), ("body", 160)):
        if len(texts[column]) > longest:
            problems.setdefault(column, f"{LABELS[column]}: dài nhất {longest} ký tự.")
    if problems:
        return None, problems
    name = texts["name"]
    # A list typed in capitals; "NGUYỄN VĂN AN" is the same person as "Nguyễn Văn An".
    shown = name.title() if name.isupper() else name
    return Person(shown, year, phone or "", texts["post"], texts["body"]), {}


def _name_problem(name: str) -> str:
    if not name:
        return "Cần ghi họ và tên."
    if len(name) > 120:
        return "Họ và tên dài nhất 120 ký tự."
    if not _LETTER.search(name) or re.search(r"\d", name):
        return f"“{name[:60]}” không giống họ tên một người."
    if len(name.split()) > 8 or ":" in name or _FOOT.match(fold(name)):
        return f"“{name[:60]}” không giống họ tên một người."
    if len(name.split()) < 2:
        return "Cần ghi đủ họ và tên."
    return ""


@dataclass(frozen=True)
class Entry:
    """One row of an uploaded list: what it says, and who that is or why not."""

    number: int
    texts: dict[str, str]  # as it stood there
    person: Person | None
    problems: dict[str, str] = field(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        """JSON-able; ``unpacked`` reads it again."""
        one = self.person
        return {
            "number": self.number,
            "texts": self.texts,
            "problems": self.problems,
            "person": None
            if one is None
            else [one.full_name, one.birth_year, one.phone, one.post, one.body],
        }

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> Entry:
        one = packed["person"]
        return cls(
            number=packed["number"],
            texts=packed["texts"],
            problems=packed["problems"],
            person=None if one is None else Person(*one),
        )


def entries(table: Table) -> list[Entry]:
    """Every row of ``table`` that names somebody, understood or refused."""
    in_two = "given" in table.headers and header_key(table.headers["name"]) in FAMILY
    return [_entry(row, in_two) for row in table.rows]


def _entry(row: Row, in_two: bool) -> Entry:
    cells = {column: cell for column, cell in row.cells.items() if column in LABELS}
    if in_two:
        cells["name"] = f"{row.text('name')} {row.text('given')}"
    found, problems = read(cells)
    texts = {column: clean_line(as_text(cell))[:200] for column, cell in cells.items()}
    if IDENTITY in problems.values():
        # Not even a refused row keeps the number.
        texts = {c: "(đã bỏ số)" if problems.get(c) == IDENTITY else t for c, t in texts.items()}
    return Entry(row.number, texts, found, problems)
