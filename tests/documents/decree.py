"""Reads a Word file as Nghị định 30/2020 would judge it; knows nothing of how it was made.

``faults(data, facts)`` lists what breaks the decree's Phụ lục I; an empty list is a right document.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BLANK = "[ \u2002\u00a0]*"
CODES = "[A-ZĐ]{2,4}|CTr|TTr|QyĐ"  # three codes of Phụ lục III bear a small letter
NUMBER = re.compile(rf"^Số: (0[1-9]|[1-9]\d+|{BLANK})/((?:{CODES})-[A-ZĐ]+|[A-ZĐ]+-[A-ZĐ]+)$")
DAY = re.compile(
    rf"^[^\d,]+, ngày (?:(0[1-9]|[12]\d|3[01]) tháng (01|02|[3-9]|1[0-2])|{BLANK} tháng {BLANK})"
    r" năm \d{4}$"
)
# Adobe's published widths of Times-Bold, in thousandths.
WIDTHS = dict(zip(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-()/:;Đđ",
    (722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556,
     667, 722, 722, 1000, 722, 722, 667, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278,
     833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, *[500] * 10, 250, 250,
     250, 333, 333, 333, 278, 333, 333, 722, 556), strict=True,
))  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What kind of document it ought to be."""

    type_name: str = ""  # "" for an official letter
    numbered: bool = True
    dated: bool = True
    landscape: bool = False
    appendix: bool = False
    minutes: bool = False
    authority: tuple[str, ...] = ()
    signer: str = ""
    copies: int = 1
    filled_in_by: str = ""  # a form: who signs it


@dataclass
class Run:
    text: str
    size: float
    bold: bool
    italic: bool
    font: str
    color: str


@dataclass
class Paragraph:
    text: str
    runs: list[Run]
    align: str
    indents: dict[str, int]
    before: float
    after: float
    line: float
    bordered: bool
    room: int  # twips between the edges that hold it
    element: Any

    @property
    def said(self) -> list[Run]:
        return [run for run in self.runs if run.text.strip()]

    def sized(self, low: float, high: float) -> bool:
        return all(low <= run.size <= high for run in self.said)

    def is_(self, *, bold: bool, italic: bool = False) -> bool:
        return all((run.bold, run.italic) == (bold, italic) for run in self.said)

    @property
    def length(self) -> int:
        return self.room - self.indents.get("left", 0) - self.indents.get("right", 0)


