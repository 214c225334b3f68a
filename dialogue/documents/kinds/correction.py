"""Thông báo đính chính: what an issued notice should have said (A1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.accounts.models import Account
from dialogue.core.clock import show_date
from dialogue.corrections.models import CorrectionItem, NoticeCorrection
from dialogue.corrections.queries import get_correction
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Paper, letterhead, signature, type_and_subject
from dialogue.documents.signing import Signer, leader_on, signed
from dialogue.followup.privacy import public_text
from dialogue.plans.queries import presider_of

SYMBOL = "TB-UBND"


@dataclass(frozen=True)
class Corrected:
    """One item of the old notice."""

    place: str = said("Số mục trong thông báo được đính chính")
    before: str = said("Lời đã ghi")
    words: str = said("Lời sửa lại")


@dataclass(frozen=True, kw_only=True)
class CorrectionText(contexts.Signed):
    """What the correction says."""

    opening: list[str] = said("Lý do đính chính, từng đoạn")
    items: list[Corrected] = said("Các mục được đính chính", rows=Corrected)
    closing: list[str] = said("Câu kết, từng đoạn")


def build() -> Paper:
    paper = Paper()
    letterhead(paper)
    type_and_subject(paper, "THÔNG BÁO")
    paper.lines("opening")
    with paper.each("item in items"):
        paper.line("Tại mục {{ item.place }} đã ghi: “{{ item.before }}”", "Lời văn")
        paper.line("Nay sửa thành: “{{ item.words }}”", "Lời văn")
    paper.lines("closing", "Lời kết")
    signature(paper)
    return paper


def context(correction: NoticeCorrection) -> CorrectionText:
    """The correction as it stands: numbered and dated once it is issued."""
    notice = correction.notice
    assert notice.issued_on is not None  # only an issued notice is corrected
    number = correction.symbol or wording.number(None, SYMBOL)
    subject = f"Đính chính Thông báo số {notice.symbol} ngày {show_date(notice.issued_on)}"
    return CorrectionText(
        **contexts.headed(subject, correction.issued_on),
        **contexts.signed(number, _signer(correction), contexts.RECIPIENTS),
        opening=wording.paragraphs(correction.reason),
        items=[_item(one) for one in correction.items],
        closing=wording.ended([_rest(notice.symbol)]),
    )


def _rest(symbol: str) -> str:
    return f"Các nội dung khác của Thông báo số {symbol} giữ nguyên."


def _signer(correction: NoticeCorrection) -> Signer:
    if correction.state in ("approved", "issued"):
        return signed(correction.signer_name, correction.signer_role or "chair")
    return leader_on(preferred=presider_of(correction.notice.meeting))


def _item(one: CorrectionItem) -> Corrected:
    opinion = one.item.conclusion.opinion
    everyone = [opinion, *opinion.merged]
    return Corrected(
        place=str(one.item.position),
        before=" ".join(public_text(one.before, everyone).split()),
        words=" ".join(public_text(one.words, everyone).split()),
    )


def samples() -> Sequence[CorrectionText]:
    given = Corrected(
        place="2",
        before="Giao Địa chính sửa nắp cống đường Lê Lợi.",
        words="Giao Địa chính sửa nắp cống đường Lê Lai.",
    )
    return [
        CorrectionText(
            **contexts.sample_head(
                "Đính chính Thông báo số 04/TB-UBND ngày 02/01/2024", draft=draft
            ),
            **contexts.sample_signed(SYMBOL, draft=draft),
            opening=["Do sơ suất khi soạn thảo, mục 2 ghi nhầm tên đường."],
            items=[] if draft else [given],
            closing=wording.ended([_rest("04/TB-UBND")]),
        )
        for draft in (False, True)
    ]


def find(user: Account, correction_id: int) -> NoticeCorrection:
    return get_correction(user, correction_id)


KIND = Kind(
    code="correction",
    title="Thông báo đính chính",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=contexts.REQUIRED | {"items"},
    file_name=lambda correction: f"Thông báo đính chính {correction.notice.meeting.name}",
)
