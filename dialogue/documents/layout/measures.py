"""Every size, margin and style of the decree, by the name that Word shows for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FONT = "Times New Roman"

# Millimetres (Phụ lục I, Phần I, Mục I.1 and I.3).
PAGE = (210, 297)
TOP = BOTTOM = 20
LEFT = 30
RIGHT = 15
HEADER = 10  # the page number stands in the top margin
FIRST_LINE = 12.7  # II.6.e

SHORT_RULE_PART = 0.4  # II.2.b, II.5.b: a third to a half of the text
LEFT_COLUMN_PART = 0.42  # issuing body against Quốc hiệu, as in the decree's forms

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True)
class Style:
    """Size and spacing in points, indents in millimetres; ``line`` in lines."""

    size: float
    bold: bool = False
    italic: bool = False
    align: Align = "center"
    before: float = 0
    after: float = 0
    line: float = 1
    first_line: float = 0
    left: float = 0
    keep: bool = False  # with the next paragraph
    dotted: float = 0  # where a tab's dots end, for writing by hand


STYLES = {
    # Mục II.1 to II.4
    "Quốc hiệu": Style(12, bold=True),
    "Tiêu ngữ": Style(13, bold=True),
    "Cơ quan cấp trên": Style(12),
    "Cơ quan ban hành": Style(12, bold=True),
    "Số, ký hiệu": Style(13, before=6),
    "Địa danh, thời gian": Style(13, italic=True, before=6),
    # II.5
    "Tên loại": Style(14, bold=True, before=18, keep=True),
    "Trích yếu": Style(14, bold=True, keep=True),
    "Trích yếu công văn": Style(12, before=6),
    # II.6
    "Căn cứ": Style(14, italic=True, align="both", after=6, line=1.1, first_line=FIRST_LINE),
    "Lời văn": Style(14, align="both", after=6, line=1.1, first_line=FIRST_LINE),
    "Dòng để ghi": Style(
        14, align="both", after=6, line=1.1, first_line=FIRST_LINE, dotted=PAGE[0] - LEFT - RIGHT
    ),
    # The last words stay with the signature: it never stands alone on a page.
    "Lời kết": Style(14, align="both", after=12, line=1.1, first_line=FIRST_LINE, keep=True),
    "Dưới bảng": Style(
        14, align="both", before=6, after=12, line=1.1, first_line=FIRST_LINE, keep=True
    ),
    "Phần mục": Style(
        14, bold=True, align="both", after=6, line=1.1, first_line=FIRST_LINE, keep=True
    ),
    # II.7
    "Quyền hạn, chức vụ": Style(14, bold=True, keep=True),
    "Họ tên người ký": Style(14, bold=True, before=78),
    # II.9
    "Kính gửi": Style(14, before=18, after=6),
    "Kính gửi nhiều nơi": Style(14, align="left", before=18, left=32),
    "Nơi được gửi": Style(14, align="left", left=53, after=4),
    "Nơi nhận": Style(12, bold=True, italic=True, align="left"),
    "Nơi nhận dưới phần ký": Style(12, bold=True, italic=True, align="left", before=12),
    "Danh sách nơi nhận": Style(11, align="left"),
    # III.1
    "Phụ lục": Style(14, bold=True, keep=True),
    "Tên phụ lục": Style(14, bold=True, keep=True),
    "Kèm theo văn bản": Style(14, italic=True, keep=True),
    # Tables within the text keep to the size of the text (II.6.e).
    "Đầu cột": Style(13, bold=True, before=2, after=2),
    "Nhóm trong bảng": Style(13, bold=True, align="left", before=2, after=2, keep=True),
    "Chữ trong bảng": Style(13, align="left", before=2, after=2),
    "Số trong bảng": Style(13, before=2, after=2),
    "Chỗ ký trong bảng": Style(13, before=2, after=14),
    # I.7
    "Số trang": Style(14),
    "Hết một bản": Style(1),
}

FULL_RULE = "Đường kẻ bằng dòng chữ"
SHORT_RULE = "Đường kẻ ngắn"
RULES = (FULL_RULE, SHORT_RULE)
