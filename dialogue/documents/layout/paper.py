"""A sheet on which a template is written: styles, sections, paragraphs, tables, loops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dialogue.documents.layout import measures
from dialogue.documents.layout.measures import FONT, RULES, STYLES, Style

# A short rule keeps off the letters that reach below the line.
_RULE_GAP = {measures.FULL_RULE: 1, measures.SHORT_RULE: 3}
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width, the field it shows."""

    heading: str
    share: float
    field: str
    style: str = "Chữ trong bảng"


class Paper:
    """A4 by the decree's measures. Text may hold fields: ``{{ subject }}``."""

    def __init__(self, *, landscape: bool = False) -> None:
        self.document = docx.Document()
        self._place: Any = self.document  # where the next paragraph goes: body or a cell
        _prepare_styles(self.document)
        section = self.document.sections[0]
        _measure(section, landscape=landscape)
        _number_pages(section)
        _forget_origin(self.document)

    @property
    def width(self) -> int:
        """The width of the text, in EMU."""
        section: Any = self.document.sections[-1]
        return int(section.page_width - section.left_margin - section.right_margin)

    def line(self, text: str, style: str) -> Any:
        """One paragraph in a style of ``measures.STYLES``."""
        return self._place.add_paragraph(text, style=style)

    def lead(self, lead: str, text: str, style: str = "Lời văn") -> None:
        """A paragraph whose first words are bold."""
        paragraph = self._place.add_paragraph(style=style)
        paragraph.add_run(lead).bold = True
        paragraph.add_run(text)

    def rule(self, style: str) -> None:
        """A rule beneath the line above; ``finish`` gives it its length."""
        self.line("", style)

    @contextmanager
    def each(self, loop: str) -> Iterator[None]:
        """What is written inside stands once for each: ``each("line in opening")``."""
        self._tag(f"for {loop}")
        yield
        self._tag("endfor")

    @contextmanager
    def when(self, condition: str) -> Iterator[None]:
        """What is written inside stands only when ``condition`` holds."""
        self._tag(f"if {condition}")
        yield
        self._tag("endif")

    def lines(self, field: str, style: str = "Lời văn") -> None:
        """A paragraph for each line of the list ``field``."""
        with self.each(f"line in {field}"):
            self.line("{{ line }}", style)

    def _tag(self, tag: str) -> None:
        self._place.add_paragraph("{%p " + tag + " %}")

    @contextmanager
    def cell(self, cell: Any) -> Iterator[None]:
        """What is written inside goes into ``cell``."""
        outside, self._place = self._place, cell
        empty = cell.paragraphs[0]._p
        yield
        cell._tc.remove(empty)
        self._place = outside

    def columns(self, shares: Sequence[float], rows: int = 1) -> Any:
        """A table without borders, for what stands side by side."""
        return self._grid(rows, shares)

    def table(self, columns: Sequence[Column], rows: str, *, group: str = "") -> None:
        """A table with a row for each of ``rows`` ("row in matters"); the headings stand on
        every page. With ``group`` ("group in fields") the rows are each group's own, beneath
        its ``{{ group.name }}``.
        """
        table = self._grid(1, [column.share for column in columns])
        table.style = "Table Grid"
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            with self.cell(cell):
                self.line(column.heading, "Đầu cột")
        _set_flag(table.rows[0]._tr, "w:tblHeader")
        if group:
            self._row(table, "{%tr for " + group + " %}")
            merged = table.add_row().cells
            with self.cell(merged[0].merge(merged[-1])):
                self.line("{{ group.name }}", "Nhóm trong bảng")
        self._row(table, "{%tr for " + rows + " %}")
        cells = table.add_row().cells
        for cell, column in zip(cells, columns, strict=True):
            with self.cell(cell):
                self.line("{{ row." + column.field + " }}", column.style)
        self._row(table, "{%tr endfor %}")
        if group:
            self._row(table, "{%tr endfor %}")
        _fix_widths(table, self.width, [column.share for column in columns])

    def _row(self, table: Any, tag: str) -> None:
        table.add_row().cells[0].paragraphs[0].add_run(tag)

    def _grid(self, rows: int, shares: Sequence[float]) -> Any:
        table = self.document.add_table(rows, len(shares))
        _fix_widths(table, self.width, shares)
        return table

    def appendix(self, title: str, source: str, *, landscape: bool = False) -> None:
        """A new section with its own page numbers: Phụ lục, its title, whose appendix it is."""
        section = self.document.add_section()
        _measure(section, landscape=landscape)
        _restart_numbers(section)
        self.line("Phụ lục", "Phụ lục")
        self.line(title, "Tên phụ lục")
        self.line(source, "Kèm theo văn bản")
        self.rule(measures.SHORT_RULE)

    def next_copy(self) -> None:
        """End this copy: the next one begins a section whose first page has no number."""
        here = self.document.sections[-1]
        _restart_numbers(here)
        paragraph = self.line("", "Hết một bản")
        properties = paragraph._p.get_or_add_pPr()
        properties.append(deepcopy(here._sectPr))


