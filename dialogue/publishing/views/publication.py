"""The office previews, publishes, takes back."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.permissions import sees_everything
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.followup.models import ConclusionNotice
from dialogue.followup.queries import get_notice
from dialogue.publishing import actions, queries
from dialogue.publishing.forms import PublishForm, WithdrawForm
from dialogue.publishing.permissions import publishes
from dialogue.publishing.views import bp

KINDS = {"notice": "toàn bộ kết quả", "items": "mục", "replies": "văn bản trả lời"}


def _issued(notice_id: int) -> ConclusionNotice:
    notice = get_notice(actor(), notice_id)
    if notice.state != "issued":
        abort(404)
    return notice


@bp.get("/notices/<int:notice_id>/publication")
@requires(sees_everything)
def publication(notice_id: int) -> Any:
    """What is public of a notice, what waits, and every act so far."""
    notice = _issued(notice_id)
    state = queries.publication_of(notice)
    return render_template(
        "publishing/publication.html",
        notice=notice,
        state=state,
        acts=queries.acts_about(notice),
        form=PublishForm(formdata=None, seen=len(state.waiting)),
        may_publish=publishes(actor()),
    )


@bp.get("/notices/<int:notice_id>/publication/preview")
@requires(sees_everything)
def preview(notice_id: int) -> Any:
    """As residents will read it, of the same template."""
    notice = _issued(notice_id)
    return render_template(
        "publishing/notice.html",
        notice=notice,
        matters=queries.matters_of(notice, as_if_published=True),
        is_preview=True,
    )


@bp.post("/notices/<int:notice_id>/publication")
@requires(publishes)
@shows_fresh("publishing.publication")
def publish(notice_id: int) -> Any:
    """Put the notice, or the replies that wait, before the public."""
    notice = _issued(notice_id)
    actions.publish(notice, actor=actor(), seen=PublishForm().seen.data)
    say("Đã công khai. Người dân xem được ngay.")
    return go(url_for(".publication", notice_id=notice_id))


def _subject(notice: ConclusionNotice, kind: str, subject_id: int) -> Any:
    if kind == "notice":
        return notice if subject_id == notice.id else abort(404)
    if kind == "items":
        found: Any = next((item for item in notice.items if item.id == subject_id), None)
    else:
        state = queries.publication_of(notice)
        every = [*state.public_replies, *state.withdrawn_replies]
        found = next((reply for reply in every if reply.id == subject_id), None)
    return found or abort(404)


@bp.route(
    "/notices/<int:notice_id>/publication/<kind>/<int:subject_id>/withdrawal",
    methods=["GET", "POST"],
)
@requires(publishes)
@shows_fresh("publishing.publication")
def withdraw(notice_id: int, kind: str, subject_id: int) -> Any:
    """Take the whole, one item or one reply back from the public."""
    if kind not in KINDS:
        abort(404)
    notice = _issued(notice_id)
    subject = _subject(notice, kind, subject_id)
    form = WithdrawForm()
    if request.method == "POST" and form.validate():
        try:
            actions.withdraw(subject, notice, reason=form.reason.data or "", actor=actor())
        except InvalidInput as refusal:
            form.reason.errors = [refusal.message]
        else:
            say("Đã gỡ. Người dân không còn xem được.")
            return go(url_for(".publication", notice_id=notice_id))
    page = render_template(
        "publishing/withdraw.html",
        notice=notice,
        subject=subject,
        kind=kind,
        what=KINDS[kind],
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.post("/notices/<int:notice_id>/publication/<kind>/<int:subject_id>/return")
@requires(publishes)
@shows_fresh("publishing.publication")
def put_back(notice_id: int, kind: str, subject_id: int) -> Any:
    """Publish an item or a reply again."""
    if kind not in ("items", "replies"):
        abort(404)
    notice = _issued(notice_id)
    actions.put_back(_subject(notice, kind, subject_id), notice, actor=actor())
    say("Đã công khai lại.")
    return go(url_for(".publication", notice_id=notice_id))
