"""What can only be measured once the words are there: the length of each rule."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from dialogue.documents.layout.measures import FULL_RULE, RULES, SHORT_RULE_PART
from dialogue.documents.layout.metrics import bold_width

_TWIPS = 20  # in a point


def finish(document: Any) -> None:
    """Give every rule of ``document`` its length by the line above it (II.1.b, II.2.b, II.5.b).

    A rule is known by its style, so one that the ward moved in its own template is right too.
    """
    names = {style.style_id: style.name for style in document.styles if style.name in RULES}
    sizes = _sizes(document)
    room = 0
    for block in reversed(list(document.element.body)):
        section = block if block.tag == qn("w:sectPr") else block.find(f".//{qn('w:sectPr')}")
        if section is not None:
            room = _text_width(section)
        for paragraph in block.iter(qn("w:p")):
            style = _style_of(paragraph)
            if style in names:
                _measure(paragraph, names[style], sizes, room)


def _measure(rule: Any, name: str, sizes: dict[str, float], room: int) -> None:
    above = rule.getprevious()
    while above is not None and above.tag != qn("w:p"):
        above = above.getprevious()
    if above is None:
        return
    cell = rule.getparent()
    if cell.tag == qn("w:tc"):
        room = int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w")))
    text = "".join(node.text or "" for node in above.iter(qn("w:t")))
    width = min(bold_width(text, sizes.get(_style_of(above), 14.0)) * _TWIPS, room)
    length = width if name == FULL_RULE else width * SHORT_RULE_PART
    beside = round((room - length) / 2)
    indent = rule.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:left"), str(beside))
    indent.set(qn("w:right"), str(beside))


def _style_of(paragraph: Any) -> str:
    properties = paragraph.pPr
    style = None if properties is None else properties.pStyle
    return "" if style is None else str(style.val)


def _sizes(document: Any) -> dict[str, float]:
    return {
        style.style_id: style.font.size.pt
        for style in document.styles
        if getattr(style, "font", None) is not None and style.font.size is not None
    }


def _text_width(section: Any) -> int:
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    left, right = (int(margins.get(qn(f"w:{side}"))) for side in ("left", "right"))
    return int(size.get(qn("w:w"))) - left - right
