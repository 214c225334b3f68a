"""Whom to invite, then one file with a sheet for each."""

from __future__ import annotations

from typing import Any

from flask import render_template

from dialogue.accounts.permissions import sees_everything
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.documents import pdf
from dialogue.documents.forms import GuestsForm
from dialogue.documents.kinds import invitation
from dialogue.documents.producing import produce
from dialogue.documents.views import bp
from dialogue.documents.views.downloads import send_pdf, send_word
from dialogue.documents.wording import paragraphs


@bp.route("/meetings/<int:meeting_id>/invitations", methods=["GET", "POST"])
@requires(sees_everything)
def invitations(meeting_id: int) -> Any:
    """One guest a line; an empty list gives a sheet to fill in by hand."""
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
    form = GuestsForm()
    if form.validate_on_submit():
        try:
            made = produce(invitation.KIND, found.to(paragraphs(form.guests.data)))
            if as_pdf:
                return send_pdf(pdf.convert(made.data), made.name)
        except InvalidInput as refusal:
            form.guests.errors = [*form.guests.errors, refusal.message]
        else:
            return send_word(made.data, made.name)
    page = render_template("documents/invitations.html", meeting=found.meeting, form=form)
    return page, 422 if form.errors else 200