@dataclass
class File:
    data: bytes
    parts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    self.parts[name] = etree.fromstring(archive.read(name))

    @property
    def body(self) -> Any:
        return self.parts["word/document.xml"].find(f"{W}body")

    @cached_property
    def styles(self) -> dict[str, Any]:
        return {s.get(f"{W}styleId"): s for s in self.parts["word/styles.xml"].iter(f"{W}style")}

    @cached_property
    def defaults(self) -> list[Any]:
        return [self.parts["word/styles.xml"].find(f"{W}docDefaults")]

    def chain(self, paragraph: Any) -> list[Any]:
        """What a paragraph inherits from, nearest first."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self.styles.get(named.get(f"{W}val") if named is not None else "Normal")
        found = []
        while style is not None:
            found.append(style)
            base = style.find(f"{W}basedOn")
            style = self.styles.get(base.get(f"{W}val")) if base is not None else None
        return found

    def inherited(self, paragraph: Any, run: Any | None, path: str, name: str) -> str | None:
        """The attribute ``name`` of ``path`` (below rPr or pPr), from the nearest that has it."""
        kind = "rPr" if run is not None else "pPr"
        own = [run.find(f"{W}rPr")] if run is not None else [paragraph.find(f"{W}pPr")]
        tops = [*own, *(style.find(f"{W}{kind}") for style in self.chain(paragraph))]
        tops += [d.find(f"{W}{kind}Default/{W}{kind}") for d in self.defaults]
        for top in tops:
            here = (
                top.find("/".join(f"{W}{step}" for step in path.split("/")))
                if top is not None
                else None
            )
            if here is not None and here.get(f"{W}{name}") is not None:
                return here.get(f"{W}{name}")
        return None

    def flag(self, paragraph: Any, run: Any, path: str) -> bool:
        for top in [run.find(f"{W}rPr"), *(s.find(f"{W}rPr") for s in self.chain(paragraph))]:
            here = top.find(f"{W}{path}") if top is not None else None
            if here is not None:
                return here.get(f"{W}val") not in ("0", "false")
        return False

    def read(self, element: Any, room: int) -> Paragraph:
        def inherit(path: str, name: str, default: str) -> str:
            return self.inherited(element, None, path, name) or default

        runs = [self._run(element, run) for run in element.iter(f"{W}r")]
        line = float(inherit("spacing", "line", "240"))
        rule = inherit("spacing", "lineRule", "auto")
        return Paragraph(
            text="".join(run.text for run in runs),
            runs=runs,
            align=inherit("jc", "val", "left"),
            indents={
                name: int(inherit("ind", name, "0")) for name in ("left", "right", "firstLine")
            },
            before=int(inherit("spacing", "before", "0")) / 20,
            after=int(inherit("spacing", "after", "0")) / 20,
            line=line / 240 if rule == "auto" else -1,
            bordered=self.inherited(element, None, "pBdr/top", "val") == "single",
            room=room,
            element=element,
        )

    def _run(self, paragraph: Any, run: Any) -> Run:
        text = "".join("\n" if n.tag == f"{W}br" else n.text or "" for n in run
                       if n.tag in (f"{W}t", f"{W}br"))  # fmt: skip
        return Run(
            text=text,
            size=int(self.inherited(paragraph, run, "sz", "val") or 20) / 2,
            bold=self.flag(paragraph, run, "b"),
            italic=self.flag(paragraph, run, "i"),
            font=self.inherited(paragraph, run, "rFonts", "ascii") or "",
            color=self.inherited(paragraph, run, "color", "val") or "auto",
        )

    def sections(self) -> list[tuple[Any, list[Any]]]:
        """(sectPr, the blocks it rules), in order."""
        found, blocks = [], []
        for block in self.body:
            own = block if block.tag == f"{W}sectPr" else block.find(f"{W}pPr/{W}sectPr")
            if own is None or block.tag != f"{W}sectPr":
                blocks.append(block)
            if own is not None:
                found.append((own, blocks))
                blocks = []
        return found

    def paragraphs(self, block: Any, room: int) -> list[Paragraph]:
        if block.tag == f"{W}p":
            return [self.read(block, room)]
        found = []
        for cell in block.iter(f"{W}tc"):
            width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
            found += [self.read(p, width) for p in cell.findall(f"{W}p")]
        return found


def text_room(section: Any) -> int:
    size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    return int(size.get(f"{W}w")) - sum(int(margin.get(f"{W}{s}")) for s in ("left", "right"))


def faults(data: bytes, facts: Facts) -> list[str]:
    """Every way in which the Word file ``data`` is not as the decree wants it."""
    return list(_faults(File(data), facts))


def _faults(file: File, facts: Facts) -> Iterator[str]:
    from tests.documents import decree_parts as parts

    sections = file.sections()
    yield from parts.pages(file, sections, facts)
    yield from parts.fonts(file, sections)
    expected = facts.copies + facts.appendix
    if len(sections) != expected:
        yield f"{len(sections)} phần thay vì {expected}"
        return
    for section, blocks in sections[: facts.copies]:
        yield from parts.document(file, blocks, text_room(section), facts)
    if facts.appendix:
        section, blocks = sections[-1]
        yield from parts.appendix(file, blocks, text_room(section))
    for section, blocks in sections:
        yield from parts.tables(file, blocks, text_room(section))


def width_of(paragraph: Paragraph) -> float:
    """About how wide the bold line is, in twips, no wider than its room."""
    bare = [c for c in unicodedata.normalize("NFD", paragraph.text) if not unicodedata.combining(c)]
    size = paragraph.said[0].size if paragraph.said else 0
    return min(sum(WIDTHS.get(c, 500) for c in bare) * size / 50, paragraph.room)
