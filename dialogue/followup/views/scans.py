"""The signed scan of a notice or a reply; the order of a notice's items."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, url_for

from dialogue.accounts.permissions import is_office
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import StepForm, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.files.actions import prepare
from dialogue.followup import actions, queries
from dialogue.followup.forms import ScanForm
from dialogue.followup.models import ConclusionNotice, Reply
from dialogue.followup.views import bp


@bp.route("/notices/<int:notice_id>/scan", methods=["GET", "POST"])
@requires(is_office)
@shows_fresh("followup.notice")
def notice_scan(notice_id: int) -> Any:
    """Attach the signed notice."""
    back = url_for(".notice", notice_id=notice_id)
    return _scan(queries.get_notice(actor(), notice_id), back)


@bp.route("/replies/<int:reply_id>/scan", methods=["GET", "POST"])
@requires(is_office)
@shows_fresh("followup.reply")
def reply_scan(reply_id: int) -> Any:
    """Attach the signed reply."""
    return _scan(queries.get_reply(actor(), reply_id), url_for(".reply", reply_id=reply_id))


def _scan(paper: ConclusionNotice | Reply, back: str) -> Any:
    if paper.state != "issued":
        abort(404)
    form = ScanForm()
    if form.validate_on_submit():
        try:
            files = prepare(form.photos.data or [], documents=True)
            actions.attach_scan(paper, files, actor=actor())
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            say("Đã đính kèm bản ký.")
            return go(back)
    page = render_template("followup/scan.html", symbol=paper.symbol, back=back, form=form)
    return page, 422 if form.errors else 200


@bp.post("/notices/<int:notice_id>/items/<int:item_id>/<way>")
@requires(is_office)
@shows_fresh("followup.notice")
def move_item(notice_id: int, item_id: int, way: str) -> Any:
    """One place up or down."""
    if way not in ("up", "down"):
        abort(404)
    notice = queries.get_notice(actor(), notice_id)
    item = next((one for one in notice.items if one.id == item_id), None) or abort(404)
    actions.move_item(item, earlier=way == "up", actor=actor(), version=StepForm().version.data)
    return go(url_for(".notice", notice_id=notice_id, _anchor="text"))
