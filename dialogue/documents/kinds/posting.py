"""Niêm yết kết quả: the issued notice's matters and how far each is, for the notice board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogue.accounts.models import Account
from dialogue.core import clock
from dialogue.core.clock import show_date
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.corrections.queries import words_now
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Paper, letterhead, signature, type_and_subject
from dialogue.documents.outcomes import Outcome, columns, noticed, sample_outcome, tell
from dialogue.documents.signing import leader_on
from dialogue.followup.queries import is_noticed
from dialogue.followup.words import conference
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import takes_part
from dialogue.plans.queries import get_meeting, presider_of

SYMBOL = "TB-UBND"


@dataclass(frozen=True, kw_only=True)
class PostingText(contexts.Signed):
    """What is posted."""

    opening: str = said("Câu mở đầu, có ngày lập")
    outcomes: list[Outcome] = said("Các nội dung và kết quả", rows=Outcome)
    total: str = said("Dòng cuối: có bao nhiêu nội dung, hỏi thêm ở đâu")


def build() -> Paper:
    paper = Paper(landscape=True)
    letterhead(paper)
    type_and_subject(paper, "THÔNG BÁO")
    paper.line("{{ opening }}", "Lời văn")
    paper.table(columns(landscape=True), "row in outcomes")
    paper.line("{{ total }}", "Dưới bảng")
    signature(paper)
    return paper


def context(meeting: Meeting) -> PostingText:
    """Today's state of what the notice made known. ``InvalidInput`` before it was issued."""
    found, now = noticed(meeting), words_now(meeting)
    if not found:
        raise InvalidInput("Chưa ban hành thông báo kết luận nên chưa có kết quả để niêm yết.")
    notice = found[0].notice
    head = contexts.headed(f"Niêm yết công khai kết quả {conference(meeting)}", None)
    return PostingText(
        **head,
        **contexts.signed(
            wording.number(None, SYMBOL),
            leader_on(preferred=presider_of(meeting)),
            contexts.RECIPIENTS[1:],
        ),
        opening=_opening(head["committee"], conference(meeting), notice.symbol, notice.issued_on),
        outcomes=[
            tell(item.position, item.conclusion, now.get(item.conclusion_id, item.words))
            for item in found
        ],
        total=_total(len(found), head["committee"]),
    )


def _opening(committee: str, event: str, symbol: str, issued_on: date | None) -> str:
    return (
        f"{committee} niêm yết công khai kết quả trả lời, giải quyết các nội dung tại {event} theo "
        f"Thông báo số {symbol} ngày {show_date(issued_on)}, tính đến ngày "
        f"{show_date(clock.today())}, như sau:"
    )


def _total(count: int, committee: str) -> str:
    return (
        f"Có {count:02d} nội dung. Cần biết thêm, xin bà con hỏi tổ trưởng tổ dân phố hoặc Văn "
        f"phòng {committee}./."
    )


def samples() -> Sequence[PostingText]:
    committee = "Ủy ban nhân dân phường Bình An"
    return [
        PostingText(
            **contexts.sample_head("Niêm yết công khai kết quả Hội nghị đối thoại", draft=empty),
            **contexts.sample_signed(SYMBOL, draft=empty),
            opening=_opening(committee, "Hội nghị đối thoại", "05/TB-UBND", date(2024, 1, 5)),
            outcomes=[] if empty else [sample_outcome()],
            total=_total(0 if empty else 1, committee),
        )
        for empty in (False, True)
    ]


def find(user: Account, meeting_id: int) -> Meeting:
    """To everyone who takes part, once the notice is issued."""
    meeting = get_meeting(user, meeting_id)
    if not may_read(user, meeting):
        raise NotAllowed
    return meeting


def may_read(user: Account, meeting: Meeting) -> bool:
    """What a notice made known may be read, and posted, by all who take part."""
    return takes_part(user) and is_noticed(meeting)


KIND = Kind(
    code="posting",
    title="Niêm yết kết quả",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=contexts.REQUIRED | {"outcomes"},
    file_name=lambda meeting: f"Niêm yết kết quả {meeting.name}",
    landscape=True,
)
