"""HTTP of reports."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import StepForm, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.history.queries import timeline
from dialogue.plans.permissions import takes_part
from dialogue.plans.queries import get_meeting
from dialogue.reports import actions, queries
from dialogue.reports.forms import IssueForm, ReportForm, ReturnForm
from dialogue.reports.models import KINDS, Report
from dialogue.reports.permissions import may_begin
from dialogue.reports.workflow import REPORT

bp = Blueprint("reports", __name__)


@bp.get("/meetings/<int:meeting_id>/result-reports")
@requires(takes_part)
def index(meeting_id: int) -> Any:
    """The reports on a meeting, and which ones the reader may begin."""
    user, meeting = actor(), get_meeting(actor(), meeting_id)
    found = queries.reports_on(user, meeting)
    begun = {one.kind for one in found if one.unit_id == user.unit_id}
    over = meeting.state in actions.OVER
    return render_template(
        "reports/index.html",
        meeting=meeting,
        reports=found,
        may=[
            kind
            for kind in KINDS
            if over
            and kind not in begun
            and may_begin(user, meeting, kind)
            and (kind != "unit" or queries.given_to(user.unit_id, meeting))
        ],
        KINDS=KINDS,
        REPORT=REPORT,
    )


@bp.post("/meetings/<int:meeting_id>/result-reports/<kind>")
@requires(takes_part)
@shows_fresh("reports.index")
def begin(meeting_id: int, kind: str) -> Any:
    """Start one; one that was begun is opened."""
    found = actions.begin(get_meeting(actor(), meeting_id), kind, actor=actor())
    return go(url_for(".edit" if found.state == "draft" else ".report", report_id=found.id))


@bp.get("/reports/<int:report_id>")
@requires(takes_part)
def report(report_id: int) -> Any:
    """One report with the steps that are open to the reader now."""
    return _page(queries.get_report(actor(), report_id))


def _page(
    found: Report,
    *,
    issuing: IssueForm | None = None,
    returning: ReturnForm | None = None,
) -> str:
    user = actor()
    live = found.state == "draft"
    return render_template(
        "reports/report.html",
        report=found,
        figures=queries.figures_of(user, found) if live else found.figures,
        given=queries.given_to(found.unit_id, found.meeting) if found.kind == "unit" else [],
        available={row.verb for row in REPORT.available(user, found)},
        issuing=issuing or IssueForm(formdata=None, version=found.version, issued_on=clock.today()),
        returning=returning or ReturnForm(formdata=None, version=found.version),
        events=timeline(found),
        REPORT=REPORT,
    )


@bp.route("/reports/<int:report_id>/edit", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("reports.report")
def edit(report_id: int) -> Any:
    """Write it; "Gửi báo cáo" saves and hands it in at once."""
    found = queries.get_report(actor(), report_id)
    REPORT.permit(actor(), found, "edit")
    form = ReportForm(words=found.words, proposals=found.proposals, version=found.version)
    if form.validate_on_submit():
        try:
            actions.edit(
                found,
                words=form.words.data or "",
                proposals=form.proposals.data or "",
                actor=actor(),
                version=form.version.data,
            )
            if request.form.get("step") == "submit":
                actions.submit(found, actor=actor())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            sent = found.state == "submitted"
            say("Đã gửi báo cáo." if sent else "Đã lưu. Báo cáo chưa gửi.")
            return go(url_for(".report", report_id=report_id))
    found = queries.get_report(actor(), report_id)
    page = render_template(
        "reports/edit.html",
        report=found,
        form=form,
        figures=queries.figures_of(actor(), found),
        given=queries.given_to(found.unit_id, found.meeting) if found.kind == "unit" else [],
    )
    return page, 422 if form.errors else 200


STEPS = {
    "recall": (actions.recall, "Đã rút lại để sửa."),
    "approval": (actions.approve, "Đã duyệt báo cáo."),
}


@bp.post("/reports/<int:report_id>/<step>")
@requires(takes_part)
@shows_fresh("reports.report")
def take_step(report_id: int, step: str) -> Any:
    """Take it back, or take it in."""
    if step not in STEPS:
        abort(404)
    found = queries.get_report(actor(), report_id)
    act, said = STEPS[step]
    act(found, actor=actor(), version=StepForm().version.data)
    say(said)
    return go(url_for(".report", report_id=report_id))


@bp.post("/reports/<int:report_id>/return")
@requires(takes_part)
@shows_fresh("reports.report")
def give_back(report_id: int) -> Any:
    """Back to its writer with remarks."""
    found = queries.get_report(actor(), report_id)
    REPORT.admit(actor(), found, "return")
    form = ReturnForm()
    if not form.validate_on_submit():
        return _page(found, returning=form), 422
    actions.give_back(
        found, reason=form.reason.data or "", actor=actor(), version=form.version.data
    )
    say("Đã trả lại báo cáo.")
    return go(url_for(".report", report_id=report_id))


@bp.post("/reports/<int:report_id>/issue")
@requires(takes_part)
@shows_fresh("reports.report")
def issue(report_id: int) -> Any:
    """Number and date it."""
    found = queries.get_report(actor(), report_id)
    REPORT.admit(actor(), found, "issue")
    form = IssueForm()
    if not form.validate_on_submit():
        return _page(found, issuing=form), 422
    assert form.issued_on.data is not None
    try:
        actions.issue(
            found, issued_on=form.issued_on.data, actor=actor(), version=form.version.data
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _page(queries.get_report(actor(), report_id), issuing=form), 422
    say(f"Đã ban hành báo cáo số {found.symbol}.")
    return go(url_for(".report", report_id=report_id))
