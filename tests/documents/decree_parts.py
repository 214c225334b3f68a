"""Each element of a document (Phụ lục I, Phần I) against its rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tests.documents.decree import (
    COUNTRY,
    DAY,
    MOTTO,
    NUMBER,
    Facts,
    File,
    Paragraph,
    R,
    W,
    text_room,
    width_of,
)

TITLES = re.compile(r"^(Ông|Bà|TS|ThS|PGS|GS|BS|KS|CN|ĐC|Đồng chí)[ .]", re.IGNORECASE)
LEAD = re.compile(r"^(?:[IVX]+|\d+)\.(?: |$)")


def _mm(twips: str | None) -> float:
    return int(twips or 0) * 25.4 / 1440


def pages(file: File, sections: Sequence[Any], facts: Facts) -> Iterator[str]:
    """Paper, margins, page numbers (I.1 to I.3, I.7)."""
    for place, (section, _blocks) in enumerate(sections):
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        sides = _mm(size.get(f"{W}w")), _mm(size.get(f"{W}h"))
        landscape = facts.landscape and place < facts.copies
        wanted = (297, 210) if landscape else (210, 297)
        if any(abs(a - b) > 0.5 for a, b in zip(sides, wanted, strict=True)):
            yield f"khổ giấy {sides}"
        for side, low, high in (
            ("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20),
        ):  # fmt: skip
            if not low - 0.1 <= _mm(margin.get(f"{W}{side}")) <= high + 0.1:
                yield f"lề {side} {_mm(margin.get(f'{W}{side}')):.1f} mm"
        if section.find(f"{W}titlePg") is None:
            yield "số trang hiện ở trang đầu"
        numbers = section.find(f"{W}pgNumType")
        if place and (numbers is None or numbers.get(f"{W}start") != "1"):
            yield "số trang của phụ lục không đánh riêng"
        if not 0 < _mm(margin.get(f"{W}header")) < _mm(margin.get(f"{W}top")):
            yield "số trang không nằm trong lề trên"
    yield from _page_number(file, sections)


def _page_number(file: File, sections: Sequence[Any]) -> Iterator[str]:
    targets = {
        one.get("Id"): f"word/{one.get('Target')}"
        for one in file.parts["word/_rels/document.xml.rels"]
    }
    named = {
        ref.get(f"{W}type"): targets[ref.get(f"{R}id")]
        for ref in sections[0][0].findall(f"{W}headerReference")
    }
    header = file.parts.get(named.get("default", ""))
    shown = [
        file.read(p, 1) for p in (header if header is not None else ()) if p.tag == f"{W}p"
    ]  # fmt: skip
    fields = "".join(n.text or "" for p in shown for n in p.element.iter(f"{W}instrText"))
    if "PAGE" not in fields:
        yield "không có số trang"
    for p in shown:
        if p.align != "center" or not all(13 <= r.size <= 14 and not r.italic for r in p.runs):
            yield "số trang không canh giữa, cỡ 13-14, đứng"
    first = file.parts.get(named.get("first", ""))
    if first is not None and "".join(first.itertext()).strip():
        yield "trang đầu có chữ ở lề trên"


def fonts(file: File, sections: Sequence[Any]) -> Iterator[str]:
    """Times New Roman, black (I.4); no size that the decree does not know."""
    for section, blocks in sections:
        for block in blocks:
            for paragraph in file.paragraphs(block, text_room(section)):
                for run in paragraph.said:
                    if run.font != "Times New Roman":
                        yield f"phông {run.font!r}: {run.text[:30]}"
                    if run.color not in ("auto", "000000"):
                        yield f"màu {run.color}: {run.text[:30]}"
                    if not 11 <= run.size <= 14:
                        yield f"cỡ {run.size}: {run.text[:30]}"


def document(file: File, blocks: Sequence[Any], room: int, facts: Facts) -> Iterator[str]:
    """One document from Quốc hiệu to Nơi nhận."""
    plain = [b for b in blocks if b.tag == f"{W}tbl" and not _bordered(file, b)]
    if len(plain) != 2 or blocks[0] is not plain[0]:
        yield "thiếu phần đầu hoặc phần ký"
        return
    head, foot = plain
    yield from _head(file, head, facts)
    between = list(blocks)[blocks.index(head) + 1 : blocks.index(foot)]
    body = [p for b in between if b.tag == f"{W}p" for p in file.paragraphs(b, room)]
    if facts.type_name:
        yield from _type_and_subject(body, facts)
        body = body[3:]
    else:
        body = yield from _addressees(body)
    yield from _body(body, facts)
    after = list(blocks)[blocks.index(foot) + 1 :]
    yield from _foot(file, foot, [p for b in after for p in file.paragraphs(b, room)], facts)


def _cells(file: File, table: Any) -> list[list[list[Paragraph]]]:
    return [
        [
            [
                file.read(p, int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")))
                for p in cell.findall(f"{W}p")
            ]
            for cell in row.findall(f"{W}tc")
        ]
        for row in table.findall(f"{W}tr")
    ]


def _rule(above: Paragraph, rule: Paragraph, low: float, high: float, what: str) -> Iterator[str]:
    if not rule.bordered or rule.text.strip():
        yield f"không có đường kẻ dưới {what}"
        return
    part = rule.length / max(width_of(above), 1)
    if not low - 0.02 <= part <= high + 0.02:
        yield f"đường kẻ dưới {what} dài {part:.2f} dòng chữ"


def _head(file: File, table: Any, facts: Facts) -> Iterator[str]:
    rows = _cells(file, table)
    if len(rows) != 2 or any(len(row) != 2 for row in rows):
        yield "phần đầu không phải hai ô cạnh nhau"
        return
    left, right = rows[0]
    country, motto, line = right[0], right[1], right[2]
    if country.text != COUNTRY or not country.sized(12, 13) or not country.is_(bold=True):
        yield "Quốc hiệu sai"
    if motto.text != MOTTO or not motto.sized(13, 14) or not motto.is_(bold=True):
        yield "Tiêu ngữ sai"
    yield from _rule(motto, line, 0.9, 1.1, "Tiêu ngữ")
    *names, line = left
    own = [p for p in names if p.is_(bold=True)]
    if not own or names[-len(own) :] != own or len(names) - len(own) > 1:
        yield "tên cơ quan ban hành không đậm ở dưới"
        return
    for paragraph in names:
        if paragraph.text != paragraph.text.upper() or not paragraph.sized(12, 13):
            yield f"tên cơ quan: {paragraph.text}"
        if any(run.italic for run in paragraph.said):
            yield "tên cơ quan nghiêng"
    yield from _rule(own[-1], line, 1 / 3, 1 / 2, "tên cơ quan ban hành")
    for paragraph in (*left, *right, *rows[1][0], *rows[1][1]):
        if paragraph.align != "center":
            yield f"không canh giữa: {paragraph.text}"
    yield from _number_and_day(rows[1], facts)


def _number_and_day(row: list[list[Paragraph]], facts: Facts) -> Iterator[str]:
    number, *about = row[0]
    day = row[1][0]
    if facts.numbered:
        if not NUMBER.match(number.text):
            yield f"số, ký hiệu: {number.text!r}"
        if not number.sized(13, 13) or not number.is_(bold=False):
            yield "số, ký hiệu không phải cỡ 13, đứng"
    elif number.text.strip():
        yield f"có số: {number.text}"
    if facts.dated:
        if not DAY.match(day.text):
            yield f"địa danh, thời gian: {day.text!r}"
        if not day.sized(13, 14) or not day.is_(bold=False, italic=True):
            yield "địa danh, thời gian không phải cỡ 13-14, nghiêng"
    elif day.text.strip():
        yield f"có ngày: {day.text}"
    if facts.type_name:
        if about:
            yield "có trích yếu công văn"
    elif (
        len(about) != 1
        or not about[0].text.startswith("V/v ")
        or not about[0].sized(12, 13)
        or not about[0].is_(bold=False)
        or about[0].before != 6
    ):
        yield "trích yếu công văn sai"


def _type_and_subject(body: list[Paragraph], facts: Facts) -> Iterator[str]:
    kind, subject, line = body[:3]
    if kind.text != facts.type_name or kind.text != kind.text.upper():
        yield f"tên loại: {kind.text}"
    for paragraph in (kind, subject):
        if not (paragraph.sized(13, 14) and paragraph.is_(bold=True)):
            yield f"tên loại, trích yếu không phải cỡ 13-14, đậm: {paragraph.text}"
        if paragraph.align != "center":
            yield "tên loại, trích yếu không canh giữa"
    if not subject.text.strip() or subject.text == subject.text.upper():
        yield "trích yếu không phải chữ in thường"
    yield from _rule(subject, line, 1 / 3, 1 / 2, "trích yếu")


def _addressees(body: list[Paragraph]) -> Any:
    first, *rest = body
    listed = []
    while rest and rest[0].text.startswith("- ") and rest[0].align == "left":
        listed.append(rest.pop(0))
    for paragraph in (first, *listed):
        if not (paragraph.sized(13, 14) and paragraph.is_(bold=False)):
            yield f"Kính gửi không phải cỡ 13-14, đứng: {paragraph.text}"
    if not first.text.startswith("Kính gửi:"):
        yield "không có Kính gửi"
    alone = first.text.removeprefix("Kính gửi:").strip()
    if bool(alone) == bool(listed):
        yield "Kính gửi một nơi phải cùng dòng, nhiều nơi phải xuống dòng"
    if len({p.indents["left"] for p in listed}) > 1:
        yield "gạch đầu dòng của Kính gửi không thẳng hàng"
    ends = "".join(p.text[-1] for p in listed)
    if listed and ends != ";" * (len(listed) - 1) + ".":
        yield "Kính gửi không kết thúc bằng ; và ."
    return rest


def _body(body: list[Paragraph], facts: Facts) -> Iterator[str]:
    said = [p for p in body if p.text.strip()]
    if not said or not said[-1].text.endswith("./."):
        yield f"nội dung không kết thúc bằng ./.: {said[-1].text[-30:] if said else ''}"
    grounds = [p for p in said if p.text.startswith("Căn cứ ")]
    for paragraph in grounds:
        wanted = "." if paragraph is grounds[-1] else ";"
        if not paragraph.is_(bold=False, italic=True) or not paragraph.text.endswith(wanted):
            yield f"căn cứ sai: {paragraph.text[:40]}"
    for paragraph in said:
        shown = paragraph.text[:40]
        if not paragraph.sized(13, 14):
            yield f"nội dung không phải cỡ 13-14: {shown}"
        if paragraph.align != "both":
            yield f"nội dung không canh đều: {shown}"
        if not any(abs(_mm(str(paragraph.indents["firstLine"])) - w) < 0.2 for w in (10, 12.7)):
            yield f"chữ đầu dòng không lùi 1 hoặc 1,27 cm: {shown}"
        if paragraph.before + paragraph.after < 6:
            yield f"các đoạn cách nhau dưới 6 pt: {shown}"
        if not 1 <= paragraph.line <= 1.5:
            yield f"cách dòng {paragraph.line}: {shown}"
        if paragraph not in grounds and any(run.italic for run in paragraph.said):
            yield f"nội dung nghiêng: {shown}"
        roman = re.match(r"^[IVX]+\. (.*)", paragraph.text)
        if roman and (paragraph.text != paragraph.text.upper() or not paragraph.is_(bold=True)):
            yield f"mục không in hoa, đậm: {shown}"


def _foot(file: File, table: Any, after: list[Paragraph], facts: Facts) -> Iterator[str]:
    (row,) = _cells(file, table)
    if facts.filled_in_by:
        yield from _filled_in(row, facts.filled_in_by)
        return
    if facts.minutes:
        secretary, presider = row
        if [secretary[0].text, presider[0].text] != ["THƯ KÝ", "CHỦ TỌA"]:
            yield "biên bản không có THƯ KÝ bên trái, CHỦ TỌA bên phải"
        yield from _signature(secretary, ("THƯ KÝ",), "")
        yield from _signature(presider, ("CHỦ TỌA",), facts.signer)
        receivers = [p for p in after if p.text.strip()]
    else:
        receivers = [p for p in row[0] if p.text.strip()]
        yield from _signature(row[1], facts.authority, facts.signer)
    yield from _receivers(receivers, letter=not facts.type_name)


def _filled_in(row: list[list[Paragraph]], post: str) -> Iterator[str]:
    left, (who, how) = row
    if any(p.text.strip() for p in left):
        yield "biểu mẫu có chữ ở ô bên trái phần ký"
    if who.text != post or not (who.sized(13, 14) and who.is_(bold=True)):
        yield f"người ký biểu mẫu: {who.text!r}"
    if how.text != "(Ký, ghi rõ họ tên)" or not how.is_(bold=False, italic=True):
        yield f"lời nhắc ký: {how.text!r}"
    if not who.align == how.align == "center":
        yield "phần ký không canh giữa"


def _signature(cell: list[Paragraph], authority: tuple[str, ...], signer: str) -> Iterator[str]:
    *posts, name = cell
    if tuple(p.text for p in posts) != authority:
        yield f"quyền hạn, chức vụ: {[p.text for p in posts]}"
    for paragraph in cell:
        if not (paragraph.sized(13, 14) and paragraph.is_(bold=True)):
            yield f"phần ký không phải cỡ 13-14, đậm: {paragraph.text}"
        if paragraph.align != "center":
            yield f"phần ký không canh giữa: {paragraph.text}"
    if signer and name.text != signer:
        yield f"người ký: {name.text!r}"
    if not name.text.strip() or name.text == name.text.upper() or TITLES.match(name.text):
        yield f"họ tên người ký: {name.text!r}"


def _receivers(receivers: list[Paragraph], *, letter: bool) -> Iterator[str]:
    if not receivers:
        yield "không có Nơi nhận"
        return
    label, *lines = receivers
    if label.text != "Nơi nhận:" or not label.sized(12, 12):
        yield f"Nơi nhận: {label.text!r}"
    if not label.is_(bold=True, italic=True):
        yield "Nơi nhận không nghiêng, đậm"
    for line in lines:
        if not (line.sized(11, 11) and line.is_(bold=False) and line.align == "left"):
            yield f"nơi nhận không phải cỡ 11, đứng: {line.text}"
        if not line.text.startswith("- ") or line.indents["left"]:
            yield f"nơi nhận không có gạch đầu dòng sát lề: {line.text}"
        if line is not lines[-1] and not line.text.endswith(";"):
            yield f"nơi nhận không kết thúc bằng ;: {line.text}"
    if not lines or lines[-1].text != "- Lưu: VT, VP.":
        yield "nơi nhận không kết thúc bằng - Lưu: VT, VP."
    if letter and (not lines or lines[0].text != "- Như trên;"):
        yield "nơi nhận của công văn không bắt đầu bằng Như trên"


def appendix(file: File, blocks: Sequence[Any], room: int) -> Iterator[str]:
    """Phụ lục (III.1)."""
    said = [p for b in blocks if b.tag == f"{W}p" for p in file.paragraphs(b, room)]
    named, title, source = said[:3]
    if not re.match(r"^Phụ lục( [IVX]+)?$", named.text) or not named.sized(14, 14):
        yield f"phụ lục: {named.text}"
    if not named.is_(bold=True) or named.align != "center":
        yield "từ Phụ lục không đậm, canh giữa"
    if title.text != title.text.upper() or not title.sized(13, 14) or not title.is_(bold=True):
        yield f"tên phụ lục: {title.text}"
    if not source.text.startswith("(Kèm theo ") or not source.text.endswith(")"):
        yield f"phụ lục không ghi kèm theo văn bản nào: {source.text}"
    if not source.sized(13, 14) or not source.is_(bold=False, italic=True):
        yield "dòng kèm theo không nghiêng, cỡ 13-14"
    if not [p for p in said if p.text][-1].text.endswith("./."):
        yield "phụ lục không kết thúc bằng ./."


def _bordered(file: File, table: Any) -> bool:
    style = table.find(f"{W}tblPr/{W}tblStyle")
    named = file.styles.get(style.get(f"{W}val")) if style is not None else None
    return named is not None and named.find(f"{W}tblPr/{W}tblBorders") is not None


def tables(file: File, blocks: Sequence[Any], room: int) -> Iterator[str]:
    """A table over several pages keeps its headings and is no wider than the text."""
    for table in (b for b in blocks if b.tag == f"{W}tbl"):
        grid = [int(c.get(f"{W}w")) for c in table.findall(f"{W}tblGrid/{W}gridCol")]
        if abs(sum(grid) - room) > 20:
            yield f"bảng rộng {sum(grid)} thay vì {room}"
        rows = table.findall(f"{W}tr")
        for row in rows:
            start = 0
            for cell in row.findall(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                count = int(span.get(f"{W}val")) if span is not None else 1
                width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
                if abs(width - sum(grid[start : start + count])) > 20:
                    yield f"ô rộng {width}, cột rộng {grid[start : start + count]}"
                start += count
                if cell[-1].tag != f"{W}p":
                    yield "ô không có đoạn văn"
        if _bordered(file, table) and rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield "đầu bảng không lặp lại ở mỗi trang"
