"""What became of each matter of a meeting, as a report or a posting may tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from dialogue.core import clock
from dialogue.core.clock import show_date
from dialogue.documents.kind import said
from dialogue.documents.layout import Column
from dialogue.extensions import db
from dialogue.followup.models import (
    Assignment,
    Conclusion,
    ConclusionNotice,
    ConclusionSupport,
    NoticeItem,
    Reply,
)
from dialogue.followup.privacy import public_name, public_text, public_words
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting
from dialogue.publishing.queries import withdrawn_items


@dataclass(frozen=True)
class Outcome:
    """One matter from its words to its reply."""

    place: str = said("Số thứ tự")
    words: str = said("Nội dung ý kiến, kiến nghị")
    person: str = said("Người nêu (viết tắt tên, tổ dân phố)")
    conclusion: str = said("Lời kết luận")
    units: str = said("Đơn vị chủ trì, phối hợp; để trống nếu không giao")
    due: str = said("Hạn trả lời; để trống nếu không giao")
    result: str = said("Kết quả đến ngày lập văn bản")


def columns(*, landscape: bool) -> list[Column]:
    """The columns of an ``Outcome``; a portrait page leaves less to the words."""
    wide = (14, 70, 30, 62, 36, 27, 27 + 16) if landscape else (12, 31, 18, 29, 23, 24, 28)
    heads = (
        ("STT", "place", "Số trong bảng"),
        ("Nội dung ý kiến, kiến nghị", "words", "Chữ trong bảng"),
        ("Người nêu", "person", "Chữ trong bảng"),
        ("Kết luận", "conclusion", "Chữ trong bảng"),
        ("Đơn vị thực hiện", "units", "Chữ trong bảng"),
        ("Hạn trả lời", "due", "Số trong bảng"),
        ("Kết quả", "result", "Chữ trong bảng"),
    )
    return [
        Column(title, share, field, style)
        for (title, field, style), share in zip(heads, wide, strict=True)
    ]


def conclusions_of(meeting: Meeting) -> list[Conclusion]:
    """Everything concluded at ``meeting`` with its assignment and replies, by the agenda."""
    query = (
        select(Conclusion)
        .join(Conclusion.opinion)
        .where(Conclusion.meeting_id == meeting.id)
        .options(*_with_all(None))
        .order_by(Opinion.agenda_place.is_(None), Opinion.agenda_place, Conclusion.id)
    )
    return list(db.session.scalars(query))


def noticed(meeting: Meeting) -> list[NoticeItem]:
    """The matters of the issued notice of ``meeting`` in its order; none before it is issued,
    and none that was taken back from the public."""
    conclusion = joinedload(NoticeItem.conclusion)
    query = (
        select(NoticeItem)
        .join(NoticeItem.notice)
        .where(ConclusionNotice.meeting_id == meeting.id, ConclusionNotice.state == "issued")
        .options(joinedload(NoticeItem.notice), *_with_all(conclusion))
        .order_by(NoticeItem.position)
    )
    found = list(db.session.scalars(query))
    gone = withdrawn_items(found)
    return [item for item in found if item.id not in gone]


def _with_all(conclusion: Any) -> tuple[ORMOption, ...]:
    def joined(attribute: Any) -> Any:
        return conclusion.joinedload(attribute) if conclusion else joinedload(attribute)

    def selected(attribute: Any) -> Any:
        return conclusion.selectinload(attribute) if conclusion else selectinload(attribute)

    return (
        joined(Conclusion.opinion).joinedload(Opinion.unit),
        joined(Conclusion.opinion).joinedload(Opinion.area),
        joined(Conclusion.opinion).selectinload(Opinion.merged),
        joined(Conclusion.lead_unit),
        selected(Conclusion.supporting).joinedload(ConclusionSupport.unit),
        joined(Conclusion.assignment).joinedload(Assignment.due),
        joined(Conclusion.assignment).joinedload(Assignment.lead_unit),
        joined(Conclusion.assignment).selectinload(Assignment.replies),
    )


def tell(place: int, conclusion: Conclusion, words: str) -> Outcome:
    """``conclusion``, worded ``words``, without what may not be told of a resident (A8)."""
    opinion, assignment = conclusion.opinion, conclusion.assignment
    everyone = [opinion, *opinion.merged]
    units = due = ""
    if conclusion.is_assigned and conclusion.lead_unit is not None:
        helped = ", ".join(support.unit.name for support in conclusion.supporting)
        # Work may have changed hands since.
        lead = (assignment.lead_unit if assignment else conclusion.lead_unit).name
        units = f"{lead}; phối hợp: {helped}" if helped else lead
        due = show_date(assignment.due.due_on) if assignment else ""
    return Outcome(
        place=str(place),
        words=public_words(opinion),
        person=public_name(opinion),
        conclusion=public_text(words, everyone),
        units=units,
        due=due,
        result=public_text(result_of(conclusion), everyone),
    )


def result_of(conclusion: Conclusion) -> str:
    """How far it is today; answered is not settled (A6)."""
    assignment = conclusion.assignment
    if not conclusion.is_assigned:
        return "Đã kết luận tại hội nghị"
    if assignment is None:
        return "Chờ ban hành thông báo kết luận"
    again = "; người dân chưa đồng ý với trả lời trước, đang giải quyết lại"
    final = last_issued(assignment, "final")
    if final is not None:
        how = "đã giải quyết xong" if final.settled else f"chưa giải quyết xong: {final.plan}"
        day = show_date(final.issued_on)
        return f"Đã trả lời tại văn bản số {final.symbol} ngày {day}; {how}"
    reopened = again if assignment.round > 1 else ""
    late = (clock.today() - assignment.due.due_on).days
    behind = f"; quá hạn {late} ngày" if late > 0 else ""
    interim = last_issued(assignment, "interim")
    if interim is not None:
        return f"Đã trả lời tạm thời tại văn bản số {interim.symbol}{reopened}{behind}"
    return f"Đang giải quyết{reopened}{behind}"


def last_issued(assignment: Assignment, kind: str) -> Reply | None:
    """The newest issued reply of that kind in the present round: one that was contested has
    been taken back by events."""
    found = [
        one
        for one in assignment.replies
        if one.kind == kind and one.state == "issued" and one.round == assignment.round
    ]
    return found[-1] if found else None


def sample_outcome() -> Outcome:
    return Outcome(
        place="1",
        words="Đề nghị sửa nắp cống vỡ trước nhà văn hóa.",
        person="N.V.A., Tổ dân phố 3",
        conclusion="Giao Địa chính sửa nắp cống trong tháng 5.",
        units="Địa chính - Xây dựng; phối hợp: Tài chính - Kế toán",
        due="30/05/2024",
        result="Đã trả lời tại văn bản số 12/UBND-VP ngày 20/05/2024; đã giải quyết xong",
    )