def _prepare_styles(document: Any) -> None:
    normal = document.styles["Normal"]
    _write_font(normal, Style(14))
    for name, style in STYLES.items():
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = normal
        made.quick_style = True
        _write_font(made, style)
        _write_spacing(made.paragraph_format, style)
    for name in RULES:
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = normal
        made.font.size = Pt(2)
        _write_spacing(made.paragraph_format, Style(2, before=_RULE_GAP[name], after=6))
        _border_above(made.element.get_or_add_pPr())


def _write_font(made: Any, style: Style) -> None:
    made.font.name = FONT
    fonts = made.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    made.font.size = Pt(style.size)
    made.font.bold, made.font.italic = style.bold, style.italic
    made.font.color.rgb = RGBColor(0, 0, 0)


def _write_spacing(written: Any, style: Style) -> None:
    written.alignment = _ALIGN[style.align]
    written.space_before, written.space_after = Pt(style.before), Pt(style.after)
    written.line_spacing = float(style.line)
    written.first_line_indent = Mm(style.first_line)
    written.left_indent = Mm(style.left)
    written.keep_with_next = style.keep
    if style.dotted:
        written.tab_stops.add_tab_stop(Mm(style.dotted), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    written.widow_control = True


def _border_above(properties: Any) -> None:
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def _measure(section: Any, *, landscape: bool) -> None:
    short, long = (Mm(side) for side in measures.PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.top_margin, section.bottom_margin = Mm(measures.TOP), Mm(measures.BOTTOM)
    section.left_margin, section.right_margin = Mm(measures.LEFT), Mm(measures.RIGHT)
    section.header_distance = section.footer_distance = Mm(measures.HEADER)


def _number_pages(section: Any) -> None:
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = "Số trang"
    for kind, text in (("begin", None), (None, " PAGE "), ("separate", None), ("end", None)):
        run = paragraph.add_run()._r
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)


def _restart_numbers(section: Any) -> None:
    section.different_first_page_header_footer = True
    numbers = section._sectPr.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        section._sectPr.find(qn("w:pgMar")).addnext(numbers)
    numbers.set(qn("w:start"), "1")


def _set_flag(row: Any, flag: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(flag))


def _fix_widths(table: Any, width: int, shares: Sequence[float]) -> None:
    # Word reads the cells' widths, LibreOffice the columns': both must say the same.
    table.autofit = False
    widths = [round(width * share / sum(shares)) for share in shares]
    for column, one in zip(table.columns, widths, strict=True):
        column.width = one
    for row in table.rows:
        cells = row.cells
        for i, one in enumerate(widths):
            merged = cells[i]._tc.grid_span > 1
            cells[i].width = width if merged else one
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    bordered = table.style is not None and table.style.name == "Table Grid"
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "70" if bordered else "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    for old in properties.findall(qn("w:tblCellMar")):
        properties.remove(old)
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def _forget_origin(document: Any) -> None:
    about = document.core_properties
    about.author = about.last_modified_by = about.comments = about.title = ""
    about.language = "vi-VN"
