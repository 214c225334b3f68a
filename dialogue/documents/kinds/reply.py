"""Công văn trả lời công dân (A3) and văn bản trả lời tạm thời (A4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.accounts.models import Account
from dialogue.core.clock import show_date
from dialogue.core.errors import NotAllowed
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Paper, addressees, letterhead, signature
from dialogue.documents.signing import Signer, leader_on, signed
from dialogue.followup import words
from dialogue.followup.models import Reply
from dialogue.followup.queries import everyone_in, get_reply, sees_assignment

SYMBOL = "UBND-VP"
LEADERS = "Chủ tịch, các Phó Chủ tịch UBND phường"


@dataclass(frozen=True, kw_only=True)
class Letter(contexts.Signed):
    """What every letter to a resident says."""

    addressee: str = said("Kính gửi (khi gửi một nơi)")
    addressees: list[str] = said("Kính gửi, từng dòng (khi gửi nhiều nơi)")
    opening: str = said("Căn cứ thông báo kết luận nào")


@dataclass(frozen=True, kw_only=True)
class FinalText(Letter):
    """A reply that answers."""

    answer: list[str] = said("Nội dung trả lời, từng đoạn")
    plan: list[str] = said("Kế hoạch giải quyết tiếp, từng đoạn; để trống nếu đã xong")
    closing: list[str] = said("Câu kết")


@dataclass(frozen=True, kw_only=True)
class InterimText(Letter):
    """A reply that says what must still be done, by whom, until when."""

    answer: list[str] = said("1. Nội dung, từng đoạn")
    requirements: list[str] = said("2. Yêu cầu giải quyết, từng đoạn")
    promised_on: str = said("3. Thời gian giải quyết xong")
    responsibility: list[str] = said("4. Trách nhiệm giải quyết, từng đoạn")
    closing: list[str] = said("Câu kết")


def build_final() -> Paper:
    paper = _begin()
    paper.lines("answer")
    with paper.when("plan"):
        paper.line("Kế hoạch giải quyết tiếp:", "Phần mục")
        paper.lines("plan")
    return _end(paper)


def build_interim() -> Paper:
    paper = _begin()
    for heading, field in (
        ("1. Nội dung", "answer"),
        ("2. Yêu cầu giải quyết", "requirements"),
    ):
        paper.line(heading, "Phần mục")
        paper.lines(field)
    paper.line("3. Thời gian giải quyết", "Phần mục")
    paper.line("Giải quyết xong và trả lời chính thức trước ngày {{ promised_on }}.", "Lời văn")
    paper.line("4. Trách nhiệm giải quyết", "Phần mục")
    paper.lines("responsibility")
    return _end(paper)


def _begin() -> Paper:
    paper = Paper()
    letterhead(paper, letter=True)
    addressees(paper)
    paper.line("{{ opening }}", "Lời văn")
    return paper


def _end(paper: Paper) -> Paper:
    paper.lines("closing", "Lời kết")
    signature(paper)
    return paper


def context(reply: Reply) -> Letter:
    """The reply as it stands, final or interim."""
    closing = wording.ended(["UBND phường trả lời để ông (bà) được biết."])
    if reply.kind == "interim":
        return InterimText(
            **_letter(reply),
            answer=wording.paragraphs(reply.words),
            requirements=wording.paragraphs(reply.requirements),
            promised_on=show_date(reply.promised_on) or wording.BLANK,
            responsibility=wording.paragraphs(reply.responsibility),
            closing=closing,
        )
    return FinalText(
        **_letter(reply),
        answer=wording.paragraphs(reply.words),
        plan=wording.paragraphs(reply.plan) if reply.settled is False else [],
        closing=closing,
    )


def _letter(reply: Reply) -> dict[str, Any]:
    assignment = reply.assignment
    opinion = assignment.conclusion.opinion
    notice = assignment.conclusion.notice
    assert notice is not None  # an assignment follows from an issued notice
    about = "trả lời tạm thời" if reply.kind == "interim" else "trả lời"
    # Who raised the same matter is named by group only: no resident reads another's name.
    others = dict.fromkeys(
        f"Người có cùng ý kiến tại {(one.area or one.unit).name}"
        for one in everyone_in(opinion)[1:]
    )
    first = words.addressee(opinion)
    everyone = [first[:1].upper() + first[1:], *others]
    return {
        **contexts.headed(
            f"{about} ý kiến, kiến nghị số {wording.unbroken(opinion.receipt or '')}",
            reply.issued_on,
        ),
        **contexts.signed(
            reply.symbol or wording.number(None, SYMBOL),
            _signer(reply),
            ("Như trên", LEADERS, assignment.lead_unit.name),
        ),
        "addressee": everyone[0] if len(everyone) == 1 else "",
        "addressees": wording.listed(everyone) if len(everyone) > 1 else [],
        "opening": (
            f"Thực hiện Thông báo số {notice.symbol} ngày {show_date(notice.issued_on)} về kết "
            f"luận tại {words.conference(assignment.conclusion.meeting)}, UBND phường trả lời "
            "như sau:"
        ),
    }


def _signer(reply: Reply) -> Signer:
    if reply.state in ("approved", "issued"):
        return signed(reply.signer_name, reply.signer_role or "chair")
    return leader_on()


def _sample_letter(*, draft: bool) -> dict[str, Any]:
    many = ["Ông Nguyễn Văn A, Tổ dân phố 3", "Người có cùng ý kiến tại Tổ dân phố 5"]
    return {
        **contexts.sample_head(
            f"trả lời ý kiến, kiến nghị số {wording.unbroken('YK-2024-0001')}", draft=draft
        ),
        **contexts.sample_signed(SYMBOL, ("Như trên", LEADERS), draft=draft),
        "addressee": "" if draft else many[0],
        "addressees": wording.listed(many) if draft else [],
        "opening": "Thực hiện Thông báo số 05/TB-UBND ngày 05/01/2024, UBND phường trả lời:",
        "closing": wording.ended(["UBND phường trả lời để ông (bà) được biết."]),
    }


def final_samples() -> Sequence[FinalText]:
    return [
        FinalText(
            **_sample_letter(draft=draft),
            answer=["Đã thay nắp cống ngày 10/01/2024.", "Nhà thầu bảo hành 12 tháng."],
            plan=["Quý II sửa tiếp đoạn còn lại."] if draft else [],
        )
        for draft in (False, True)
    ]


def interim_samples() -> Sequence[InterimText]:
    return [
        InterimText(
            **_sample_letter(draft=draft),
            answer=["Đang xác minh ranh giới đất."],
            requirements=["Cần đo đạc lại theo hồ sơ địa chính."],
            promised_on="28/02/2024",
            responsibility=["Địa chính chủ trì, phối hợp Tài chính."],
        )
        for draft in (False, True)
    ]


def _finder(kind: str) -> Any:
    def find(user: Account, reply_id: int) -> Reply:
        """The reply to who works on it: it bears the resident's name."""
        reply = get_reply(user, reply_id)
        if reply.kind != kind or not sees_assignment(user, reply.assignment_id):
            raise NotAllowed
        return reply

    return find


def _receipt(reply: Reply) -> str:
    return reply.assignment.conclusion.opinion.receipt or ""


REQUIRED = contexts.REQUIRED | {"addressee", "addressees", "answer"}

FINAL = Kind(
    code="reply",
    title="Công văn trả lời công dân",
    build=build_final,
    find=_finder("final"),
    context=context,
    samples=final_samples,
    required=REQUIRED,
    file_name=lambda reply: f"Công văn trả lời {_receipt(reply)}",
)

INTERIM = Kind(
    code="interim_reply",
    title="Văn bản trả lời tạm thời",
    build=build_interim,
    find=_finder("interim"),
    context=context,
    samples=interim_samples,
    required=REQUIRED | {"requirements", "promised_on", "responsibility"},
    file_name=lambda reply: f"Trả lời tạm thời {_receipt(reply)}",
)
