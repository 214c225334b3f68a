"""The triage desk: the queue, the opinion in hand, similar ones; and which comes next."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request

from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.files.queries import attachments_of
from dialogue.opinions import queries
from dialogue.opinions.forms import (
    ClassifyForm,
    DeskForm,
    FilterForm,
    MergeForm,
    PreparationForm,
    QuestionForm,
    ReasonForm,
)
from dialogue.opinions.models import COMPETENCES, KINDS, Opinion
from dialogue.opinions.permissions import can_triage
from dialogue.opinions.views import bp
from dialogue.opinions.views.lists import show
from dialogue.opinions.views.place import Back, as_args, read_wanted, wants_part
from dialogue.opinions.workflow import OPINION

ALWAYS = ("new", "all")


@bp.get("/triage")
@requires(can_triage)
def desk(opinion_id: int | None = None, **_of_another_page: Any) -> Any:
    """``opinion_id`` is given when a verb's answer shows the fresh state."""
    if request.method == "GET":
        back = Back(read_wanted(request.args, queries.DESK_FILTERS, "new"))
    else:
        back = Back.read(request.form.get("back") or request.args.get("back"))
    if back.is_thread and opinion_id:
        return show(opinion_id)
    return desk_page(back, opinion_id or request.args.get("id", type=int))


def desk_page(back: Back, chosen: int | None, failed: DeskForm | None = None) -> Response:
    """The desk with ``chosen`` in hand: the page, or the part alone where htmx asks for it.

    ``failed``: a verb's form with its errors, shown where it was filled in.
    """
    user, wanted = actor(), back.wanted
    window = queries.window(user, wanted, chosen)
    opinion = queries.get(user, window.chosen) if window.chosen is not None else None
    template = "opinions/_desk_answer.html" if wants_part() else "opinions/desk.html"
    response = make_response(
        render_template(
            template,
            window=window,
            wanted=wanted,
            back=str(back),
            place=as_args(wanted),
            filters=_filters(back),
            narrowing=_narrowing(back),
            saved=queries.saved_filters(user),
            filter_form=FilterForm(formdata=None, back=str(back)).named("filter"),
            opinion=opinion,
            moves_on=request.method == "POST" and failed is None,
            KINDS=KINDS,
            COMPETENCES=COMPETENCES,
            OPINION=OPINION,
            **(_in_hand(opinion, back, failed) if opinion is not None else {}),
        )
    )
    if wants_part():
        response.headers["HX-Replace-Url"] = back.url(window.chosen)
    return response


def _filters(back: Back) -> list[dict[str, Any]]:
    counts = queries.count_opinions(actor(), back.wanted, queries.DESK_FILTERS)
    return [
        {
            "label": queries.FILTERS[code][0],
            "url": back.narrowed(show=code),
            "count": counts[code],
            "current": code == back.wanted.show,
        }
        for code in queries.DESK_FILTERS
        if counts[code] or code in (back.wanted.show, *ALWAYS)
    ]


def _narrowing(back: Back) -> dict[str, Any]:
    """What the queue may be narrowed to, each with its count."""
    user, wanted = actor(), back.wanted
    counts = queries.mark_counts(user, wanted)
    is_narrow = any((wanted.meeting_id, wanted.unit_id, wanted.marks, wanted.q))
    return {
        "meeting": queries.meeting_choices(user, wanted),
        "unit": queries.unit_choices(user, wanted),
        "field": queries.field_choices(user, wanted),
        "marks": [
            (code, label, counts[code], code in wanted.marks)
            for code, (label, _rule) in queries.marks().items()
        ],
        "is_narrow": is_narrow or wanted.field_id is not None,
        "wide_url": Back(queries.Wanted(show=wanted.show)).url(None),
    }


def _in_hand(opinion: Opinion, back: Back, failed: DeskForm | None) -> dict[str, Any]:
    user = actor()
    apart = queries.told_apart(opinion)
    found = queries.similar(user, opinion)
    suggested = queries.suggest(user, opinion)
    takes_over = request.method == "GET" and request.args.get("use") == "1"
    return {
        "photos": attachments_of(opinion),
        "steps": queries.next_steps(user, opinion),
        "similar": [one for one in found if one.id not in apart],
        "apart": [one for one in found if one.id in apart],
        "year_meetings": {meeting.id for meeting in opinion.meeting.plan.meetings},
        "suggested": suggested,
        "takes_over": takes_over,
        "verbs": {row.verb: row for row in OPINION.available(user, opinion)},
        **_forms(opinion, suggested if takes_over else queries.Suggested(), str(back), failed),
    }


def _forms(
    opinion: Opinion, taken: queries.Suggested, back: str, failed: DeskForm | None
) -> dict[str, DeskForm]:
    """A form for each verb. Their ids name the opinion: nothing typed goes to the next one."""
    classify = ClassifyForm(formdata=None)
    classify.show(
        opinion,
        taken.field.value if taken.field else None,
        taken.competence.value if taken.competence else None,
    )
    prepare = PreparationForm(formdata=None)
    prepare.show(opinion, taken.unit.value if taken.unit else None)
    forms: dict[str, DeskForm] = {
        "classify": classify,
        "ask_preparation": prepare,
        "merge": MergeForm(formdata=None, version=opinion.version),
        "return_to_sender": QuestionForm(formdata=None, version=opinion.version),
        "refuse": ReasonForm(formdata=None, version=opinion.version),
        "refer": ReasonForm(formdata=None, version=opinion.version),
    }
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if failed is not None and endpoint in forms:
        forms[endpoint] = failed
    for form in forms.values():
        form.back.data = back
    return {f"{verb}_form": form.named(f"{verb}-{opinion.id}") for verb, form in forms.items()}
