"""The only writer of reports."""

from __future__ import annotations

from datetime import date

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.followup.actions.dates import check_date_of_issue
from dialogue.followup.register import take_number
from dialogue.history.actions import perform, record
from dialogue.notifications.actions import tell_account, tell_role, tell_unit
from dialogue.plans.actions import complete_task
from dialogue.plans.models import Meeting
from dialogue.reports.models import KINDS, Report
from dialogue.reports.permissions import may_begin
from dialogue.reports.queries import figures_of, given_to, presider_task, report_of
from dialogue.reports.workflow import REPORT

OVER = ("ended", "closed")
NOTHING = "Kết luận của đợt này không giao việc cho đơn vị."


def begin(meeting: Meeting, kind: str, *, actor: Account) -> Report:
    """Start a report of ``kind``; one that was begun is given back.

    ``Conflict`` before the meeting is over, or for a unit that was given nothing.
    """
    with unit_of_work() as session:
        if kind not in KINDS or not may_begin(actor, meeting, kind):
            raise NotAllowed
        if meeting.state not in OVER:
            raise Conflict("Chỉ báo cáo sau khi buổi đối thoại kết thúc.")
        found = report_of(meeting, kind, actor.unit_id)
        if found is not None:
            return found
        if kind == "unit" and not given_to(actor.unit_id, meeting):
            raise Conflict(NOTHING)
        report = Report(meeting=meeting, kind=kind, unit=actor.unit, drafted_by_id=actor.id)
        session.add(report)
        session.flush()
        moved = (None, "draft", "", REPORT.label("draft"))
        record(actor, report, "begin", f"Soạn: {report.title}", moved=moved)
        return report


def edit(
    report: Report, *, words: str, proposals: str, actor: Account, version: int | None = None
) -> None:
    """The writer's own words; figures come by themselves."""
    with unit_of_work():
        REPORT.permit(actor, report, "edit", version=version)
        words, proposals = clean(words), clean(proposals)
        if (words, proposals) == (report.words, report.proposals):
            return
        perform(REPORT, report, "edit", actor=actor, version=version,
                before=[report.words, report.proposals])  # fmt: skip
        report.words, report.proposals = words, proposals


def submit(report: Report, *, actor: Account, version: int | None = None) -> None:
    """Hand it in; its figures are kept as they are now. ``InvalidInput`` without words."""
    with unit_of_work():
        REPORT.permit(actor, report, "submit", version=version)
        if not report.words:
            raise InvalidInput("Cần ghi tình hình, kết quả thực hiện.", field="words")
        perform(REPORT, report, "submit", actor=actor, version=version)
        report.figures = [list(one) for one in figures_of(actor, report)]
        report.drafted_by_id, report.submitted_at = actor.id, clock.now()
        report.remarks = ""
        _close_task(report, actor)
        role = "office" if report.kind == "unit" else "chair"
        tell_role(role, f"{report.title}: {report.meeting.name}, chờ duyệt.", url=_url(report))


def _close_task(report: Report, actor: Account) -> None:
    """The delegated presider's task is done with his report (B11)."""
    if report.kind != "presider":
        return
    task = presider_task(report.meeting)
    if task is not None and task.state == "open":
        complete_task(task, f"Đã gửi báo cáo: {report.words[:200]}", actor=actor)


def recall(report: Report, *, actor: Account, version: int | None = None) -> None:
    """Take it back to edit it."""
    with unit_of_work():
        perform(REPORT, report, "recall", actor=actor, version=version)


def give_back(report: Report, *, reason: str, actor: Account, version: int | None = None) -> None:
    """Return it with remarks."""
    with unit_of_work():
        perform(REPORT, report, "return", actor=actor, version=version, reason=reason)
        report.remarks = clean(reason)
        _tell_writer(report, f"{report.title} được trả lại: {report.remarks}"[:400])


def approve(report: Report, *, actor: Account, version: int | None = None) -> None:
    """Take it in; of the ward's own report: sign it."""
    with unit_of_work():
        perform(REPORT, report, "approve", actor=actor, version=version)
        report.approved_by_id, report.approved_at = actor.id, clock.now()
        report.signer_name = actor.full_name
        report.signer_role = "chair" if is_chair(actor) else ""
        _tell_writer(report, f"{report.title}: đã duyệt.")


def issue(report: Report, *, issued_on: date, actor: Account, version: int | None = None) -> None:
    """Number and date the ward's report; from then on it is what went to the body above."""
    with unit_of_work():
        REPORT.permit(actor, report, "issue", version=version)
        check_date_of_issue(issued_on, report.approved_at)
        title = f"Kết quả đối thoại {report.meeting.name}"
        entry = take_number("BC", issued_on.year, report, title, issued_on)
        report.number, report.symbol, report.issued_on = entry.number, entry.symbol, issued_on
        perform(REPORT, report, "issue", actor=actor, version=version,
                label=f"Ban hành báo cáo số {entry.symbol}")  # fmt: skip


def _tell_writer(report: Report, text: str) -> None:
    if report.kind == "presider":
        tell_account(report.drafted_by_id, text, url=_url(report))
    else:
        tell_unit(report.unit_id, text, url=_url(report))


def _url(report: Report) -> str:
    return f"/reports/{report.id}"
