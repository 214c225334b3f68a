"""A resident's phone and address: shown when asked for, and that on record."""

from __future__ import annotations

from flask import abort, render_template

from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.opinions import queries
from dialogue.opinions.actions.contact import look_at_contact
from dialogue.opinions.permissions import can_read_opinions
from dialogue.opinions.views import bp


@bp.post("/opinions/<int:opinion_id>/contact")
@requires(can_read_opinions)
def contact(opinion_id: int) -> str:
    """Phone and address of those behind the opinion."""
    opinion = queries.get(actor(), opinion_id)
    if not queries.sees_contact(actor(), opinion) or not queries.has_contact(opinion):
        abort(404)
    look_at_contact(opinion, actor=actor())
    return render_template("opinions/contact.html", opinion=opinion)
