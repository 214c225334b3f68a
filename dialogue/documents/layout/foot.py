"""The end of a document: Nơi nhận on the left, the signature on the right."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement

from dialogue.documents.layout.paper import Paper


def signature(paper: Paper) -> None:
    """Boxes 7a, 7b and 9b; the block is never torn over two pages."""
    table = paper.columns([0.46, 0.54])
    _keep_whole(table)
    with paper.cell(table.rows[0].cells[0]):
        _recipients(paper)
    with paper.cell(table.rows[0].cells[1]):
        paper.lines("authority", "Quyền hạn, chức vụ")
        paper.line("{{ signer }}", "Họ tên người ký")


def minutes_signatures(paper: Paper) -> None:
    """Mẫu 1.9: the secretary on the left, who presided on the right, Nơi nhận beneath."""
    table = paper.columns([0.5, 0.5])
    _keep_whole(table)
    for cell, post, field in zip(
        table.rows[0].cells, ("THƯ KÝ", "CHỦ TỌA"), ("secretary", "signer"), strict=True
    ):
        with paper.cell(cell):
            paper.line(post, "Quyền hạn, chức vụ")
            paper.line("{{ " + field + " }}", "Họ tên người ký")
    _recipients(paper, "Nơi nhận dưới phần ký")


def form_signature(paper: Paper, post: str) -> None:
    """Who filled in a form signs on the right; a form goes to no list of recipients."""
    table = paper.columns([0.46, 0.54])
    _keep_whole(table)
    with paper.cell(table.rows[0].cells[0]):
        paper.line("", "Danh sách nơi nhận")
    with paper.cell(table.rows[0].cells[1]):
        paper.line(post, "Quyền hạn, chức vụ")
        paper.line("(Ký, ghi rõ họ tên)", "Kèm theo văn bản")


def _recipients(paper: Paper, label: str = "Nơi nhận") -> None:
    paper.line("Nơi nhận:", label)
    paper.lines("recipients", "Danh sách nơi nhận")


def _keep_whole(table: Any) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
