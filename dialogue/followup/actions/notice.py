"""The conclusion notice: composed, submitted, approved, numbered and issued (A1, A2)."""

from __future__ import annotations

from datetime import date

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import set_due, set_due_on
from dialogue.deadlines.models import DueDate
from dialogue.deadlines.queries import preview_due
from dialogue.followup import words as usual
from dialogue.followup.actions import tell
from dialogue.followup.actions.dates import check_date_of_issue
from dialogue.followup.actions.items import clear_approval, sync_items
from dialogue.followup.hooks import tell_issued
from dialogue.followup.models import Assignment, Conclusion, ConclusionNotice, NoticeItem
from dialogue.followup.permissions import OVER
from dialogue.followup.queries import notice_of, obstacles
from dialogue.followup.register import take_number
from dialogue.followup.workflow import NOTICE
from dialogue.history.actions import perform, record
from dialogue.plans.models import Meeting

NOT_OVER = "Chỉ soạn thông báo kết luận sau khi buổi đối thoại kết thúc."


def compose_notice(meeting: Meeting, *, actor: Account) -> ConclusionNotice:
    """Start the notice of ``meeting`` from its conclusions; done again it adds the new ones."""
    with unit_of_work() as session:
        if not is_office(actor):
            raise NotAllowed
        if meeting.state not in OVER:
            raise Conflict(NOT_OVER)
        notice = notice_of(meeting)
        if notice is None:
            notice = ConclusionNotice(
                meeting_id=meeting.id,
                opening=usual.notice_opening(meeting),
                closing=usual.notice_closing(meeting),
                drafted_by_id=actor.id,
            )
            session.add(notice)
            moved = (None, "draft", "", NOTICE.label("draft"))
            record(actor, notice, "compose", "Soạn thông báo kết luận", moved=moved)
        if notice.state == "draft":
            sync_items(notice)
        return notice


def edit_notice(
    notice: ConclusionNotice,
    *,
    opening: str,
    closing: str,
    actor: Account,
    version: int | None = None,
) -> None:
    """Word the opening and the closing."""
    with unit_of_work():
        NOTICE.permit(actor, notice, "edit", version=version)
        opening, closing = clean(opening), clean(closing)
        if not opening:
            raise InvalidInput("Cần ghi phần mở đầu.", field="opening")
        if not closing:
            raise InvalidInput("Cần ghi phần kết.", field="closing")
        if (opening, closing) == (notice.opening, notice.closing):
            return
        perform(
            NOTICE, notice, "edit", actor=actor, version=version, label="Sửa phần mở đầu, kết",
            before=[notice.opening, notice.closing],
        )  # fmt: skip
        notice.opening, notice.closing = opening, closing


def edit_item(item: NoticeItem, *, words: str, actor: Account, version: int | None = None) -> None:
    """Word one matter for the notice; it stays tied to its conclusion as it is now."""
    with unit_of_work():
        notice = item.notice
        NOTICE.permit(actor, notice, "edit", version=version)
        words = clean(words)
        if not words:
            raise InvalidInput("Cần ghi nội dung kết luận.", field="words")
        perform(
            NOTICE, notice, "edit", actor=actor, version=version,
            label=f"Sửa lời văn mục {item.position}",
            conclusion_id=item.conclusion_id, before=item.words, after=words,
        )  # fmt: skip
        item.words = words
        item.conclusion_version = item.conclusion.version


def submit_notice(notice: ConclusionNotice, *, actor: Account, version: int | None = None) -> None:
    """Hand the notice to the presider; ``InvalidInput`` names each matter in the way."""
    with unit_of_work():
        NOTICE.permit(actor, notice, "submit", version=version)
        if notice.state == "draft":
            sync_items(notice)
        in_the_way = obstacles(notice)
        if in_the_way:
            raise InvalidInput("Chưa trình được: " + " ".join(in_the_way))
        perform(NOTICE, notice, "submit", actor=actor, version=version)
        notice.drafted_by_id = actor.id
        notice.remarks = ""
        tell.notice_submitted(notice)


