"""Nội quy of a meeting, as the office wrote it for that meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.core.errors import InvalidInput
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Paper, letterhead, signature, type_and_subject
from dialogue.documents.signing import leader_on
from dialogue.followup.words import conference
from dialogue.plans.models import Meeting
from dialogue.plans.queries import get_meeting, presider_of


@dataclass(frozen=True, kw_only=True)
class HouseRulesText(contexts.Signed):
    """What the house rules say."""

    opening: str = said("Câu mở đầu")
    rules: list[str] = said("Các điều của nội quy, từng dòng")
    closing: list[str] = said("Câu kết")


def build() -> Paper:
    paper = Paper()
    letterhead(paper, numbered=False)
    type_and_subject(paper, "NỘI QUY")
    paper.line("{{ opening }}", "Lời văn")
    paper.lines("rules")
    paper.lines("closing", "Lời kết")
    signature(paper)
    return paper


def context(meeting: Meeting) -> HouseRulesText:
    """The rules as they stand. ``InvalidInput`` while there is none."""
    rules = [line for rule in meeting.house_rules for line in wording.paragraphs(rule)]
    if not rules:
        raise InvalidInput("Chưa ghi nội quy của buổi đối thoại nên chưa soạn được văn bản.")
    return HouseRulesText(
        **contexts.headed(conference(meeting), None),
        **contexts.signed("", leader_on(preferred=presider_of(meeting)), contexts.RECIPIENTS[2:]),
        opening=_opening(conference(meeting)),
        rules=[f"{place}. {rule}" for place, rule in enumerate(rules, start=1)],
        closing=_closing(),
    )


def _opening(event: str) -> str:
    return f"Đại biểu và Nhân dân dự {event} thực hiện các quy định sau:"


def _closing() -> list[str]:
    return wording.ended(["Đề nghị đại biểu và Nhân dân dự hội nghị nghiêm túc thực hiện Nội quy"])


def samples() -> Sequence[HouseRulesText]:
    return [
        HouseRulesText(
            **contexts.sample_head("Hội nghị đối thoại với Nhân dân", draft=draft),
            **contexts.sample_signed("", draft=draft),
            opening=_opening("Hội nghị đối thoại"),
            rules=[] if draft else ["1. Có mặt đúng giờ.", "2. Giữ trật tự."],
            closing=_closing(),
        )
        for draft in (False, True)
    ]


KIND = Kind(
    code="house_rules",
    title="Nội quy",
    build=build,
    find=get_meeting,
    context=context,
    samples=samples,
    required=(contexts.REQUIRED - {"number"}) | {"rules"},
    file_name=lambda meeting: f"Nội quy {meeting.name}",
    numbered=False,
)
