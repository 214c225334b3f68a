"""Replies: writing one, reading one, its print."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.permissions import is_office
from dialogue.accounts.queries import ward_on
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.forms import show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.files.queries import attachments_of
from dialogue.followup import actions, queries, words
from dialogue.followup.actions.replies import KINDS
from dialogue.followup.forms import IssueForm, ReasonForm, ReplyForm, VerdictForm
from dialogue.followup.models import Assignment, Reply
from dialogue.followup.permissions import is_of_lead_unit, is_of_sender
from dialogue.followup.privacy import as_it_is, public_name, reading
from dialogue.followup.views import bp
from dialogue.followup.workflow import REPLY, REPLY_IN_HAND
from dialogue.history.queries import timeline
from dialogue.plans.permissions import takes_part

SETTLED = {True: "yes", False: "no", None: None}


@bp.route("/assignments/<int:assignment_id>/replies/new", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("followup.assignment")
def new_reply(assignment_id: int) -> Any:
    assignment = queries.get_assignment(actor(), assignment_id)
    if not is_of_lead_unit(actor(), assignment):
        abort(404)
    form = ReplyForm()
    if request.method == "GET":
        if any(reply.state != "issued" for reply in assignment.replies):
            raise Conflict(REPLY_IN_HAND)
        chosen = request.args.get("text", type=int)
        if chosen is not None:
            form.words.data = queries.get_text(actor(), chosen).words
        return _write_page(assignment, form)
    if not form.validate():
        return _write_page(assignment, form), 422
    try:
        reply = actions.draft_reply(
            assignment, form.text, actor=actor(), submit=form.is_submitted_for_approval
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _write_page(queries.get_assignment(actor(), assignment_id), form), 422
    return _written(reply, form)


@bp.route("/replies/<int:reply_id>/edit", methods=["GET", "POST"])
@requires(takes_part)
@shows_fresh("followup.reply")
def edit_reply(reply_id: int) -> Any:
    reply = queries.get_reply(actor(), reply_id)
    REPLY.permit(actor(), reply, "edit")
    form = ReplyForm(
        kind=reply.kind,
        words=reply.words,
        settled=SETTLED[reply.settled],
        plan=reply.plan,
        requirements=reply.requirements,
        responsibility=reply.responsibility,
        promised_on=reply.promised_on,
        version=reply.version,
    )
    if request.method == "GET":
        return _write_page(reply.assignment, form, reply)
    if not form.validate():
        return _write_page(reply.assignment, form, reply), 422
    try:
        actions.edit_reply(
            reply,
            form.text,
            actor=actor(),
            version=form.version.data,
            submit=form.is_submitted_for_approval,
        )
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        reply = queries.get_reply(actor(), reply_id)
        return _write_page(reply.assignment, form, reply), 422
    return _written(reply, form)


def _write_page(assignment: Assignment, form: ReplyForm, reply: Reply | None = None) -> str:
    return render_template(
        "followup/reply_form.html",
        assignment=assignment,
        reply=reply,
        texts=queries.texts_of(assignment.lead_unit_id),
        form=form,
        limit=queries.interim_limit(assignment),
        may_be_interim=assignment.may_be_interim,
        url=url_for(".edit_reply", reply_id=reply.id)
        if reply
        else url_for(".new_reply", assignment_id=assignment.id),
    )


def _written(reply: Reply, form: ReplyForm) -> Any:
    if form.is_submitted_for_approval:
        say("Đã trình văn bản trả lời.", undo_url=url_for(".recall_reply", reply_id=reply.id))
    else:
        say("Đã lưu bản đang soạn. Văn bản chưa được trình.")
    return go(url_for(".reply", reply_id=reply.id))


@bp.get("/replies/<int:reply_id>")
@requires(takes_part)
def reply(reply_id: int) -> Any:
    return page(queries.get_reply(actor(), reply_id))


def verdict_form(reply: Reply, **values: Any) -> VerdictForm:
    """The sender's form, arranged for the reader; with ``values`` a fresh one."""
    form = VerdictForm(formdata=None, **values) if values else VerdictForm()
    form.arrange(
        queries.units_that_sent(reply.assignment),
        speaks_for_itself=is_of_sender(actor(), reply.assignment),
    )
    return form


def page(
    reply: Reply,
    *,
    issuing: IssueForm | None = None,
    returning: ReasonForm | None = None,
    judging: VerdictForm | None = None,
) -> str:
    """The reply with the steps that are open to the reader now."""
    user = actor()
    works_on_it = queries.sees_assignment(user, reply.assignment_id)
    everyone = queries.everyone_in(reply.assignment.conclusion.opinion)
    read = as_it_is if works_on_it else reading(user.unit_id, everyone)
    return render_template(
        "followup/reply.html",
        reply=reply,
        told=queries.tell_reply(reply, read),
        assignment=reply.assignment,
        works_on_it=works_on_it,
        available={row.verb: row for row in REPLY.available(user, reply)},
        issuing=issuing or IssueForm(formdata=None, version=reply.version, issued_on=clock.today()),
        returning=returning or ReasonForm(formdata=None, version=reply.version),
        judging=judging or verdict_form(reply, version=reply.assignment.version),
        judges=queries.is_open_to_verdict(user, reply),
        is_asked=queries.is_asked(user, reply),
        verdicts=queries.told_verdicts(reply.assignment, -1 if works_on_it else user.unit_id, read),
        scans=attachments_of(reply) if works_on_it else [],
        is_office=is_office(user),
        events=timeline(reply) if works_on_it else [],
        public_name=public_name,
        KINDS=KINDS,
        REPLY=REPLY,
    )


@bp.get("/replies/<int:reply_id>/print")
@requires(takes_part)
def print_reply(reply_id: int) -> Any:
    """As the decree lays out an official letter; without a number while it is not issued."""
    reply = queries.get_reply(actor(), reply_id)
    if not queries.sees_assignment(actor(), reply.assignment_id):
        abort(404)  # it bears the resident's name
    return render_template(
        "followup/reply_print.html",
        reply=reply,
        assignment=reply.assignment,
        ward=ward_on(reply.issued_on),
        place_and_date=words.place_and_date(ward_on(reply.issued_on), reply.issued_on),
        signature=words.SIGNATURES.get(reply.signer_role, ()),
        addressee=words.addressee(reply.assignment.conclusion.opinion),
        notice=reply.assignment.conclusion.notice,
        conference=words.conference(reply.assignment.conclusion.meeting),
    )
