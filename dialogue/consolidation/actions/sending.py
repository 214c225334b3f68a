"""The consolidation goes to the office, comes back, goes again (B4, B5)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from dialogue.accounts.models import Account
from dialogue.consolidation.models import Consolidation
from dialogue.consolidation.queries import load, obstacle, open_of
from dialogue.consolidation.workflow import CONSOLIDATION
from dialogue.core import clock
from dialogue.core.errors import Conflict, DomainError, InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.history.actions import perform
from dialogue.notifications.actions import tell_role, tell_unit
from dialogue.opinions import actions as opinions
from dialogue.opinions.actions.intake import OPEN_FOR_OPINIONS
from dialogue.opinions.models import Opinion

MAX_NOTE = 3000


@dataclass(frozen=True)
class Problem:
    """An opinion that keeps the consolidation from being sent, and why."""

    opinion_id: int
    words: str
    state: str
    why: str


class Unsendable(InvalidInput):
    """Nothing was sent: ``problems`` names each opinion that stands in the way."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            f"Chưa gửi gì cả: có {len(problems)} ý kiến chưa gửi được, xin xem dưới đây."
        )
        self.problems = problems


def needs_reason(consolidation: Consolidation) -> bool:
    """Whether sending it now asks why it is late: the whole, or what was added to it since."""
    if not opinions.is_late(consolidation.meeting):
        return False
    if consolidation.state == "draft":
        return True
    return any(
        item.opinion.state == "draft" and not item.opinion.late_reason
        for item in consolidation.items
    )


def send(
    consolidation: Consolidation,
    *,
    note: str = "",
    late_reason: str = "",
    actor: Account,
    version: int | None = None,
) -> Consolidation:
    """Send it, first or again, with every opinion in it that was not sent before.

    All in one transaction, each opinion with its own receipt. ``Unsendable`` names those that
    cannot be sent: then nothing is. Late is marked, never refused; it asks for a reason.
    """
    with unit_of_work():
        load(consolidation)
        verb = "resend" if consolidation.state == "returned" else "send"
        CONSOLIDATION.permit(actor, consolidation, verb, version=version)
        reason = clean(late_reason)
        _check(consolidation, clean(note), reason)
        sent = _send_opinions(consolidation, reason, actor)
        if verb == "send":
            consolidation.late = opinions.is_late(consolidation.meeting)
            consolidation.late_reason = reason if consolidation.late else ""
            consolidation.year, consolidation.number = _next_number()
            consolidation.sent_at = clock.now()
        consolidation.note = clean(note)
        late = verb == "send" and consolidation.late
        perform(
            CONSOLIDATION,
            consolidation,
            verb,
            actor=actor,
            version=version,
            reason=reason,
            label=CONSOLIDATION.row(verb).label + (" (gửi muộn)" if late else ""),
            receipt=consolidation.receipt,
            sent=[opinion.receipt for opinion in sent],
            note=consolidation.note,
        )
        _tell_office(consolidation, again=verb == "resend")
        return consolidation


def _check(consolidation: Consolidation, note: str, reason: str) -> None:
    if not consolidation.items:
        raise InvalidInput("Bản tổng hợp chưa có ý kiến nào. Xin xếp ý kiến vào nhóm trước.")
    if consolidation.meeting.state not in OPEN_FOR_OPINIONS:
        raise InvalidInput("Đợt đối thoại này đã họp xong nên không nhận bản tổng hợp nữa.")
    if len(note) > MAX_NOTE:
        raise InvalidInput(f"Lời gửi kèm dài nhất {MAX_NOTE} ký tự.", "note")
    if needs_reason(consolidation) and not reason:
        raise InvalidInput("Đã quá hạn gửi ý kiến: cần ghi lý do gửi muộn.", "late_reason")


def _send_opinions(consolidation: Consolidation, late_reason: str, actor: Account) -> list[Opinion]:
    sent: list[Opinion] = []
    problems: list[Problem] = []
    for item in consolidation.items:
        opinion = item.opinion
        before = opinion.id, opinion.short, opinion.state
        why = obstacle(consolidation, opinion)
        if not why and opinion.state == "draft":
            try:
                opinions.send(opinion, actor=actor, late_reason=late_reason)
            except DomainError as refusal:
                why = refusal.message
            else:
                sent.append(opinion)
        if why:
            problems.append(Problem(*before, why))
    if problems:
        raise Unsendable(problems)  # the transaction takes back what was sent above
    return sent


def _next_number() -> tuple[int, int]:
    """The year's next number; a sent consolidation is never deleted, so there is no gap."""
    year = clock.today().year
    last = db.session.scalar(
        select(func.max(Consolidation.number)).where(Consolidation.year == year)
    )
    return year, (last or 0) + 1


def _tell_office(consolidation: Consolidation, *, again: bool) -> None:
    count, groups = len(consolidation.items), len(consolidation.headings)
    word = "gửi lại" if again else "gửi"
    tell_role(
        "office",
        f"{consolidation.unit.name} {word} bản tổng hợp {consolidation.receipt}: "
        f"{count} ý kiến trong {groups} nhóm, {consolidation.meeting.name}.",
        url=f"/consolidations/{consolidation.id}",
    )


def return_to_unit(
    consolidation: Consolidation, *, reason: str, actor: Account, version: int | None = None
) -> Consolidation:
    """Give it back to be put right, with the reason; the opinions in it stay sent.

    ``Conflict`` while the unit has another one open for the meeting.
    """
    with unit_of_work():
        CONSOLIDATION.permit(actor, consolidation, "return", version=version, reason=reason)
        if open_of(consolidation.unit_id, consolidation.meeting_id) is not None:
            raise Conflict(
                "Đơn vị đang soạn một bản tổng hợp khác cho đợt này nên chưa trả lại được. "
                "Có thể hỏi lại từng ý kiến."
            )
        consolidation.office_note = clean(reason)
        perform(CONSOLIDATION, consolidation, "return", actor=actor, version=version, reason=reason)
        tell_unit(
            consolidation.unit_id,
            f"Văn phòng trả lại bản tổng hợp {consolidation.receipt} để sửa: "
            f"{consolidation.office_note}",
            url=f"/consolidations/{consolidation.id}",
        )
        return consolidation


def take_back(
    consolidation: Consolidation, *, actor: Account, version: int | None = None
) -> Consolidation:
    """The office takes it after all, as long as the unit has added nothing."""
    with unit_of_work():
        perform(CONSOLIDATION, consolidation, "take_back", actor=actor, version=version)
        tell_unit(
            consolidation.unit_id,
            f"Văn phòng đã nhận bản tổng hợp {consolidation.receipt}, không cần sửa nữa.",
            url=f"/consolidations/{consolidation.id}",
        )
        return consolidation
