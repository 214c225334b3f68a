"""Tasks of the meeting to come: done with a photo, returned, a review report sent."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from PIL import Image, ImageDraw
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.demo.stage import person, unit
from dialogue.extensions import db
from dialogue.plans import actions as plans
from dialogue.plans import queries
from dialogue.plans.models import Meeting, Task


def play(meeting: Meeting) -> None:
    """In the clock's present."""
    office = person("vanphong")
    banners = _task(meeting, "van-hoa", "%băng rôn%")
    if banners.state == "open":
        plans.complete_task(banners, "Đã treo 6 băng rôn.", actor=person("vanhoa"))
    plans.add_evidence(banners, _photo("bang-ron.jpg"), actor=person("vanhoa"))
    money = _task(meeting, "tai-chinh", "%kinh phí%")
    plans.complete_task(money, "Đã lập dự toán.", actor=person("taichinh"))
    plans.reopen_task(money, reason="Chưa có bảng dự toán kèm theo.", actor=office)
    item = queries.usual_item(meeting.programme)
    assert item is not None
    review = _task(meeting, "mot-cua", "%cải cách hành chính%")
    report = [_report("Kết quả giải quyết thủ tục hành chính 9 tháng")]
    [file] = plans.add_files(
        item, report, title="Báo cáo rà soát TTHC", task=review, actor=person("motcua")
    )
    newer = _report("Kết quả giải quyết thủ tục hành chính 9 tháng (sửa số liệu tháng 9)")
    plans.replace_file(file, newer, reason="Sửa số liệu tháng 9", actor=person("motcua"))
    plans.nudge(meeting, actor=office, unit_id=unit("bvdp").id)


def _task(meeting: Meeting, code: str, title: str) -> Task:
    query = select(Task).where(
        Task.meeting_id == meeting.id, Task.unit_id == unit(code).id, Task.title.like(title)
    )
    found = db.session.scalars(query.order_by(Task.id)).first()
    assert found is not None, f"the plan gives {code} no task like {title}"
    return found


def _photo(name: str) -> FileStorage:
    picture = Image.new("RGB", (1200, 800), "#9fb8c8")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, 1200, 800), fill="#7d7f78")  # the street
    draw.rectangle((120, 250, 1080, 420), fill="#b3202a")  # the banner
    for top in (300, 360):
        draw.rectangle((220, top, 980, top + 22), fill="#f4d35e")
    data = BytesIO()
    picture.save(data, "JPEG")
    data.seek(0)
    return FileStorage(data, filename=name)


def _report(title: str) -> FileStorage:
    document = Document()
    document.add_heading(title, 1)
    document.add_paragraph("Số liệu mẫu, không phải của phường nào.")
    data = BytesIO()
    document.save(data)
    data.seek(0)
    return FileStorage(data, filename="bao-cao.docx")
