"""The top of a document: who issues it, its number, its day, what it is about."""

from __future__ import annotations

from dialogue.documents.layout.measures import FULL_RULE, LEFT_COLUMN_PART, SHORT_RULE
from dialogue.documents.layout.paper import Paper

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def letterhead(
    paper: Paper, *, numbered: bool = True, dated: bool = True, letter: bool = False
) -> None:
    """Boxes 1 to 4 of the decree's plan, and 5b for an official letter (công văn).

    The number and the day stand in one row, so on one line however long the names above.
    """
    table = paper.columns([LEFT_COLUMN_PART, 1 - LEFT_COLUMN_PART], rows=2)
    names, numbers = table.rows
    with paper.cell(names.cells[0]):
        with paper.when("parent_body"):
            paper.line("{{ parent_body }}", "Cơ quan cấp trên")
        with paper.each("name in body_names"):
            paper.line("{{ name }}", "Cơ quan ban hành")
        paper.rule(SHORT_RULE)
    with paper.cell(names.cells[1]):
        paper.line(COUNTRY, "Quốc hiệu")
        paper.line(MOTTO, "Tiêu ngữ")
        paper.rule(FULL_RULE)
    with paper.cell(numbers.cells[0]):
        paper.line("{{ number }}" if numbered else "", "Số, ký hiệu")
        if letter:
            paper.line("V/v {{ subject }}", "Trích yếu công văn")
    with paper.cell(numbers.cells[1]):
        paper.line("{{ place_and_date }}" if dated else "", "Địa danh, thời gian")


def type_and_subject(paper: Paper, type_name: str) -> None:
    """Box 5a: the type in capitals, the subject beneath, a short rule."""
    paper.line(type_name, "Tên loại")
    paper.line("{{ subject }}", "Trích yếu")
    paper.rule(SHORT_RULE)


def addressees(paper: Paper) -> None:
    """Box 9a: one addressee on the line, several beneath each other."""
    with paper.when("addressee"):
        paper.line("Kính gửi: {{ addressee }}", "Kính gửi")
    with paper.when("addressees"):
        paper.line("Kính gửi:", "Kính gửi nhiều nơi")
        paper.lines("addressees", "Nơi được gửi")


def grounds(paper: Paper) -> None:
    """The grounds (căn cứ), one a line."""
    paper.lines("grounds", "Căn cứ")
