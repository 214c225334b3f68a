"""Biên bản of a meeting, from the record that the hall left (Mẫu 1.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Paper, letterhead, minutes_signatures, type_and_subject
from dialogue.documents.signing import NOBODY
from dialogue.followup.models import OUTCOMES, Conclusion
from dialogue.followup.queries import matters
from dialogue.followup.words import conference, written_day
from dialogue.hall.models import Turn
from dialogue.hall.permissions import may_read_record
from dialogue.minutes.models import MinutesLine
from dialogue.minutes.queries import Block, blocks
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import active_duties
from dialogue.plans.queries import get_meeting, presider_of

SYMBOL = "BB-UBND"
HELD = ("live", "ended", "closed")
BLANK_TIME = f"{wording.BLANK} giờ {wording.BLANK}"


@dataclass(frozen=True)
class Speech:
    """One who spoke, what was answered and concluded."""

    heading: str = said("Số thứ tự, người phát biểu")
    words: list[str] = said("Nội dung phát biểu, từng đoạn")
    answers: list[str] = said("Phần trả lời, từng đoạn")
    conclusions: list[str] = said("Kết luận của chủ trì và những gì ghi thêm, từng đoạn")


@dataclass(frozen=True, kw_only=True)
class MinutesText(contexts.Headed):
    """What the minutes say."""

    number: str = said("Dòng “Số: …”, để trống số")
    begins: str = said("Thời gian bắt đầu")
    place: str = said("Địa điểm")
    attendees: list[str] = said("Thành phần tham dự, từng dòng")
    presider: str = said("Chủ trì")
    secretary: str = said("Thư ký")
    programme: list[str] = said("Chương trình, từng dòng")
    opening: list[str] = said("Phần mở đầu do thư ký ghi, từng đoạn")
    speeches: list[Speech] = said("Các lượt phát biểu", rows=Speech)
    written: list[str] = said("Nội dung không phát biểu mà được kết luận, từng đoạn")
    closing: list[str] = said("Câu kết thúc, có giờ kết thúc")
    signer: str = said("Họ và tên chủ tọa")
    recipients: list[str] = said("Nơi nhận, từng dòng")


def build() -> Paper:
    paper = Paper()
    letterhead(paper, dated=False)
    type_and_subject(paper, "BIÊN BẢN")
    paper.line("Thời gian bắt đầu: {{ begins }}.", "Lời văn")
    paper.line("Địa điểm: {{ place }}.", "Lời văn")
    paper.line("Thành phần tham dự:", "Lời văn")
    paper.lines("attendees")
    paper.line("Chủ trì (chủ tọa): {{ presider }}.", "Lời văn")
    paper.line("Thư ký (người ghi biên bản): {{ secretary }}.", "Lời văn")
    paper.line("Nội dung (theo diễn biến hội nghị):", "Lời văn")
    paper.lines("programme")
    paper.lines("opening")
    with paper.each("speech in speeches"):
        paper.line("{{ speech.heading }}", "Phần mục")
        paper.lines("speech.words")
        paper.lines("speech.answers")
        paper.lines("speech.conclusions")
    with paper.when("written"):
        paper.line("Nội dung được kết luận, không phát biểu tại hội nghị", "Phần mục")
        paper.lines("written")
    paper.lines("closing", "Lời kết")
    minutes_signatures(paper)
    return paper


def context(meeting: Meeting) -> MinutesText:
    """What the secretary wrote; where nothing is written, the hall's record.

    ``InvalidInput`` before the meeting was opened, or while nobody presides or records.
    """
    if meeting.state not in HELD or meeting.starts_at is None:
        raise InvalidInput("Buổi đối thoại chưa khai mạc nên chưa có biên bản.")
    presider = presider_of(meeting)
    if presider is None:
        raise InvalidInput(NOBODY)
    secretary = next(iter(active_duties(meeting, "secretary")), None)
    if secretary is None:
        raise InvalidInput("Chưa phân công thư ký nên biên bản chưa có người ký.")
    concluded = {m.opinion.id: m.conclusion for m in matters(meeting) if m.conclusion}
    opening, *of_turns = blocks(meeting)
    spoken_of = [
        (block, block.turn)
        for block in of_turns
        if block.turn is not None and (block.turn.state == "done" or block.is_written)
    ]
    spoken = {turn.opinion.root.id for _block, turn in spoken_of}
    return MinutesText(
        **contexts.headed(conference(meeting), None, named_on=meeting.held_on),
        number=f"Số: {wording.number(None, SYMBOL)}",
        begins=_time(meeting.opened_at or meeting.starts_at),
        place=meeting.place,
        attendees=[f"- {line}" for line in meeting.plan.attendees],
        presider=f"{presider.full_name}, {presider.title}".strip(", "),
        secretary=secretary.account.full_name,
        programme=[f"- {item.title}." for item in meeting.programme],
        opening=_written(opening.lines),
        speeches=[
            _speech(place, block, turn, concluded.get(turn.opinion.root.id))
            for place, (block, turn) in enumerate(spoken_of, start=1)
        ],
        written=[
            line
            for opinion_id, conclusion in concluded.items()
            if opinion_id not in spoken
            for line in _concluded(conclusion)
        ],
        closing=wording.ended([f"Hội nghị kết thúc vào {_end(meeting.closed_at)}"]),
        signer=presider.full_name,
        recipients=wording.recipients(["Chủ tịch, các Phó Chủ tịch UBND phường"]),
    )


def _time(moment: datetime) -> str:
    local = clock.local(moment)
    return f"{local:%H} giờ {local:%M}, {written_day(local.date())}"


def _end(moment: datetime | None) -> str:
    if moment is not None:
        return _time(moment)
    return f"{BLANK_TIME}, ngày {wording.BLANK} tháng {wording.BLANK} năm {clock.today().year}"


def _written(lines: Sequence[MinutesLine]) -> list[str]:
    found: list[str] = []
    for line in lines:
        first, *rest = wording.paragraphs(line.text) or [""]
        if line.kind == "correction" and first:
            first = f"Đính chính ngày {clock.show_date(line.created_at)}: {first}"
        found.extend(words for words in (first, *rest) if words)
    return found


def _speech(place: int, block: Block, turn: Turn, conclusion: Conclusion | None) -> Speech:
    where = f", {turn.unit.name}" if turn.unit else ""
    own = {line.kind: _written([line]) for line in block.own}
    answered = own.get("answer") or wording.paragraphs(turn.answer_note)
    if turn.answerer is not None:
        who = f"{turn.answerer.full_name} trả lời"
        answered = [f"{who}: {answered[0]}", *answered[1:]] if answered else [f"{who}."]
    return Speech(
        heading=f"{place}. {turn.speaker_name}{where}",
        words=[
            f"Phát biểu về: {turn.topic}.",
            *(own.get("speech") or wording.paragraphs(turn.opinion.words)),
        ],
        answers=answered,
        conclusions=[*_concluded(conclusion), *_written(block.others)],
    )


def _concluded(conclusion: Conclusion | None) -> list[str]:
    if conclusion is None:
        return []
    first, *rest = wording.paragraphs(conclusion.words) or [""]
    return [f"Chủ trì kết luận ({OUTCOMES[conclusion.outcome].lower()}): {first}", *rest]


def samples() -> Sequence[MinutesText]:
    speech = Speech(
        "1. Nguyễn Văn A, Tổ dân phố 3",
        ["Phát biểu về: nắp cống."],
        ["Trần B trả lời: đã có kế hoạch."],
        ["Chủ trì kết luận: giao Địa chính."],
    )
    return [
        MinutesText(
            **contexts.sample_head("Hội nghị đối thoại với Nhân dân", draft=empty),
            number=f"Số: {wording.number(None, SYMBOL)}",
            begins="08 giờ 00, ngày 12 tháng 4 năm 2024",
            place="Hội trường UBND phường",
            attendees=[] if empty else ["- Nhân dân trên địa bàn phường"],
            presider="Nguyễn Thị An, Chủ tịch UBND phường",
            secretary="Lê Văn Tư",
            programme=[] if empty else ["- Tuyên bố lý do."],
            opening=[] if empty else ["Ban tổ chức giới thiệu đại biểu."],
            speeches=[] if empty else [speech],
            written=[] if empty else ["Chủ trì kết luận: ghi nhận."],
            closing=["Hội nghị kết thúc vào 11 giờ 30, ngày 12 tháng 4 năm 2024./."],
            signer="Nguyễn Thị An",
            recipients=wording.recipients(["Chủ tịch UBND phường"]),
        )
        for empty in (False, True)
    ]


def find(user: Account, meeting_id: int) -> Meeting:
    meeting = get_meeting(user, meeting_id)
    if not may_read_record(user, meeting):
        raise NotAllowed
    return meeting


KIND = Kind(
    code="minutes",
    title="Biên bản",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=frozenset({"body_names", "number", "subject", "secretary", "signer", "speeches"}),
    file_name=lambda meeting: f"Biên bản {meeting.name}",
    signed_by="Thư ký và chủ tọa",
    dated=False,
)
