"""The list, one consolidation as its reader may use it, its print."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from dialogue.consolidation import actions, queries
from dialogue.consolidation.forms import PutForm
from dialogue.consolidation.models import Consolidation
from dialogue.consolidation.permissions import can_gather, can_read, is_gatherer
from dialogue.consolidation.queries import PAGE
from dialogue.consolidation.views import bp
from dialogue.consolidation.workflow import CONSOLIDATION
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.history.queries import timeline
from dialogue.opinions import queries as opinions
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import AUDIENCES


@bp.get("/consolidations")
@requires(can_read)
def index(**_of_another_page: Any) -> Any:
    user = actor()
    page = max(request.args.get("page", 1, type=int), 1)
    rows = queries.list_rows(user, page)
    open_for = {(r.plan_year, r.ordinal) for r in rows if r.state != "sent"}
    meetings = opinions.open_meetings() if can_gather(user) else []
    return render_template(
        "consolidation/index.html",
        rows=rows[:PAGE],
        page=page,
        prev_url=url_for(".index", page=page - 1) if page > 1 else None,
        next_url=url_for(".index", page=page + 1) if len(rows) > PAGE else None,
        meetings=[m for m in meetings if (m.plan.year, m.ordinal) not in open_for or page > 1],
        AUDIENCES=AUDIENCES,
    )


@bp.get("/consolidations/<int:consolidation_id>")
@requires(can_read)
def show(consolidation_id: int, **_of_another_page: Any) -> Any:
    return show_page(queries.get(actor(), consolidation_id))


def show_page(consolidation: Consolidation, form: PutForm | None = None) -> str:
    """The page; ``form`` as typed where something in it was wrong."""
    user = actor()
    may_arrange = CONSOLIDATION.can(user, consolidation, "arrange")
    if form is None and may_arrange:
        form = PutForm(formdata=None)
        form.arrange(consolidation)
        form.begin(consolidation)
    groups = queries.groups(user, consolidation)
    is_own = is_gatherer(user, consolidation)
    return render_template(
        "consolidation/show.html",
        one=consolidation,
        groups=groups,
        form=form,
        marked=set(form.ids.data or []) if form is not None else set(),
        may_arrange=may_arrange,
        is_own=is_own,
        verbs={row.verb: row for row in CONSOLIDATION.available(user, consolidation)},
        free=queries.ungathered(consolidation) if may_arrange else [],
        free_count=queries.count_ungathered(consolidation) if may_arrange else 0,
        obstacles={
            item.opinion_id: queries.obstacle(consolidation, item.opinion)
            for group in groups
            for item in group.items
            if may_arrange
        },
        identities={
            item.opinion_id
            for group in groups
            for item in group.items
            if may_arrange and queries.has_identity(item.opinion)
        },
        late=actions.needs_reason(consolidation) if may_arrange else False,
        events=timeline(consolidation),
        flow=CONSOLIDATION,
        OPINION=OPINION,
        moved=g.get("moved"),
    )


@bp.get("/consolidations/<int:consolidation_id>/print")
@requires(can_read)
def print_page(consolidation_id: int) -> Any:
    """On A4: the note, the groups, each opinion in its own words."""
    found = queries.get(actor(), consolidation_id)
    return render_template(
        "consolidation/print.html",
        one=found,
        groups=[group for group in queries.groups(actor(), found) if group.items],
    )
