"""Kế hoạch đối thoại of a year (B1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Paper, grounds, letterhead, signature, type_and_subject
from dialogue.documents.signing import leader_on
from dialogue.plans.models import Meeting, Plan
from dialogue.plans.queries import get_plan, part_three

SYMBOL = "KH-UBND"
CLOSING = (
    "Yêu cầu các ban ngành, đơn vị, tổ dân phố căn cứ chức năng, nhiệm vụ nghiêm túc triển khai "
    "thực hiện Kế hoạch này."
)


@dataclass(frozen=True)
class Addressee:
    """A unit and what part III gives it."""

    heading: str = said("Số thứ tự và tên đơn vị")
    duties: list[str] = said("Các nhiệm vụ, từng dòng")


@dataclass(frozen=True, kw_only=True)
class PlanText(contexts.Signed):
    """What the plan says."""

    grounds: list[str] = said("Căn cứ, từng dòng")
    opening: str = said("Câu mở đầu")
    aims: list[str] = said("Mục đích, từng đoạn")
    demands: list[str] = said("Yêu cầu, từng đoạn")
    attendees: list[str] = said("Thành phần tham dự, từng dòng")
    contents: list[str] = said("Nội dung, hình thức, từng đoạn")
    meetings: list[str] = said("Thời gian, địa điểm các đợt, từng dòng")
    addressees: list[Addressee] = said("Các đơn vị thực hiện", rows=Addressee)
    closing: list[str] = said("Câu kết")


def build() -> Paper:
    paper = Paper()
    letterhead(paper)
    type_and_subject(paper, "KẾ HOẠCH")
    grounds(paper)
    paper.line("{{ opening }}", "Lời văn")
    for part, sections in (
        ("I. MỤC ĐÍCH, YÊU CẦU", (("1. Mục đích", "aims"), ("2. Yêu cầu", "demands"))),
        (
            "II. NỘI DUNG",
            (
                ("1. Thành phần tham dự", "attendees"),
                ("2. Nội dung, hình thức", "contents"),
                ("3. Thời gian, địa điểm", "meetings"),
            ),
        ),
    ):
        paper.line(part, "Phần mục")
        for heading, field in sections:
            with paper.when(field):
                paper.line(heading, "Phần mục")
                paper.lines(field)
    paper.line("III. TỔ CHỨC THỰC HIỆN", "Phần mục")
    with paper.each("unit in addressees"):
        paper.line("{{ unit.heading }}", "Phần mục")
        paper.lines("unit.duties")
    paper.lines("closing", "Lời kết")
    signature(paper)
    return paper


def context(plan: Plan) -> PlanText:
    """The plan as it stands; blank number and day until the office wrote them down."""
    issued_on = plan.issued_on if plan.state == "issued" else None
    signer = leader_on(issued_on)
    head = contexts.headed(plan.title, issued_on)
    return PlanText(
        **head,
        **contexts.signed(
            wording.number(plan.number if issued_on else None, SYMBOL),
            signer,
            plan.recipients or contexts.RECIPIENTS,
        ),
        grounds=wording.grounds(plan.grounds),
        opening=f"{head['committee']} ban hành Kế hoạch đối thoại năm {plan.year} như sau:",
        aims=wording.points(plan.aims),
        demands=wording.points(plan.demands),
        attendees=wording.points(plan.attendees),
        contents=wording.points(plan.contents),
        meetings=wording.points([_when(meeting, plan) for meeting in plan.meetings]),
        addressees=[
            Addressee(
                f"{place}. {one.templates[0].addressee}",
                [
                    f"- {title}."
                    for title in dict.fromkeys(t.title.rstrip(".") for t in one.templates)
                ],
            )
            for place, one in enumerate(part_three(plan), start=1)
        ],
        closing=wording.ended([CLOSING]),
    )


def _when(meeting: Meeting, plan: Plan) -> str:
    when = plan.timing.rstrip(".") or "thời gian cụ thể sẽ có thông báo sau"
    if meeting.starts_at is not None:
        when = f"{clock.show_time(meeting.starts_at)}, {clock.show_long_date(meeting.starts_at)}"
    return f"Đợt {meeting.ordinal}: {meeting.title}. Thời gian: {when}. Địa điểm: {meeting.place}."


def samples() -> Sequence[PlanText]:
    return [
        PlanText(
            **contexts.sample_head("Đối thoại với Nhân dân năm 2024", draft=draft),
            **contexts.sample_signed(SYMBOL, draft=draft),
            grounds=[] if draft else wording.grounds(["Luật Thanh niên năm 2020", "Quy chế"]),
            opening="Ủy ban nhân dân phường ban hành Kế hoạch như sau:",
            aims=[] if draft else ["a) Nắm tâm tư, nguyện vọng của Nhân dân."],
            demands=[] if draft else ["a) Công khai, dân chủ."],
            attendees=[] if draft else ["a) Nhân dân trên địa bàn phường."],
            contents=[] if draft else ["a) Thủ tục hành chính."],
            meetings=[] if draft else ["a) Đợt 1: quý II năm 2024."],
            addressees=[] if draft else [Addressee("1. Văn phòng", ["- Chuẩn bị hội trường."])],
            closing=wording.ended([CLOSING]),
        )
        for draft in (False, True)
    ]


def find(user: Account, plan_id: int) -> Plan:
    return get_plan(user, plan_id)


KIND = Kind(
    code="plan",
    title="Kế hoạch đối thoại",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=contexts.REQUIRED | {"grounds", "addressees"},
    file_name=lambda plan: f"Kế hoạch đối thoại năm {plan.year}",
)
