"""From a workbook's rows to opinions: what each says, or why it is not taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from dialogue.accounts.models import Unit
from dialogue.core.text import clean, clean_line, fold
from dialogue.opinions.models import Field
from dialogue.sheets.reader import Column, Row, Table
from dialogue.sheets.values import as_phone, as_text, looks_like_identity

COLUMNS = (
    Column(
        "words",
        (
            "Nội dung", "Nội dung ý kiến", "Nội dung kiến nghị", "Nội dung phản ánh", "Ý kiến",
            "Kiến nghị", "Phản ánh", "Đề xuất",
        ),
        required=True,
    ),
    Column(
        "name",
        (
            "Người kiến nghị", "Họ và tên", "Họ tên", "Người nêu", "Người phản ánh",
            "Người có ý kiến", "Tên cử tri", "Tên người dân", "Công dân", "Cử tri",
        ),
    ),
    Column("phone", ("Số điện thoại", "Điện thoại", "SĐT", "SDT", "ĐT", "Di động", "Zalo")),
    Column("address", ("Địa chỉ", "Nơi ở", "Tổ dân phố", "Tổ", "TDP", "Chỗ ở")),
    Column("field", ("Lĩnh vực", "Nhóm vấn đề", "Chủ đề", "Nhóm")),
    Column("place", ("Địa điểm", "Vị trí", "Nơi xảy ra", "Khu vực", "Tuyến đường", "Ở đâu")),
    Column("people", ("Số người", "Số người cùng nêu", "Số hộ", "Số lượt")),
    Column("note", ("Ghi chú",)),
)  # fmt: skip
LABELS = {
    "words": "Nội dung",
    "name": "Người kiến nghị",
    "phone": "Số điện thoại",
    "address": "Địa chỉ, tổ",
    "field": "Lĩnh vực",
    "place": "Địa điểm",
    "people": "Số người",
    "note": "Ghi chú",
}
MAX_WORDS = 5000
MAX_LINE = 200
MAX_PEOPLE = 10000
NO_WORDS = "Không có nội dung ý kiến ở dòng này."
IDENTITY = (
    "Có số giống số CCCD ở cột {}. Không ghi số CCCD khi gửi ý kiến: xin xóa số đó rồi gửi lại."
)
_DIGITS = re.compile(r"\d[\d .]{9,}\d")
_WHOLE = re.compile(r"\d+")
_GROUP = re.compile(r"(?<!o )\b(?:tdp|to dan pho|khu pho|to)\s*(?:so\s*)?0*(\d{1,3})\b")
_FOOT = re.compile(
    r"(tong cong|tong so|cong:|nguoi lap|lap bang|lap bieu|xac nhan|noi nhan|tm\b|t/m|thu truong"
    r"|to truong$|chu tich$|bi thu$|\(ky|ky ten|ngay \d)"
)
_NOTHING = re.compile(r"(khong co|khong)( y kien| kien nghi| gi)?( gi)?( them)?\W*$")


@dataclass(frozen=True)
class Entry:
    """One row: its number, its cells as they stood there, what was understood or why not.

    ``refused`` says why it cannot be taken; ``doubts`` why it is not taken unless somebody
    marks it; ``notes`` what was read otherwise than it stands there.
    """

    number: int
    texts: dict[str, str]
    words: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    area_id: int | None = None
    field_id: int | None = None
    place: str = ""
    people: int = 1
    refused: str = ""
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def packed(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> Entry:
        lists = {name: tuple(packed[name]) for name in ("doubts", "notes")}
        return cls(**{**packed, **lists})

    @property
    def key(self) -> str:
        """What makes two rows the same opinion: the words, exactly but for marks and case."""
        return fold(self.words)


@dataclass
class Reader:
    """Reads rows by the ward's own fields and groups; ``unit`` is whose list it is."""

    unit: Unit
    groups: Sequence[Unit]
    fields: Sequence[Field]
    _by_number: dict[str, int] = field(init=False)
    _by_field: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._by_number = {}
        for group in self.groups:
            match = _GROUP.search(fold(group.name))
            if match:
                self._by_number[match[1]] = group.id
        self._by_field = {fold(one.name): one.id for one in self.fields}

    def entries(self, table: Table) -> list[Entry]:
        """Every row of ``table`` in its order, those without words among them."""
        read = [self._entry(row) for row in table.rows]
        empty = [
            Entry(one.number, {"words": _masked(one.text)}, refused=NO_WORDS)
            for one in table.skipped
        ]
        return sorted([*read, *empty], key=lambda one: one.number)

    def _entry(self, row: Row) -> Entry:
        cells = {name: row.cells.get(name) for name in LABELS}
        texts = {n: clean(as_text(c)) for n, c in cells.items() if clean(as_text(c))}
        shown = {n: _masked(text)[:MAX_WORDS] for n, text in texts.items()}
        for name, cell in cells.items():
            if looks_like_identity(cell):
                return Entry(row.number, shown, refused=IDENTITY.format(f"“{LABELS[name]}”"))
        words = texts.get("words", "")
        if not any(c.isalpha() for c in words):
            return Entry(row.number, shown, refused=NO_WORDS)
        if "note" in texts:
            words = f"{words}\nGhi chú: {texts['note']}"
        lines = {n: clean_line(texts.get(n, "")) for n in ("name", "address", "place")}
        refused = _too_long(words, lines)
        people = self._people(texts.get("people", ""))
        if not refused and people is None:
            refused = f"Chưa đọc được số người “{texts['people'][:40]}”. Ví dụ: 12."
        if refused:
            return Entry(row.number, shown, refused=refused)
        notes: list[str] = []
        phone = as_phone(cells["phone"]) or ""
        if "phone" in texts and not phone:
            notes.append(f"Số điện thoại “{clean_line(texts['phone'])[:40]}” chưa đúng: để trống.")
        field_id = self._by_field.get(fold(texts.get("field", "")))
        if "field" in texts and field_id is None:
            notes.append(f"Chưa có lĩnh vực “{clean_line(texts['field'])[:60]}”: để Chưa rõ.")
        return Entry(
            row.number,
            shown,
            words=words,
            name=lines["name"],
            phone=phone,
            address=lines["address"],
            area_id=self._area(lines["place"], lines["address"]),
            field_id=field_id,
            place=lines["place"],
            people=people or 1,
            doubts=_doubts(texts["words"]),
            notes=tuple(notes),
        )

    def _people(self, text: str) -> int | None:
        """The one whole number in the cell; 1 when it is empty, None when it cannot be told."""
        if not text:
            return 1
        found = _WHOLE.findall(text)
        if len(found) != 1 or not 1 <= int(found[0]) <= MAX_PEOPLE:
            return None
        return int(found[0])

    def _area(self, *texts: str) -> int | None:
        """The tổ that the place or the address names, else the sending tổ itself."""
        for text in texts:
            match = _GROUP.search(fold(text)) or re.fullmatch(r"0*(\d{1,3})", fold(text))
            if match and match[1] in self._by_number:
                return self._by_number[match[1]]
        return self.unit.id if self.unit.kind == "residential_group" else None


def _too_long(words: str, lines: dict[str, str]) -> str:
    if len(words) > MAX_WORDS:
        return f"Nội dung dài {len(words)} ký tự, nhiều nhất {MAX_WORDS}. Xin tách thành vài dòng."
    for name, text in lines.items():
        if len(text) > MAX_LINE:
            return f"{LABELS[name]} dài quá {MAX_LINE} ký tự."
    return ""


def _doubts(words: str) -> tuple[str, ...]:
    folded = fold(words)
    if len(folded) < 60 and _FOOT.match(folded):
        return ("Có vẻ là dòng cuối bảng, không phải ý kiến.",)
    if _NOTHING.match(folded):
        return ("Dòng này ghi là không có ý kiến.",)
    return ()


def _masked(text: str) -> str:
    """``text`` without the middle of long numbers: a CCCD is not kept, not even in a preview."""
    return _DIGITS.sub(lambda m: m[0][:2] + "…" + m[0][-2:], text)
