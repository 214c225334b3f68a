"""What a phone's outbox talks to: a fresh form token, and each thing taken once."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, say
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import OpinionForm
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import can_send, stands_for_sender
from dialogue.opinions.views import bp
from dialogue.opinions.views.intake import read_photos
from dialogue.plans.queries import task_of_kind

HELD = "Đợt đã chọn không còn nhận ý kiến. Xin chọn đợt khác."
SEEN = (
    "Trong nội dung có số giống số CCCD (đuôi {}). Không cần ghi số CCCD, nên xóa đi. "
    "Nếu vẫn muốn giữ, xin bấm gửi lần nữa."
)


@bp.app_context_processor
def outbox() -> dict[str, Any]:
    """Whether the page carries the scripts of the outbox, and where its worker is."""
    keeps = current_user.is_authenticated and can_send(current_user)
    # The address without a worker tells the page to take an earlier one away.
    has_worker = bool(current_app.config.get("SERVICE_WORKER", True))
    return {
        "keeps_outbox": keeps,
        "worker_url": url_for("opinions.service_worker") if has_worker else "",
    }


@bp.get("/outbox/token")
@requires(can_send)
def outbox_token() -> Any:
    """The form token of this session, and whose session it is."""
    return {"token": generate_csrf(), "account": actor().id}


@bp.post("/outbox/opinions")
@requires(can_send)
def deliver() -> Any:
    """Take an opinion. The same key again is the same receipt; 422 tells what to mend."""
    if not _is_own():
        return _other_account()
    form = OpinionForm()
    form.arrange(actor(), queries.open_meetings())
    key = form.submission_key.data or ""
    known = queries.own_by_key(actor(), key)
    is_valid = form.validate_on_submit()
    if known is not None and known.state != "draft":
        return _sent_before(form, known)
    ready = read_photos(form)
    if is_valid:
        form.check_complete()
    if form.meeting.errors:
        form.meeting.errors = [HELD]
    if form.errors or form.points_out_id_number():
        return _wrong(form)
    assert form.chosen is not None
    try:
        opinion = actions.submit(
            actor=actor(),
            client_key=key,
            meeting=form.chosen,
            content=form.content(),
            photos=ready,
        )
    except InvalidInput as wrong:
        form.blame(wrong.field, wrong.message)
        return _wrong(form)
    return _taken(opinion)


@bp.post("/outbox/opinions/<int:opinion_id>")
@requires(can_send)
def deliver_again(opinion_id: int) -> Any:
    """Take a returned opinion made clearer; what came through before is not asked for twice."""
    if not _is_own():
        return _other_account()
    opinion = queries.get(actor(), opinion_id)
    if not stands_for_sender(actor(), opinion):
        raise NotAllowed
    form = OpinionForm()
    form.arrange(actor(), [opinion.meeting])
    form.meeting.data = opinion.meeting_id
    is_valid = form.validate_on_submit()
    if opinion.state != "returned" and form.words.data == opinion.words:
        return {"receipt": opinion.receipt, "link": url_for(".show", opinion_id=opinion.id)}
    ready = read_photos(form)
    if is_valid:
        form.check_complete(resent=True)
    if form.errors:
        return _wrong(form)
    try:
        actions.resend(
            opinion,
            content=form.content(),
            actor=actor(),
            version=form.version.data,
            photos=ready,
        )
    except InvalidInput as wrong:
        form.blame(wrong.field, wrong.message)
        return _wrong(form)
    except Conflict as gone:
        return {"why": "refused", "message": gone.message}, 409
    return {"receipt": opinion.receipt, "link": url_for(".show", opinion_id=opinion_id)}


@bp.post("/outbox/meetings/<int:meeting_id>/nothing")
@requires(can_send)
def deliver_nothing(meeting_id: int) -> Any:
    """Take "Không có ý kiến"; once is enough."""
    if not _is_own():
        return _other_account()
    meeting = queries.meeting_of(meeting_id)
    if meeting is None:
        raise NotAllowed
    task = task_of_kind(meeting, actor().unit_id, "opinions")
    if task is None or task.state != "done" or task.note != actions.NOTHING:
        try:
            actions.report_nothing(meeting, actor().unit, actor())
        except Conflict as gone:
            return {"why": "refused", "message": gone.message}, 409
    say(
        f"Đã báo: không có ý kiến cho {meeting.name}.",
        undo_url=url_for(".undo_report", meeting_id=meeting.id),
    )
    return {"link": url_for(".index")}


def _is_own() -> bool:
    """Whether the one who wrote it is the one who is signed in now."""
    return request.form.get("account") == str(actor().id)


def _other_account() -> Any:
    return {"why": "account"}, 409


def _taken(opinion: Opinion) -> Any:
    return {"receipt": opinion.receipt, "link": url_for(".receipt", opinion_id=opinion.id)}


def _sent_before(form: OpinionForm, known: Opinion) -> Any:
    if not form.words.data or form.words.data == known.words:
        return _taken(known)
    return _taken(known) | {"why": "sent"}, 409


def _wrong(form: OpinionForm) -> Any:
    lines = [
        {"field": field.id, "label": field.label.text, "text": message}
        for field, message in form.errors_by_field()
    ]
    seen: dict[str, str] = {}
    if not lines:
        tail = form.id_number_seen.data or ""
        seen = {"id_number_seen": tail}
        lines = [{"field": "words", "label": "", "text": SEEN.format(tail)}]
    return {"lines": lines, "seen": seen}, 422
