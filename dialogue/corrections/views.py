"""HTTP of corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from dialogue.accounts.permissions import is_office
from dialogue.accounts.queries import ward_on
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import StepForm, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.corrections import actions, queries
from dialogue.corrections.forms import (
    BeginForm,
    IssueForm,
    MoveForm,
    ReturnForm,
)
from dialogue.corrections.models import NoticeCorrection
from dialogue.corrections.workflow import CORRECTION
from dialogue.followup import words
from dialogue.followup.privacy import public_name, public_text
from dialogue.followup.queries import get_notice
from dialogue.history.queries import timeline
from dialogue.plans.permissions import takes_part

bp = Blueprint("corrections", __name__)
MAX_WORDS = 8000


@bp.route("/notices/<int:notice_id>/corrections/new", methods=["GET", "POST"])
@requires(is_office)
@shows_fresh("followup.notice")
def begin(notice_id: int) -> Any:
    """Start a correction; one in hand is opened instead."""
    notice = get_notice(actor(), notice_id)
    if notice.state != "issued":
        abort(404)
    open_one = queries.in_hand(notice)
    if open_one is not None and request.method == "GET":
        return go(url_for(".correction", correction_id=open_one.id))
    form = BeginForm()
    if form.validate_on_submit():
        found = actions.begin(notice, reason=form.reason.data or "", actor=actor())
        say("Đã bắt đầu bản đính chính. Sửa lời các mục cần đính chính.")
        return go(url_for(".edit", correction_id=found.id))
    page = render_template("corrections/begin.html", notice=notice, form=form)
    return page, 422 if form.errors else 200


@bp.get("/corrections/<int:correction_id>")
@requires(takes_part)
def correction(correction_id: int) -> Any:
    """The correction with the steps that are open to the reader now."""
    return _page(queries.get_correction(actor(), correction_id))


def _page(
    found: NoticeCorrection,
    *,
    issuing: IssueForm | None = None,
    returning: ReturnForm | None = None,
    refused: str = "",
) -> str:
    user = actor()
    return render_template(
        "corrections/correction.html",
        correction=found,
        notice=found.notice,
        available={row.verb for row in CORRECTION.available(user, found)},
        issuing=issuing or IssueForm(formdata=None, version=found.version, issued_on=clock.today()),
        returning=returning or ReturnForm(formdata=None, version=found.version),
        refused=refused,
        events=timeline(found),
        public_name=public_name,
        public_text=public_text,
        CORRECTION=CORRECTION,
    )


@bp.route("/corrections/<int:correction_id>/edit", methods=["GET", "POST"])
@requires(is_office)
@shows_fresh("corrections.correction")
def edit(correction_id: int) -> Any:
    """Word the items anew; one whose words stay the same is not corrected."""
    found = queries.get_correction(actor(), correction_id)
    CORRECTION.permit(actor(), found, "edit")
    now = {one.item_id: one.words for one in found.items}
    earlier = queries.corrected_words([item.id for item in found.notice.items])
    shown = {
        item.id: now.get(item.id) or (earlier[item.id][0] if item.id in earlier else item.words)
        for item in found.notice.items
    }
    form = BeginForm(reason=found.reason, version=found.version)
    too_long: set[int] = set()
    if request.method == "POST":
        shown = {k: request.form.get(f"words-{k}", v) for k, v in shown.items()}
        too_long = {k for k, v in shown.items() if len(v) > MAX_WORDS}
        if form.validate() and not too_long:
            actions.edit(
                found,
                shown,
                reason=form.reason.data or "",
                actor=actor(),
                version=form.version.data,
            )
            say("Đã lưu bản đính chính. Chưa trình.")
            return go(url_for(".correction", correction_id=correction_id))
    page = render_template(
        "corrections/edit.html",
        correction=found,
        form=form,
        shown=shown,
        too_long=too_long,
        limit=MAX_WORDS,
    )
    return page, 422 if form.errors or too_long else 200


def _step(correction_id: int, act: Callable[..., None], said: str) -> Any:
    found = queries.get_correction(actor(), correction_id)
    try:
        act(found, actor=actor(), version=StepForm().version.data)
    except InvalidInput as refusal:
        found = queries.get_correction(actor(), correction_id)
        return _page(found, refused=refusal.message), 422
    say(said)
    return go(url_for(".correction", correction_id=correction_id))


@bp.post("/corrections/<int:correction_id>/submission")
@requires(is_office)
@shows_fresh("corrections.correction")
def submit(correction_id: int) -> Any:
    return _step(correction_id, actions.submit, "Đã trình thông báo đính chính.")


@bp.post("/corrections/<int:correction_id>/recall")
@requires(is_office)
@shows_fresh("corrections.correction")
def recall(correction_id: int) -> Any:
    return _step(correction_id, actions.recall, "Đã rút lại để sửa.")


@bp.post("/corrections/<int:correction_id>/approval")
@requires(takes_part)
@shows_fresh("corrections.correction")
def approve(correction_id: int) -> Any:
    return _step(correction_id, actions.approve, "Đã duyệt. Văn phòng sẽ ghi số và ban hành.")


@bp.post("/corrections/<int:correction_id>/drop")
@requires(is_office)
@shows_fresh("corrections.correction")
def drop(correction_id: int) -> Any:
    """Give up a draft."""
    found = queries.get_correction(actor(), correction_id)
    notice_id = found.notice_id
    actions.drop(found, actor=actor(), version=StepForm().version.data)
    say("Đã bỏ bản đính chính.")
    return go(url_for("followup.notice", notice_id=notice_id))


@bp.post("/corrections/<int:correction_id>/return")
@requires(takes_part)
@shows_fresh("corrections.correction")
def give_back(correction_id: int) -> Any:
    """Back to the office with remarks."""
    found = queries.get_correction(actor(), correction_id)
    CORRECTION.admit(actor(), found, "return")
    form = ReturnForm()
    if not form.validate_on_submit():
        return _page(found, returning=form), 422
    actions.return_to_office(
        found, reason=form.reason.data or "", actor=actor(), version=form.version.data
    )
    say("Đã trả lại cho Văn phòng.")
    return go(url_for(".correction", correction_id=correction_id))


@bp.post("/corrections/<int:correction_id>/issue")
@requires(is_office)
@shows_fresh("corrections.correction")
def issue(correction_id: int) -> Any:
    """Number and date it."""
    found = queries.get_correction(actor(), correction_id)
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
        return _page(queries.get_correction(actor(), correction_id), issuing=form), 422
    say(f"Đã ban hành thông báo đính chính số {found.symbol}. Các hạn trả lời giữ nguyên.")
    return go(url_for(".correction", correction_id=correction_id))


@bp.route("/corrections/<int:correction_id>/items/<int:item_id>/due", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("corrections.correction")
def move_date(correction_id: int, item_id: int) -> Any:
    """Give a corrected item another due date, with the reason."""
    found = queries.get_correction(actor(), correction_id)
    CORRECTION.permit(actor(), found, "move_due", reason="-")
    item = next((one.item for one in found.items if one.item_id == item_id), None) or abort(404)
    form = MoveForm()
    if request.method == "GET":
        form.version.data = found.version
    elif form.validate():
        try:
            actions.move_date(
                found,
                item,
                due_on=form.due_on.data,
                reason=form.reason.data or "",
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            say("Đã đổi hạn. Đơn vị chủ trì đã được báo.")
            return go(url_for(".correction", correction_id=correction_id))
    page = render_template("corrections/move.html", correction=found, item=item, form=form)
    return page, 422 if form.errors else 200


@bp.get("/corrections/<int:correction_id>/print")
@requires(takes_part)
def print_correction(correction_id: int) -> Any:
    """As the decree lays it out; without a number while it is not issued."""
    found = queries.get_correction(actor(), correction_id)
    ward = ward_on(found.issued_on)
    return render_template(
        "corrections/print.html",
        correction=found,
        notice=found.notice,
        ward=ward,
        place_and_date=words.place_and_date(ward, found.issued_on),
        signature=words.SIGNATURES.get(found.signer_role, ()),
        public_text=public_text,
    )
