"""Giấy mời to a meeting: one file, a sheet for each guest (Mẫu 1.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import sees_everything
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.documents import contexts, wording
from dialogue.documents.kind import Kind, said
from dialogue.documents.layout import Paper, letterhead, signature, type_and_subject
from dialogue.documents.signing import LEADER_OR_HEAD, leader_on
from dialogue.followup.words import conference, written_day
from dialogue.plans.models import Meeting
from dialogue.plans.queries import get_meeting, presider_of

SYMBOL = "GM-UBND"
MOST_GUESTS = 500
TICKET = "Giấy mời số {{ guest.ticket }}. Khi đến, xin đưa giấy mời này ở bàn đăng ký."
NO_NAME = "Ông (bà) ………………………………………………"


@dataclass(frozen=True)
class Guest:
    """One guest: a person, or a unit with the delegates that it sends."""

    name: str = said("Tên, chức vụ, đơn vị người được mời; hoặc tên đơn vị")
    ticket: str = said(
        "Số thứ tự giấy mời để bàn đăng ký tra; để trống khi chưa ghi số", default=""
    )
    delegates: str = said("Giấy mời đơn vị: số đại biểu, họ tên đại biểu", default="")


@dataclass(frozen=True)
class Invitations:
    """A meeting and whom to invite; nobody named gives one sheet to fill in by hand."""

    meeting: Meeting
    guests: tuple[Guest, ...] = ()

    def to(self, guests: Sequence[Guest | str]) -> Invitations:
        """The same for these ``guests`` (or their names); ``InvalidInput`` beside ``guests``
        for too many."""
        if len(guests) > MOST_GUESTS:
            raise InvalidInput(
                f"Mỗi lần in nhiều nhất {MOST_GUESTS} giấy mời; danh sách này có {len(guests)}.",
                field="guests",
            )
        named = (Guest(one) if isinstance(one, str) else one for one in guests)
        return replace(self, guests=tuple(named))


@dataclass(frozen=True, kw_only=True)
class InvitationText(contexts.Signed):
    """What each sheet says; only the guest differs."""

    guests: list[Guest] = said("Những người được mời; mỗi người một tờ", rows=Guest)
    event: str = said("Hội nghị, nội dung")
    presider: str = said("Chủ trì")
    time: str = said("Thời gian")
    place: str = said("Địa điểm")
    closing: list[str] = said("Câu kết")


def build() -> Paper:
    paper = Paper()
    with paper.each("guest in guests"):
        letterhead(paper)
        type_and_subject(paper, "GIẤY MỜI")
        paper.line("{{ committee }} trân trọng kính mời: {{ guest.name }}.", "Lời văn")
        paper.line("Tới dự: {{ event }}.", "Lời văn")
        paper.line("Chủ trì: {{ presider }}.", "Lời văn")
        paper.line("Thời gian: {{ time }}.", "Lời văn")
        paper.line("Địa điểm: {{ place }}.", "Lời văn")
        with paper.when("guest.delegates"):
            paper.line("Đại biểu: {{ guest.delegates }}.", "Lời văn")
        with paper.when("guest.ticket"):
            paper.line(TICKET, "Lời văn")
        paper.lines("closing", "Lời kết")
        signature(paper)
        with paper.when("not loop.last"):
            paper.next_copy()
    return paper


def context(invitations: Invitations) -> InvitationText:
    """``InvalidInput`` while the meeting has no date or nobody presides."""
    meeting = invitations.meeting
    if meeting.starts_at is None:
        raise InvalidInput("Buổi đối thoại chưa định ngày nên chưa soạn được giấy mời.")
    presider = presider_of(meeting)
    signer = leader_on(preferred=presider)
    local = clock.local(meeting.starts_at)
    weekday = clock.WEEKDAYS[local.weekday()]
    return InvitationText(
        **contexts.headed(f"Dự {conference(meeting)}", None),
        **contexts.signed(wording.number(None, SYMBOL), signer, ["Như trên"]),
        guests=list(invitations.guests) or [Guest(NO_NAME)],
        event=f"{conference(meeting)}: {meeting.title}",
        presider=f"{presider.full_name}, {presider.title}".strip(", ") if presider else signer.name,
        time=f"{local:%H} giờ {local:%M}, {weekday}, {written_day(local.date())}",
        place=meeting.place,
        closing=wording.ended(["Rất mong ông (bà) đến dự đúng giờ"]),
    )


def samples() -> Sequence[InvitationText]:
    return [
        InvitationText(
            **contexts.sample_head("Dự Hội nghị đối thoại với Nhân dân", draft=draft),
            **contexts.sample_signed(SYMBOL, ["Như trên"], draft=draft),
            guests=[
                Guest("Ông Nguyễn Văn A, Phó Chủ tịch HĐND phường", ticket="01"),
                Guest("Tổ dân phố 3", delegates="02 người: Trần Thị B; Lê Văn C"),
            ][: 1 if draft else 2],
            event="Hội nghị đối thoại với Nhân dân",
            presider="Nguyễn Thị An, Chủ tịch UBND phường",
            time="08 giờ 00, thứ Sáu, ngày 12 tháng 4 năm 2024",
            place="Hội trường UBND phường",
            closing=wording.ended(["Rất mong ông (bà) đến dự đúng giờ"]),
        )
        for draft in (False, True)
    ]


def find(user: Account, meeting_id: int) -> Invitations:
    """To office and leaders."""
    if not sees_everything(user):
        raise NotAllowed
    return Invitations(get_meeting(user, meeting_id))


KIND = Kind(
    code="invitation",
    title="Giấy mời",
    build=build,
    find=find,
    context=context,
    samples=samples,
    required=contexts.REQUIRED | {"guests", "time", "place"},
    file_name=lambda invitations: f"Giấy mời {invitations.meeting.name}",
    signed_by=LEADER_OR_HEAD,
    by_order=True,
)
