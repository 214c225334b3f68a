"""What a unit without a phone hands in on paper, and the slip with its receipt number."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import abort, render_template, request, url_for

from dialogue.accounts.queries import get_unit
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.files.queries import attachments_of
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import DeskForm, PaperForm
from dialogue.opinions.forms.intake import FIRST_FIELDS
from dialogue.opinions.permissions import can_read_opinions, can_triage, stands_for_sender
from dialogue.opinions.views import bp
from dialogue.opinions.views.intake import read_photos
from dialogue.opinions.words import steps_after_sending


@bp.get("/opinions/paper")
@requires(can_triage)
def paper(**_of_another_page: Any) -> Any:
    """An empty form; ``unit`` and ``meeting`` in the address are taken over."""
    meetings = queries.open_meetings()
    form = PaperForm(formdata=None)
    form.arrange(actor(), meetings)
    asked = request.args.get("meeting", type=int)
    wanted = next((m for m in meetings if m.id == asked), meetings[0] if meetings else None)
    form.begin(actor(), wanted)
    form.unit.data = request.args.get("unit", type=int)
    form.submission_key.data = uuid4().hex
    return _page(form)


@bp.post("/opinions/paper")
@requires(can_triage)
def enter_paper() -> Any:
    form = PaperForm()
    form.arrange(actor(), queries.open_meetings())
    key = form.submission_key.data = form.submission_key.data or uuid4().hex
    is_valid = form.validate_on_submit()
    ready = read_photos(form)
    if is_valid:
        form.check_complete()
    pointed_out = not form.errors and form.points_out_id_number()
    if form.errors or pointed_out:
        return _page(form, pointed_out=pointed_out, lost=len(ready)), 422
    assert form.chosen is not None
    assert form.sender is not None
    assert form.received_on.data is not None
    try:
        opinion = actions.enter_paper(
            actor=actor(),
            client_key=key,
            unit=form.sender,
            received_on=form.received_on.data,
            written_by=form.written_by.data or "",
            meeting=form.chosen,
            content=form.content(),
            photos=ready,
        )
    except InvalidInput as wrong:
        form.blame(wrong.field, wrong.message)
        return _page(form, lost=len(ready)), 422
    return go(url_for(".receipt", opinion_id=opinion.id))


@bp.post("/meetings/<int:meeting_id>/units/<int:unit_id>/opinions/nothing")
@requires(can_triage)
@shows_fresh("opinions.paper")
def nothing_on_paper(meeting_id: int, unit_id: int) -> Any:
    """A unit told the office that it has no opinion."""
    meeting, unit = queries.meeting_of(meeting_id), get_unit(unit_id)
    if meeting is None or unit is None or not DeskForm().validate_on_submit():
        raise NotAllowed
    actions.report_nothing(meeting, unit, actor())
    say(f"Đã ghi: {unit.name} không có ý kiến cho {meeting.name}.")
    return go(url_for(".paper", meeting=meeting.id))


@bp.get("/opinions/<int:opinion_id>/slip")
@requires(can_read_opinions)
def slip(opinion_id: int) -> Any:
    """The receipt to print and hand back."""
    opinion = queries.get(actor(), opinion_id)
    if opinion.receipt is None or not stands_for_sender(actor(), opinion):
        abort(404)
    return render_template(
        "opinions/slip.html",
        opinion=opinion,
        steps=steps_after_sending(opinion),
        photos=attachments_of(opinion),
    )


def _page(form: PaperForm, *, pointed_out: bool = False, lost: int = 0) -> str:
    choices: list[Any] = list(form.field.iter_choices())
    meetings = queries.open_meetings()
    return render_template(
        "opinions/paper.html",
        form=form,
        pointed_out=pointed_out,
        lost=lost,
        meetings=meetings,
        silent=queries.silent_units(form.chosen or meetings[0]) if meetings else [],
        meeting=form.chosen or (meetings[0] if meetings else None),
        first_fields=choices[:FIRST_FIELDS],
        more_fields=choices[FIRST_FIELDS:],
        more_open=any(choice.selected for choice in choices[FIRST_FIELDS:]),
    )
