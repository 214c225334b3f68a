"""Who of an opinion agrees to be named in public."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import ConsentForm
from dialogue.opinions.permissions import can_read_opinions, keeps_consent
from dialogue.opinions.views import bp


@bp.route("/opinions/<int:opinion_id>/consent", methods=["GET", "POST"])
@requires(can_read_opinions)
def consent(opinion_id: int) -> Any:
    """Give or take back consent for each person named, with who said so."""
    opinion = queries.get(actor(), opinion_id)
    if not keeps_consent(actor(), opinion) or not (opinion.resident_name or opinion.voices):
        abort(404)
    form = ConsentForm()
    form.offer(opinion)
    if request.method == "GET":
        form.fill(opinion)
    elif form.validate():
        try:
            changed = actions.change_consent(
                opinion,
                resident="resident" in form.agreed,
                voices=[str(n) in form.agreed for n in range(len(opinion.voices))],
                reason=form.reason.data or "",
                actor=actor(),
            )
        except InvalidInput as refusal:
            form.reason.errors = [refusal.message]
        else:
            say("Đã ghi. Trang công khai đổi ngay." if changed else "Không có gì thay đổi.")
            return go(url_for(".show", opinion_id=opinion_id))
    page = render_template("opinions/consent.html", opinion=opinion, form=form)
    return page, 422 if form.errors else 200
