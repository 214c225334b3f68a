"""The steps of the notice, each its own sub-resource."""

from __future__ import annotations

from typing import Any

from flask import url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.forms import StepForm, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.followup import actions, queries
from dialogue.followup.forms import IssueForm, ReasonForm
from dialogue.followup.views import bp
from dialogue.followup.views.notice import page
from dialogue.followup.workflow import NOTICE
from dialogue.plans.permissions import takes_part


@bp.post("/notices/<int:notice_id>/submission")
@requires(takes_part)
@shows_fresh("followup.notice")
def submit_notice(notice_id: int) -> Any:
    notice = queries.get_notice(actor(), notice_id)
    try:
        actions.submit_notice(notice, actor=actor(), version=StepForm().version.data)
    except InvalidInput as refusal:
        return page(queries.get_notice(actor(), notice_id), refused=refusal.message), 422
    say("Đã trình thông báo kết luận.", undo_url=url_for(".recall_notice", notice_id=notice_id))
    return go(url_for(".notice", notice_id=notice_id))


@bp.post("/notices/<int:notice_id>/recall")
@requires(takes_part)
@shows_fresh("followup.notice")
def recall_notice(notice_id: int) -> Any:
    notice = queries.get_notice(actor(), notice_id)
    actions.recall_notice(notice, actor=actor(), version=StepForm().version.data)
    say("Đã rút thông báo lại để sửa.")
    return go(url_for(".notice", notice_id=notice_id))


@bp.post("/notices/<int:notice_id>/return")
@requires(takes_part)
@shows_fresh("followup.notice")
def return_notice(notice_id: int) -> Any:
    notice = queries.get_notice(actor(), notice_id)
    NOTICE.admit(actor(), notice, "return")
    form = ReasonForm()
    if not form.validate_on_submit():
        return page(notice, returning=form), 422
    actions.return_notice(
        notice, reason=form.reason.data or "", actor=actor(), version=form.version.data
    )
    say("Đã trả thông báo lại cho Văn phòng.")
    return go(url_for(".notice", notice_id=notice_id))


@bp.post("/notices/<int:notice_id>/approval")
@requires(takes_part)
@shows_fresh("followup.notice")
def approve_notice(notice_id: int) -> Any:
    notice = queries.get_notice(actor(), notice_id)
    actions.approve_notice(notice, actor=actor(), version=StepForm().version.data)
    say("Đã duyệt thông báo kết luận. Văn phòng sẽ ghi số và ban hành.")
    return go(url_for(".notice", notice_id=notice_id))


@bp.post("/notices/<int:notice_id>/issue")
@requires(takes_part)
@shows_fresh("followup.notice")
def issue_notice(notice_id: int) -> Any:
    notice = queries.get_notice(actor(), notice_id)
    NOTICE.admit(actor(), notice, "issue")
    form = IssueForm()
    if not form.validate_on_submit():
        return page(notice, issuing=form), 422
    assert form.issued_on.data is not None
    try:
        actions.issue_notice(
            notice, issued_on=form.issued_on.data, actor=actor(), version=form.version.data
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return page(queries.get_notice(actor(), notice_id), issuing=form), 422
    say(f"Đã ban hành thông báo số {notice.symbol} và giao việc cho các đơn vị.")
    return go(url_for(".notice", notice_id=notice_id))
