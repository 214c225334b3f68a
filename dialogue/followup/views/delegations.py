"""Who approves replies for the chair."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts.permissions import is_chair, sees_everything
from dialogue.accounts.queries import accounts_with_role
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.forms import StepForm, show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.followup import actions, queries
from dialogue.followup.forms import DelegationForm
from dialogue.followup.views import bp


@bp.route("/delegations", methods=["GET", "POST"])
@requires(sees_everything)
def delegations() -> Any:
    """All delegations of replies; the chair adds one here."""
    people = accounts_with_role("vice_chair")
    form = DelegationForm()
    form.offer(people)
    if request.method == "POST":
        if not is_chair(actor()):
            abort(404)
        if form.validate():
            assert form.valid_from.data is not None  # InputRequired
            assert form.valid_to.data is not None
            person = next(p for p in people if p.id == form.account.data)
            try:
                actions.delegate_replies(
                    person,
                    valid_from=form.valid_from.data,
                    valid_to=form.valid_to.data,
                    reason=form.reason.data or "",
                    actor=actor(),
                )
            except InvalidInput as refusal:
                show_refusal(form, refusal)
            else:
                say(f"Đã ủy quyền cho {person.full_name}.")
                return go(url_for(".delegations"))
    page = render_template(
        "followup/delegations.html",
        rows=queries.all_delegations(),
        form=form if is_chair(actor()) and people else None,
        today=clock.today(),
    )
    return page, 422 if form.errors else 200


@bp.post("/delegations/<int:delegation_id>/end")
@requires(is_chair)
@shows_fresh("followup.delegations")
def end_delegation(delegation_id: int) -> Any:
    """Take it back now."""
    row = queries.get_delegation(delegation_id)
    actions.end_delegation(row, actor=actor(), version=StepForm().version.data)
    say(f"Đã thôi ủy quyền {row.account.full_name}.")
    return go(url_for(".delegations"))
