"""The triage desk: the queue, the opinion in hand, similar ones; and which comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.files.queries import attachments_of
from dialogue.opinions import queries
from dialogue.opinions.forms import (
    BulkForm,
    ClassifyForm,
    MergeForm,
    PreparationForm,
    QuestionForm,
    ReasonForm,
)
from dialogue.opinions.models import COMPETENCES, KINDS, Opinion
from dialogue.opinions.permissions import can_triage
from dialogue.opinions.queries import PAGE, Wanted
from dialogue.opinions.views import bp
from dialogue.opinions.views.lists import read_wanted, show
from dialogue.opinions.workflow import OPINION
from dialogue.plans.queries import meetings

THREAD = "thread"


@dataclass(frozen=True)
class Back:
    """From where a verb was given: a filter of the desk and a meeting, or the thread."""

    show: str
    meeting_id: int | None = None

    @classmethod
    def read(cls, text: str | None) -> Back:
        show, _, number = (text or "").partition(".")
        known = show if show in (*queries.DESK_FILTERS, THREAD) else "new"
        return cls(known, int(number) if number.isdigit() else None)

    def __str__(self) -> str:
        return self.show if self.meeting_id is None else f"{self.show}.{self.meeting_id}"

    def url(self, opinion_id: int | None) -> str:
        if self.show == THREAD and opinion_id is not None:
            return url_for("opinions.show", opinion_id=opinion_id)
        return url_for("opinions.desk", show=self.show, meeting=self.meeting_id, id=opinion_id)

    def following(self, opinion_id: int) -> int | None:
        """Which opinion comes after this one in the queue; itself in its own thread."""
        if self.show == THREAD:
            return opinion_id
        ids = queries.ids_of(actor(), Wanted(show=self.show, meeting_id=self.meeting_id))
        place = ids.index(opinion_id) if opinion_id in ids else -1
        rest = [n for n in ids[place + 1 :] + ids[: max(place, 0)] if n != opinion_id]
        return rest[0] if rest else None


@bp.get("/triage")
@requires(can_triage)
def desk(opinion_id: int | None = None, **_of_another_page: Any) -> Any:
    """``opinion_id`` is given when a verb's answer shows the fresh state."""
    if request.method == "POST" and request.form.get("back") == THREAD and opinion_id:
        return show(opinion_id)
    user = actor()
    if request.method == "POST":
        back = Back.read(request.form.get("back") or request.args.get("back"))
        wanted = Wanted(show=back.show, meeting_id=back.meeting_id)
    else:
        wanted = read_wanted(queries.DESK_FILTERS, "new")
    rows = queries.list_opinions(user, wanted)
    chosen = opinion_id or request.args.get("id", type=int)
    if chosen is None and rows:
        chosen = rows[0].id
    opinion = queries.get(user, chosen) if chosen is not None else None
    return render_template(
        "opinions/desk.html",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        wanted=wanted,
        back=str(Back(wanted.show, wanted.meeting_id)),
        filters=_filters(wanted),
        meetings=meetings(),
        bulk=BulkForm(formdata=None).named("bulk"),
        opinion=opinion,
        KINDS=KINDS,
        COMPETENCES=COMPETENCES,
        OPINION=OPINION,
        **(_in_hand(opinion) if opinion is not None else {}),
    )


def _filters(wanted: Wanted) -> list[dict[str, Any]]:
    counts = queries.count_opinions(actor(), wanted, queries.DESK_FILTERS)
    return [
        {
            "label": queries.FILTERS[code][0],
            "url": url_for(".desk", show=code, meeting=wanted.meeting_id, q=wanted.q or None),
            "count": counts[code],
            "current": code == wanted.show,
        }
        for code in queries.DESK_FILTERS
        if counts[code] or code in (wanted.show, "new", "all")
    ]


def _in_hand(opinion: Opinion) -> dict[str, Any]:
    user = actor()
    found = queries.similar(user, opinion)
    field, unit = queries.suggest_field(found), queries.suggest_unit(opinion, found)
    verbs = {row.verb: row for row in OPINION.available(user, opinion)}
    classify = ClassifyForm(formdata=None)
    classify.show(opinion, field.value if field else None)
    prepare = PreparationForm(formdata=None)
    prepare.show(opinion, unit.value if unit else None)
    return {
        "photos": attachments_of(opinion),
        "similar": found,
        "suggested_field": field if opinion.field_id is None else None,
        "suggested_unit": unit if opinion.preparation is None else None,
        "verbs": verbs,
        "classify_form": classify.named("classify"),
        "prepare_form": prepare.named("prepare"),
        "merge_form": MergeForm(formdata=None, version=opinion.version).named("merge"),
        "question_form": QuestionForm(formdata=None, version=opinion.version).named("question"),
        "refuse_form": ReasonForm(formdata=None, version=opinion.version).named("refuse"),
        "refer_form": ReasonForm(formdata=None, version=opinion.version).named("refer"),
    }
