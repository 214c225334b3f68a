"""HTTP of what units do on an assignment; each form has a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import Form, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.files.actions import prepare
from dialogue.followup.models import Assignment
from dialogue.followup.queries import get_assignment
from dialogue.plans.permissions import takes_part
from dialogue.progress import actions, queries
from dialogue.progress.forms import (
    AnswerForm,
    AskAgainForm,
    NoteForm,
    PartForm,
    ReferralForm,
    WordsForm,
)
from dialogue.progress.permissions import leads, works_on
from dialogue.progress.workflow import PART, REFERRAL

bp = Blueprint("progress", __name__)

ASK_AGAIN_AFTER = timedelta(days=14)
STEPS: dict[str, tuple[str, str]] = {
    "finish": ("Báo đã xong phần việc", "Đã làm gì, kết quả ra sao"),
    "reopen": ("Đề nghị làm lại", "Còn thiếu điều gì"),
    "withdraw": ("Không cần phối hợp nữa", "Lý do"),
}


def _page(assignment: Assignment, form: Form, title: str, button: str, **more: Any) -> Any:
    page = render_template(
        "progress/form.html",
        assignment=assignment,
        form=form,
        title=title,
        button_label=button,
        **more,
    )
    return page, 422 if form.errors else 200


def _done(form: Form, act: Callable[[], object], said: str, assignment_id: int) -> Any:
    """Do ``act``; None where it refused, with the line at its field."""
    try:
        act()
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return None
    say(said)
    return go(url_for("followup.assignment", assignment_id=assignment_id) + "#progress")


@bp.route("/assignments/<int:assignment_id>/notes/new", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("followup.assignment")
def note(assignment_id: int) -> Any:
    """How it goes, with photos or papers."""
    assignment = get_assignment(actor(), assignment_id)
    if not works_on(actor(), assignment):
        abort(404)
    form = NoteForm()
    if form.validate_on_submit():

        def act() -> object:
            files = prepare(form.photos.data or [], documents=True)
            return actions.add_note(
                assignment, words=form.words.data or "", files=files, actor=actor()
            )

        answer = _done(form, act, "Đã ghi tiến độ.", assignment_id)
        if answer is not None:
            return answer
    assignment = get_assignment(actor(), assignment_id)
    return _page(assignment, form, "Ghi tiến độ", "Ghi tiến độ", upload=True)


@bp.route("/assignments/<int:assignment_id>/parts/new", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("followup.assignment")
def ask_part(assignment_id: int) -> Any:
    """Ask a supporting unit for its part."""
    assignment = get_assignment(actor(), assignment_id)
    if not leads(actor(), assignment):
        abort(404)
    form = PartForm()
    form.offer([support.unit for support in assignment.conclusion.supporting])
    if form.validate_on_submit():

        def act() -> object:
            return actions.ask_part(
                assignment,
                unit=form.chosen,
                words=form.words.data or "",
                due_on=form.due_on.data,
                actor=actor(),
            )

        answer = _done(form, act, "Đã đề nghị phối hợp.", assignment_id)
        if answer is not None:
            return answer
    assignment = get_assignment(actor(), assignment_id)
    hint = f"Chậm nhất {clock.show_date(assignment.due.due_on)}, hạn trả lời."
    return _page(assignment, form, "Đề nghị phối hợp", "Gửi đề nghị", hints={"due_on": hint})


@bp.route("/parts/<int:part_id>/<verb>", methods=["GET", "POST"])
@requires(takes_part)
def step_part(part_id: int, verb: str) -> Any:
    """The supporting unit reports its part done; who leads asks for more, or for no more."""
    part = queries.get_part(actor(), part_id)
    if verb not in STEPS:
        abort(404)
    PART.admit(actor(), part, verb)
    form = WordsForm()
    title, label = STEPS[verb]
    form.words.label.text = label
    if request.method == "GET":
        PART.permit(actor(), part, verb, reason="-")
        form.version.data = part.version
    elif form.validate_on_submit():
        words = form.words.data or ""

        def act() -> None:
            version = form.version.data
            if verb == "finish":
                actions.finish_part(part, result=words, actor=actor(), version=version)
                return
            step = actions.reopen_part if verb == "reopen" else actions.withdraw_part
            step(part, reason=words, actor=actor(), version=version)

        answer = _done(form, act, "Đã ghi.", part.assignment_id)
        if answer is not None:
            return answer
    assignment = get_assignment(actor(), part.assignment_id)
    return _page(assignment, form, title, "Gửi", about=part.words)


@bp.route("/assignments/<int:assignment_id>/referrals/new", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("followup.assignment")
def refer(assignment_id: int) -> Any:
    """Write down a letter to who is above or beside the ward."""
    assignment = get_assignment(actor(), assignment_id)
    if not leads(actor(), assignment):
        abort(404)
    form = ReferralForm()
    if request.method == "GET":
        form.sent_on.data = clock.today()
        form.ask_again_on.data = clock.today() + ASK_AGAIN_AFTER
    elif form.validate_on_submit():

        def act() -> object:
            return actions.refer(
                assignment,
                to_whom=form.to_whom.data or "",
                letter=form.letter.data or "",
                sent_on=form.sent_on.data,
                words=form.words.data or "",
                ask_again_on=form.ask_again_on.data,
                files=prepare(form.photos.data or [], documents=True),
                actor=actor(),
            )

        answer = _done(form, act, "Đã ghi văn bản đã gửi.", assignment_id)
        if answer is not None:
            return answer
    assignment = get_assignment(actor(), assignment_id)
    return _page(
        assignment,
        form,
        "Văn bản gửi cấp trên, nơi khác",
        "Ghi lại",
        upload=True,
        hints={"ask_again_on": "Đến ngày này hệ thống nhắc hỏi lại nếu chưa có trả lời."},
    )


@bp.route("/referrals/<int:referral_id>/<verb>", methods=["GET", "POST"])
@requires(takes_part)
def step_referral(referral_id: int, verb: str) -> Any:
    """Asked about again, or answered."""
    referral = queries.get_referral(actor(), referral_id)
    if verb not in ("ask_again", "answer"):
        abort(404)
    REFERRAL.admit(actor(), referral, verb)
    again = verb == "ask_again"
    form: Any = AskAgainForm() if again else AnswerForm()
    if request.method == "GET":
        REFERRAL.permit(actor(), referral, verb)
        form.version.data = referral.version
        if again:
            form.ask_again_on.data = clock.today() + ASK_AGAIN_AFTER
        else:
            form.answered_on.data = clock.today()
    elif form.validate_on_submit():

        def act() -> None:
            version, words = form.version.data, form.words.data or ""
            if again:
                actions.ask_again(
                    referral,
                    words=words,
                    ask_again_on=form.ask_again_on.data,
                    actor=actor(),
                    version=version,
                )
                return
            actions.answer_referral(
                referral,
                words=words,
                letter=form.letter.data or "",
                answered_on=form.answered_on.data,
                files=prepare(form.photos.data or [], documents=True),
                actor=actor(),
                version=version,
            )

        answer = _done(form, act, "Đã ghi.", referral.assignment_id)
        if answer is not None:
            return answer
    assignment = get_assignment(actor(), referral.assignment_id)
    title = "Đã hỏi lại" if again else "Nơi nhận đã trả lời"
    about = f"{referral.to_whom}, văn bản số {referral.letter}: {referral.words}"
    return _page(assignment, form, title, "Ghi lại", upload=not again, about=about)
