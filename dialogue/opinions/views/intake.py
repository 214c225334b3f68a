"""A new opinion, its draft kept while typing, sending it, making it clearer."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import abort, g, render_template, request, url_for

from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.files import actions as files
from dialogue.files.queries import attachments_of
from dialogue.files.queries import get as get_file
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import DeskForm, OpinionForm, WithdrawForm
from dialogue.opinions.forms.intake import FIRST_FIELDS
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import can_send, stands_for_sender
from dialogue.opinions.views import bp
from dialogue.opinions.words import show_phone, steps_after_sending


@bp.get("/opinions/new")
@requires(can_send)
def new() -> Any:
    meetings = queries.open_meetings()
    form = OpinionForm(formdata=None)
    form.arrange(actor(), meetings)
    asked = request.args.get("meeting", type=int)
    wanted = next((m for m in meetings if m.id == asked), None)
    form.begin(actor(), wanted or queries.default_meeting(actor(), meetings))
    form.submission_key.data = uuid4().hex
    return _page(form)


@bp.post("/opinions")
@requires(can_send)
def create() -> Any:
    """Send it, or keep it as a draft ("act")."""
    form = OpinionForm()
    form.arrange(actor(), queries.open_meetings())
    key = form.submission_key.data = form.submission_key.data or uuid4().hex
    known = queries.own_by_key(actor(), key)
    is_valid = form.validate_on_submit()
    if known is not None and known.state != "draft":
        return _sent_before(form, known)
    if request.form.get("act") == "draft":
        return _keep(form, known, is_valid)
    ready = read_photos(form)
    if is_valid:
        form.check_complete()
    pointed_out = not form.errors and form.points_out_id_number()
    if form.errors or pointed_out:
        return _again(form, known, ready, pointed_out)
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
        return _again(form, known, [], False)
    return go(url_for(".receipt", opinion_id=opinion.id))


@bp.post("/opinions/draft")
@requires(can_send)
def draft() -> Any:
    """Keep what was typed so far; answers the line that says so. 204 while there is nothing."""
    form = OpinionForm()
    form.arrange(actor(), queries.open_meetings())
    form.validate()
    chosen, key = form.chosen, form.submission_key.data
    if chosen is None or not key or not (form.words.data or form.place.data):
        return "", 204
    known = queries.own_by_key(actor(), key)
    if known is not None and known.state != "draft":
        return render_template("opinions/_draft_state.html", opinion=known, at=None)
    opinion = actions.save_draft(
        actor=actor(), client_key=key, meeting=chosen, content=form.content()
    )
    return render_template("opinions/_draft_state.html", opinion=opinion, at=clock.now())


@bp.get("/opinions/<int:opinion_id>/receipt")
@requires(can_send)
def receipt(opinion_id: int) -> Any:
    opinion = queries.get(actor(), opinion_id)
    if opinion.receipt is None or not stands_for_sender(actor(), opinion):
        abort(404)
    return render_template(
        "opinions/receipt.html",
        opinion=opinion,
        steps=steps_after_sending(opinion),
        sent=queries.sent_for(opinion),
        photos=attachments_of(opinion),
    )


@bp.get("/opinions/<int:opinion_id>/edit")
@requires(can_send)
def edit(opinion_id: int) -> Any:
    """A draft, or one that the office returned."""
    opinion = _own(opinion_id)
    if opinion.state not in ("draft", "returned") or opinion.is_merged:
        return go(url_for(".show", opinion_id=opinion.id))
    form = OpinionForm(formdata=None)
    form.arrange(actor(), meetings_for(opinion))
    form.show(opinion)
    form.resident_phone.data = show_phone(opinion.resident_phone)
    return _page(form, opinion)


@bp.post("/opinions/<int:opinion_id>/edit")
@requires(can_send)
@shows_fresh("opinions.show")
def resend(opinion_id: int) -> Any:
    """Send a returned one again, made clearer."""
    opinion = _own(opinion_id)
    form = OpinionForm()
    form.arrange(actor(), meetings_for(opinion))
    form.meeting.data = opinion.meeting_id
    # A step too late must not cost what was typed: the thread's page shows it.
    g.unsent_words = form.words.data
    if opinion.state != "returned":
        raise Conflict("Ý kiến này không còn chờ làm rõ.")
    is_valid = form.validate_on_submit()
    ready = read_photos(form)
    if is_valid:
        form.check_complete(resent=True)
    if form.errors:
        return _page(form, opinion), 422
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
        return _page(form, queries.get(actor(), opinion_id)), 422
    say(f"Đã gửi lại ý kiến {opinion.receipt}.")
    return go(url_for(".show", opinion_id=opinion_id))


@bp.route("/opinions/<int:opinion_id>/removal", methods=["GET", "POST"])
@requires(can_send)
@shows_fresh("opinions.show")
def discard(opinion_id: int) -> Any:
    opinion = _own(opinion_id)
    form = DeskForm()
    if not form.validate_on_submit():
        if opinion.state != "draft":
            abort(404)
        return render_template("opinions/discard.html", form=form, opinion=opinion)
    actions.discard(opinion, actor=actor())
    say("Đã bỏ bản nháp.")
    return go(url_for(".index"))


@bp.post("/opinions/<int:opinion_id>/photos/<int:photo_id>/removal")
@requires(can_send)
@shows_fresh("opinions.show")
def drop_photo(opinion_id: int, photo_id: int) -> Any:
    opinion = _own(opinion_id)
    photo = get_file(photo_id)
    if photo is None:
        raise Conflict("Ảnh này đã được bỏ trước đó.")
    actions.drop_photo(opinion, photo, actor=actor())
    say("Đã bỏ ảnh.")
    return go(url_for(".edit", opinion_id=opinion_id))


@bp.route("/opinions/<int:opinion_id>/withdrawal", methods=["GET", "POST"])
@requires(can_send)
@shows_fresh("opinions.show")
def withdraw(opinion_id: int) -> Any:
    opinion = _own(opinion_id)
    form = WithdrawForm(version=opinion.version)
    if not form.validate_on_submit():
        page = render_template("opinions/withdraw.html", form=form, opinion=opinion)
        return page, 422 if request.method == "POST" else 200
    actions.withdraw(
        opinion, actor=actor(), reason=form.reason.data or "", version=form.version.data
    )
    say(f"Đã rút ý kiến {opinion.receipt}.")
    return go(url_for(".show", opinion_id=opinion_id))


def _own(opinion_id: int) -> Opinion:
    opinion = queries.get(actor(), opinion_id)
    if not stands_for_sender(actor(), opinion):
        abort(404)
    return opinion


def meetings_for(opinion: Opinion) -> Any:
    """The open ones; for one that was sent only its own, whatever became of it."""
    if opinion.state != "draft":
        return [opinion.meeting]
    found = queries.open_meetings()
    return found if opinion.meeting_id in [m.id for m in found] else [opinion.meeting, *found]


def read_photos(form: OpinionForm) -> list[files.Ready]:
    """The photos that can be taken; each other one has its line beside the field."""
    ready, refused = files.prepare_good(form.photos.data or [])
    for line in refused:
        form.blame("photos", line)
    if len(ready) > actions.MAX_PHOTOS:
        form.blame("photos", f"Mỗi ý kiến kèm được nhiều nhất {actions.MAX_PHOTOS} ảnh.")
        return []
    return ready


def _keep(form: OpinionForm, known: Opinion | None, is_valid: bool) -> Any:
    ready = read_photos(form)
    if not is_valid or form.errors or form.chosen is None:
        return _again(form, known, ready, False)
    try:
        opinion = actions.save_draft(
            actor=actor(),
            client_key=form.submission_key.data or "",
            meeting=form.chosen,
            content=form.content(),
            photos=ready,
        )
    except InvalidInput as wrong:
        form.blame(wrong.field, wrong.message)
        return _again(form, known, [], False)
    say("Đã lưu bản nháp. Ý kiến này CHƯA GỬI.")
    return go(url_for(".edit", opinion_id=opinion.id))


def _again(
    form: OpinionForm, known: Opinion | None, ready: list[files.Ready], pointed_out: bool
) -> Any:
    """The form as typed, 422. Good photos stay, since a browser cannot give them back."""
    if ready and form.chosen is not None and not form.submission_key.errors:
        try:
            known = actions.save_draft(
                actor=actor(),
                client_key=form.submission_key.data or "",
                meeting=form.chosen,
                content=form.content(),
                photos=ready,
            )
        except InvalidInput as wrong:
            form.blame(wrong.field, wrong.message)
    if known is not None:
        known = queries.get(actor(), known.id)
    return _page(form, known, pointed_out=pointed_out), 422


def _sent_before(form: OpinionForm, known: Opinion) -> Any:
    """The same again is the same receipt; other words would be lost, so they stay typed."""
    if not form.words.data or form.words.data == known.words:
        return go(url_for(".receipt", opinion_id=known.id))
    g.conflict_message = (
        f"Ý kiến trước đã gửi, số biên nhận {known.receipt}. "
        "Nội dung dưới đây khác, bấm “Gửi ý kiến” để gửi thành ý kiến mới."
    )
    form.submission_key.data = uuid4().hex
    return _page(form), 409


def _page(form: OpinionForm, opinion: Opinion | None = None, *, pointed_out: bool = False) -> str:
    returned = opinion is not None and opinion.state == "returned"
    choices: list[Any] = list(form.field.iter_choices())
    chosen = [c for c in choices[FIRST_FIELDS:] if c.selected]
    return render_template(
        "opinions/form.html",
        form=form,
        opinion=opinion,
        returned=returned,
        pointed_out=pointed_out,
        photos=attachments_of(opinion) if opinion is not None else [],
        places=queries.places(actor()),
        first_fields=choices[:FIRST_FIELDS],
        more_fields=choices[FIRST_FIELDS:],
        more_open=bool(chosen),
        meetings=queries.open_meetings(),
    )