def recall_notice(notice: ConclusionNotice, *, actor: Account, version: int | None = None) -> None:
    """Take a submitted notice back to edit it."""
    with unit_of_work():
        perform(NOTICE, notice, "recall", actor=actor, version=version)


def return_notice(
    notice: ConclusionNotice, *, reason: str, actor: Account, version: int | None = None
) -> None:
    """Give it back to the office with remarks; an approval not yet issued falls with it."""
    with unit_of_work():
        perform(NOTICE, notice, "return", actor=actor, version=version, reason=reason)
        notice.remarks = clean(reason)
        clear_approval(notice)
        tell.notice_returned(notice)


def approve_notice(notice: ConclusionNotice, *, actor: Account, version: int | None = None) -> None:
    """Sign as chair, or for the chair as vice chair; name and post are kept as on that day."""
    with unit_of_work():
        perform(NOTICE, notice, "approve", actor=actor, version=version)
        notice.approved_by_id = actor.id
        notice.approved_at = clock.now()
        notice.signer_name = actor.full_name
        notice.signer_role = "chair" if is_chair(actor) else "vice_chair"
        tell.notice_approved(notice)


def _due_of(conclusion: Conclusion, issued_on: date) -> DueDate:
    """By the rule, counted from the date of issue; sooner where the presider named a day."""
    label = f"Trả lời {conclusion.opinion.receipt}"
    named = conclusion.wanted_on
    if named is None or named >= preview_due("assignment", issued_on).due_on:
        return set_due("assignment", issued_on, label=label)
    if named <= issued_on:
        raise InvalidInput(
            f"{conclusion.opinion.receipt}: ngày chủ trì hẹn ({clock.show_date(named)}) không sau "
            "ngày ban hành. Xin sửa kết luận đó trước.",
            field="issued_on",
        )
    return set_due_on(named, label=label, basis="Kết luận của chủ trì tại hội nghị")


def issue_notice(
    notice: ConclusionNotice, *, issued_on: date, actor: Account, version: int | None = None
) -> None:
    """Number and date the notice; its promises become assignments, their clocks start.

    ``InvalidInput`` for a date before the meeting, before the approval, in the future or
    before the register's last one. Conclusions cannot be changed from then on.
    """
    with unit_of_work() as session:
        NOTICE.permit(actor, notice, "issue", version=version)
        meeting = notice.meeting
        held_on = meeting.held_on
        if held_on is not None and issued_on < held_on:
            raise InvalidInput("Ngày ban hành không được trước ngày đối thoại.", field="issued_on")
        check_date_of_issue(issued_on, notice.approved_at)
        entry = take_number(
            "TB", issued_on.year, notice, usual.notice_subject(meeting), issued_on
        )  # fmt: skip
        notice.number, notice.symbol, notice.issued_on = entry.number, entry.symbol, issued_on
        perform(
            NOTICE, notice, "issue", actor=actor, version=version,
            label=f"Ban hành thông báo số {entry.symbol}", issued_on=issued_on.isoformat(),
        )  # fmt: skip
        for item in notice.items:
            conclusion = item.conclusion
            if conclusion.is_assigned:
                assert conclusion.lead_unit_id is not None  # CHECK assigned_has_lead
                due = _due_of(conclusion, issued_on)
                assignment = Assignment(
                    conclusion_id=conclusion.id, lead_unit_id=conclusion.lead_unit_id, due_id=due.id
                )
                session.add(assignment)
                moved = (None, "open", "", "Đang giải quyết")
                label = f"Giao {conclusion.lead_unit.name}" if conclusion.lead_unit else "Giao"
                record(actor, assignment, "assign", label, moved=moved, due_id=due.id)
                item.due_on = due.due_on
                tell.assigned(assignment)
            tell.concluded(conclusion, notice)
        tell_issued(actor, notice)
