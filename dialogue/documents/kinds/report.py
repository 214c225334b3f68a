"""Báo cáo kết quả đối thoại with its table: what was concluded, given to units, answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.accounts.models import Account
from dialogue.accounts.queries import ward as the_ward
from dialogue.core import clock
from dialogue.core.clock import show_date
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.corrections.queries import words_now
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Paper, letterhead, signature, type_and_subject
from dialogue.documents.outcomes import (
    Outcome,
    columns,
    conclusions_of,
    last_issued,
    sample_outcome,
    tell,
)
from dialogue.documents.signing import leader_on, signed
from dialogue.followup.models import OUTCOMES, Assignment, Conclusion
from dialogue.followup.permissions import HELD, sees_conclusions
from dialogue.followup.queries import confirmed_ids
from dialogue.followup.words import conference
from dialogue.hall.queries import queue
from dialogue.plans.models import Meeting
from dialogue.plans.queries import get_meeting, presider_of
from dialogue.reports.queries import result_report

SYMBOL = "BC-UBND"


@dataclass(frozen=True, kw_only=True)
class ReportText(contexts.Signed):
    """What the report says."""

    held: list[str] = said("Tình hình tổ chức, từng đoạn")
    concluded: list[str] = said("Kết quả kết luận, từng đoạn")
    followed: list[str] = said("Tình hình trả lời, giải quyết, từng đoạn")
    proposals: list[str] = said("Đánh giá, kiến nghị của Văn phòng, từng đoạn; có thể trống")
    closing: list[str] = said("Câu kết")
    source: str = said("Dòng “Kèm theo Báo cáo số …” của phụ lục")
    outcomes: list[Outcome] = said("Các nội dung và kết quả", rows=Outcome)
    total: str = said("Dòng cuối phụ lục: có bao nhiêu nội dung")


def build() -> Paper:
    paper = Paper()
    letterhead(paper)
    type_and_subject(paper, "BÁO CÁO")
    for heading, field in (
        ("I. TÌNH HÌNH TỔ CHỨC", "held"),
        ("II. KẾT QUẢ KẾT LUẬN", "concluded"),
        ("III. TÌNH HÌNH TRẢ LỜI, GIẢI QUYẾT", "followed"),
    ):
        paper.line(heading, "Phần mục")
        paper.lines(field)
    with paper.when("proposals"):
        paper.line("IV. ĐÁNH GIÁ, KIẾN NGHỊ", "Phần mục")
    paper.lines("proposals")
    paper.lines("closing", "Lời kết")
    signature(paper)
    paper.appendix("KẾT QUẢ GIẢI QUYẾT CÁC NỘI DUNG ĐỐI THOẠI", "{{ source }}")
    paper.table(columns(landscape=False), "row in outcomes")
    paper.line("{{ total }}", "Dưới bảng")
    return paper


def context(meeting: Meeting) -> ReportText:
    """As it stands today. ``InvalidInput`` before the meeting was opened."""
    if meeting.state not in HELD:
        raise InvalidInput("Buổi đối thoại chưa khai mạc nên chưa có kết quả để báo cáo.")
    presider = presider_of(meeting)
    written = result_report(meeting)
    if written is not None:
        signer = signed(written.signer_name, written.signer_role or "chair")
    else:
        signer = leader_on(preferred=presider)
    found, now = conclusions_of(meeting), words_now(meeting)
    head = contexts.headed(f"Kết quả {conference(meeting)}", written.issued_on if written else None)
    ward = the_ward()
    above = [f"{ward.parent_body} (báo cáo)"] if ward and ward.parent_body else []
    number = (written.symbol if written else "") or wording.number(None, SYMBOL)
    day = head["place_and_date"].partition(", ")[2]
    spoken = len(queue(meeting.id).done)
    led = presider.full_name if presider else signer.name
    return ReportText(
        **head,
        **contexts.signed(number, signer, [*above, *contexts.RECIPIENTS[:3]]),
        held=[
            f"Ngày {show_date(meeting.held_on)}, tại {meeting.place}, {head['committee']} tổ chức "
            f"{conference(meeting)}; chủ trì: {led}.",
            f"Tại hội nghị có {spoken} lượt phát biểu.",
            *wording.paragraphs(written.words if written else ""),
        ],
        concluded=_concluded(found),
        followed=_followed(
            [c.assignment for c in found if c.assignment is not None],
            sum(1 for c in found if c.is_assigned and c.assignment is None),
        ),
        proposals=wording.paragraphs(written.proposals if written else ""),
        closing=_closing(head["committee"]),
        source=f"(Kèm theo Báo cáo số {number} {day} của {head['committee']})",
        outcomes=[
            tell(place, one, now.get(one.id, one.words)) for place, one in enumerate(found, start=1)
        ],
        total=_total(len(found)),
    )


def _concluded(found: Sequence[Conclusion]) -> list[str]:
    if not found:
        return ["Chưa có nội dung nào được ghi kết luận."]
    counts = Counter(one.outcome for one in found)
    opinions = sum(one.opinion.times_raised for one in found)
    return [
        f"Đã kết luận {len(found)} nội dung ({opinions} lượt ý kiến), trong đó:",
        *(f"- {name}: {counts[code]} nội dung." for code, name in OUTCOMES.items() if counts[code]),
    ]


def _followed(given: Sequence[Assignment], waiting: int) -> list[str]:
    if not given and waiting:
        return [f"Có {waiting} nội dung chờ ban hành thông báo kết luận để giao đơn vị trả lời."]
    if not given:
        return ["Chưa giao nội dung nào cho đơn vị trả lời bằng văn bản."]
    answered = [one for one in given if one.state == "answered"]
    finals = [last_issued(one, "final") for one in answered]
    settled = sum(1 for reply in finals if reply is not None and reply.settled)
    late = [
        one for one in given if one.state != "answered" and one.due.due_on < clock.today()
    ]  # fmt: skip
    states = Counter(one.state for one in given)
    lines = [
        f"Đã giao {len(given)} nội dung cho các đơn vị trả lời bằng văn bản, trong đó:",
        f"- Đã trả lời: {len(answered)} nội dung; đã giải quyết xong {settled} nội dung.",
        f"- Đã trả lời tạm thời: {states['interim']} nội dung.",
        f"- Chưa trả lời: {states['open']} nội dung.",
    ]
    confirmed = len(confirmed_ids([one.id for one in given]))
    if confirmed:
        lines.append(f"- Nơi gửi ý kiến đã xác nhận giải quyết xong: {confirmed} nội dung.")
    reopened = sum(one.round > 1 for one in given)
    if reopened:
        lines.append(f"- Nơi gửi ý kiến chưa đồng ý, phải giải quyết lại: {reopened} nội dung.")
    if late:
        units = Counter(one.lead_unit.name for one in late)
        named = "; ".join(f"{name} ({count} nội dung)" for name, count in units.items())
        lines.append(f"- Quá hạn: {len(late)} nội dung, gồm: {named}.")
    return lines


def _closing(committee: str) -> list[str]:
    return wording.ended([f"Trên đây là kết quả đối thoại, {committee} báo cáo"])


def _total(count: int) -> str:
    return f"Phụ lục này có {count:02d} nội dung./."


def samples() -> Sequence[ReportText]:
    committee = "Ủy ban nhân dân phường Bình An"
    return [
        ReportText(
            **contexts.sample_head("Kết quả Hội nghị đối thoại với Nhân dân", draft=empty),
            **contexts.sample_signed(SYMBOL, draft=empty),
            held=["Ngày 12/04/2024, tại Hội trường, Ủy ban nhân dân phường tổ chức hội nghị."],
            concluded=["Đã kết luận 1 nội dung (1 lượt ý kiến), trong đó:", "- Tiếp thu: 1."],
            followed=_followed([], 0),
            proposals=[] if empty else ["Đề nghị thành phố bố trí kinh phí sửa tuyến cống."],
            closing=_closing(committee),
            source=f"(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2024 của {committee})",
            outcomes=[] if empty else [sample_outcome()],
            total=_total(0 if empty else 1),
        )
        for empty in (False, True)
    ]


def find(user: Account, meeting_id: int) -> Meeting:
    """To who follows what was concluded."""
    meeting = get_meeting(user, meeting_id)
    if not sees_conclusions(user, meeting):
        raise NotAllowed
    return meeting


KIND = Kind(
    code="report",
    title="Báo cáo kết quả đối thoại",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=contexts.REQUIRED | {"concluded", "followed", "outcomes"},
    file_name=lambda meeting: f"Báo cáo kết quả đối thoại {meeting.name}",
)
