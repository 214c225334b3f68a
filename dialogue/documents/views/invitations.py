"""Whom to invite, then one file with a sheet for each."""

from __future__ import annotations

from typing import Any

from flask import render_template
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from dialogue.accounts.permissions import sees_everything
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.documents import pdf
from dialogue.documents.forms import GuestsForm
from dialogue.documents.invitees import Invitees
from dialogue.documents.kinds import invitation
from dialogue.documents.kinds.invitation import Guest
from dialogue.documents.producing import produce
from dialogue.documents.views import bp
from dialogue.documents.views.downloads import send_pdf, send_word
from dialogue.documents.wording import paragraphs


@bp.route("/meetings/<int:meeting_id>/invitations", methods=["GET", "POST"])
@requires(sees_everything)
def invitations(meeting_id: int) -> Any:
    """A sheet for each of the lists and for each line typed; nobody at all gives a sheet to
    fill in by hand."""
    return _invitations(meeting_id, as_pdf=False)


@bp.post("/meetings/<int:meeting_id>/invitations.pdf")
@requires(sees_everything)
def invitations_pdf(meeting_id: int) -> Any:
    """The same as PDF, where the server can make one."""
    if not pdf.offers_pdf():
        raise NotAllowed
    return _invitations(meeting_id, as_pdf=True)


def _invitations(meeting_id: int, *, as_pdf: bool) -> Any:
    found = invitation.find(actor(), meeting_id)
    invitees = Invitees(found.meeting)
    form = GuestsForm()
    form.whom.choices = _choices(invitees)
    if not form.is_submitted():
        form.whom.data = form.whom.choices[0].value
    if form.validate_on_submit():
        guests: list[Guest | str] = [*invitees.of(form.whom.data), *paragraphs(form.guests.data)]
        try:
            by_order = form.signer.data == "order"
            made = produce(invitation.KIND, found.to(guests), by_order=by_order)
            if as_pdf:
                return send_pdf(pdf.convert(made.data), made.name)
        except InvalidInput as refusal:
            form.guests.errors = [*form.guests.errors, refusal.message]
        else:
            return send_word(made.data, made.name)
    page = render_template(
        "documents/invitations.html", meeting=found.meeting, form=form, waiting=invitees.waiting
    )
    return page, 422 if form.errors else 200


def _choices(invitees: Invitees) -> list[Any]:
    offered = [
        ("people", "Mỗi đại biểu một giấy", len(invitees.people)),
        ("guests", "Chỉ khách mời, mỗi người một giấy", len(invitees.guests)),
        ("units", "Mỗi đơn vị một giấy", len(invitees.units)),
    ]
    return [
        *(SelectChoice(code, f"{label} ({count} giấy)") for code, label, count in offered if count),
        SelectChoice("typed", "Chỉ người ghi ở ô dưới đây; để trống thì một giấy chừa chỗ ghi tên"),
    ]
