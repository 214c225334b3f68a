"""What each document ought to be, and things to make them from."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import set_due
from dialogue.documents.producing import Produced, produce
from dialogue.documents.registry import KINDS
from dialogue.documents.rendering import render
from dialogue.opinions.models import Opinion, Preparation, PreparationSupport
from dialogue.plans.models import Meeting, MeetingDuty
from dialogue.plans.usual import usual_house_rules, usual_programme
from tests.documents.decree import Facts, W
from tests.followup.support import make_meeting, make_opinion, person, unit_of

CHAIR = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
VICE = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
TYPES = {
    "plan": "KẾ HOẠCH",
    "programme": "CHƯƠNG TRÌNH",
    "house_rules": "NỘI QUY",
    "speaker_slip": "PHIẾU ĐĂNG KÝ PHÁT BIỂU",
    "run_sheet": "KỊCH BẢN ĐIỀU HÀNH",
    "invitation": "GIẤY MỜI",
    "delegates": "DANH SÁCH",
    "summary": "BẢNG TỔNG HỢP",
    "minutes": "BIÊN BẢN",
    "notice": "THÔNG BÁO",
    "correction": "THÔNG BÁO",
    "report": "BÁO CÁO",
    "posting": "THÔNG BÁO",
    "broadcast": "BÀI PHÁT THANH",
    "reply": "",
    "interim_reply": "",
    "reminder": "",
}
UNNUMBERED = (
    "summary", "house_rules", "run_sheet", "speaker_slip", "broadcast", "delegates",
)  # fmt: skip
LANDSCAPE = ("summary", "posting")
APPENDED = ("notice", "report")


def facts(code: str, **changes: Any) -> Facts:
    """The facts of a kind, signed by the chair unless told otherwise."""
    values: dict[str, Any] = {
        "type_name": TYPES[code],
        "numbered": code not in UNNUMBERED,
        "dated": code != "minutes",
        "landscape": code in LANDSCAPE,
        "appendix": code in APPENDED,
        "minutes": code == "minutes",
        "filled_in_by": "NGƯỜI ĐĂNG KÝ" if code == "speaker_slip" else "",
        "authority": CHAIR,
    }
    return Facts(**{**values, **changes})


def default_with(code: str, context: Any) -> bytes:
    """The kind's default template filled with ``context``."""
    return render(default(code), context)


def default(code: str) -> bytes:
    """The kind's default template, as bytes."""
    target = io.BytesIO()
    KINDS[code].build().document.save(target)
    return target.getvalue()


def made(code: str, thing: Any) -> Produced:
    return produce(KINDS[code], thing)


def text_of(data: bytes) -> str:
    """Every word of a Word file, a line for each paragraph."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    return "\n".join(
        "".join(
            node.text or "" if node.tag == f"{W}t" else "\n"
            for node in paragraph.iter(f"{W}t", f"{W}br")
        )
        for paragraph in tree.iter(f"{W}p")
    )


def rewritten(data: bytes, change: Any, part: str = "word/document.xml") -> bytes:
    """``data`` with one part passed through ``change`` (text to text)."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                after = change(content.decode())
                assert after != content.decode(), "the change changed nothing"
                content = after.encode()
            new.writestr(name, content)
    return target.getvalue()


def dated(meeting: Meeting) -> Meeting:
    """``meeting`` with the due dates that a real one has had since it was announced."""
    assert meeting.held_on is not None
    with unit_of_work() as session:
        for name, rule in (
            ("opinions_due_id", "opinions"),
            ("answers_due_id", "prepared_answers"),
            ("notice_due_id", "notice"),
        ):
            setattr(meeting, name, set_due(rule, meeting.held_on).id)
        session.flush()
        session.expire_all()
    return meeting


def with_secretary(meeting: Meeting) -> Meeting:
    with unit_of_work() as session:
        session.add(
            MeetingDuty(meeting_id=meeting.id, account_id=person("diachinh").id, duty="secretary")
        )
        session.flush()
        session.expire_all()
    return meeting


def prepared_meeting(*, ordinal: int = 1, **changes: Any) -> Meeting:
    """A meeting with the usual programme and house rules."""
    meeting = make_meeting(ordinal=ordinal)
    with unit_of_work() as session:
        for item in usual_programme():
            item.meeting_id = meeting.id
            session.add(item)
        meeting.house_rules = usual_house_rules()
        for name, value in changes.items():
            setattr(meeting, name, value)
        session.flush()
        session.expire_all()
    return meeting


def prepared(opinion: Opinion, answer: str | None, lead: str = "dia-chinh") -> Opinion:
    """``opinion`` with the answer that ``lead`` prepared, or is still to prepare."""
    with unit_of_work() as session:
        session.add(
            Preparation(
                opinion_id=opinion.id,
                lead_unit_id=unit_of(lead).id,
                state="asked" if answer is None else "ready",
                answer=answer or "",
                supporting=[PreparationSupport(unit_id=unit_of("tai-chinh").id)],
            )
        )
        session.flush()
        session.expire_all()
    return opinion


def meeting_with(count: int, **opinion: Any) -> Meeting:
    """A meeting that was held, with ``count`` matters on its agenda."""
    meeting = make_meeting()
    for _ in range(count):
        make_opinion(meeting, **opinion)
    return meeting
