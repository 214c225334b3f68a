"""The conclusion notice: its page, its wording, its print."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, url_for

from dialogue.accounts.permissions import is_office
from dialogue.accounts.queries import ward_on
from dialogue.core import clock
from dialogue.core.errors import Conflict
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.files.queries import attachments_of
from dialogue.followup import actions, queries, words
from dialogue.followup.forms import IssueForm, ItemForm, NoticeTextForm, ReasonForm
from dialogue.followup.models import OUTCOMES, ConclusionNotice
from dialogue.followup.permissions import sees_conclusions
from dialogue.followup.privacy import public_name, public_text, public_words
from dialogue.followup.views import bp
from dialogue.followup.workflow import NOTICE
from dialogue.history.queries import timeline
from dialogue.plans.permissions import takes_part
from dialogue.plans.queries import get_meeting


@bp.post("/meetings/<int:meeting_id>/notice")
@requires(is_office)
@shows_fresh("followup.conclusions")
def compose_notice(meeting_id: int) -> Any:
    notice = actions.compose_notice(get_meeting(actor(), meeting_id), actor=actor())
    say("Đã soạn thông báo từ các kết luận.")
    return go(url_for(".notice", notice_id=notice.id))


@bp.get("/notices/<int:notice_id>")
@requires(takes_part)
def notice(notice_id: int) -> Any:
    return page(queries.get_notice(actor(), notice_id))


def page(
    notice: ConclusionNotice,
    *,
    issuing: IssueForm | None = None,
    returning: ReasonForm | None = None,
    refused: str = "",
) -> str:
    """The notice with the steps that are open to the reader now."""
    user = actor()
    available = {row.verb: row for row in NOTICE.available(user, notice)}
    return render_template(
        "followup/notice.html",
        notice=notice,
        available=available,
        obstacles=queries.obstacles(notice) if "submit" in available else [],
        due=queries.expected_notice_due(notice.meeting),
        issuing=issuing
        or IssueForm(formdata=None, version=notice.version, issued_on=clock.today()),
        returning=returning or ReasonForm(formdata=None, version=notice.version),
        refused=refused,
        subject=words.notice_subject(notice.meeting),
        events=timeline(notice),
        scans=attachments_of(notice),
        is_office=is_office(user),
        sees_more=sees_conclusions(user, notice.meeting),
        public_name=public_name,
        public_text=public_text,
        NOTICE=NOTICE,
        OUTCOMES=OUTCOMES,
    )


@bp.route("/notices/<int:notice_id>/text", methods=["GET", "POST"])
@requires(is_office)
@shows_fresh("followup.notice")
def notice_text(notice_id: int) -> Any:
    notice = queries.get_notice(actor(), notice_id)
    form = NoticeTextForm(obj=notice)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("followup/notice_text.html", notice=notice, form=form), status
    actions.edit_notice(
        notice,
        opening=form.opening.data or "",
        closing=form.closing.data or "",
        actor=actor(),
        version=form.version.data,
    )
    say("Đã sửa phần mở đầu và phần kết.")
    return go(url_for(".notice", notice_id=notice_id))


@bp.route("/notices/<int:notice_id>/items/<int:item_id>", methods=["GET", "POST"])
@requires(is_office)
def notice_item(notice_id: int, item_id: int) -> Any:
    notice = queries.get_notice(actor(), notice_id)
    item = next((i for i in notice.items if i.id == item_id), None)
    if item is None:
        abort(404)
    form = ItemForm(words=item.words, version=notice.version)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("followup/notice_item.html", item=item, form=form), status
    try:
        actions.edit_item(
            item, words=form.words.data or "", actor=actor(), version=form.version.data
        )
    except Conflict as conflict:
        g.conflict_message = conflict.message
        return page(queries.get_notice(actor(), notice_id)), 409
    say(f"Đã sửa lời văn mục {item.position}.")
    return go(url_for(".notice", notice_id=notice_id, _anchor=f"muc-{item.position}"))


@bp.get("/notices/<int:notice_id>/print")
@requires(takes_part)
def print_notice(notice_id: int) -> Any:
    """As the decree lays it out; without a number while it is not issued."""
    notice = queries.get_notice(actor(), notice_id)
    return render_template(
        "followup/notice_print.html",
        notice=notice,
        ward=ward_on(notice.issued_on),
        place_and_date=words.place_and_date(ward_on(notice.issued_on), notice.issued_on),
        subject=words.notice_subject(notice.meeting),
        signature=words.SIGNATURES.get(notice.signer_role, ()),
        public_name=public_name,
        public_text=public_text,
        public_words=public_words,
    )
