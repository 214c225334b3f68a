"""The list of opinions and the thread of one."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from dialogue.accounts.permissions import sees_everything
from dialogue.core.permissions import requires
from dialogue.core.web import actor
from dialogue.files.queries import attachments_of
from dialogue.opinions import queries
from dialogue.opinions.models import COMPETENCES, KINDS
from dialogue.opinions.permissions import (
    can_read_opinions,
    can_send,
    can_triage,
    is_sender,
    keeps_consent,
)
from dialogue.opinions.queries import PAGE, Wanted
from dialogue.opinions.views import bp
from dialogue.opinions.views.place import as_args, read_wanted
from dialogue.opinions.workflow import OPINION
from dialogue.plans.models import AUDIENCES
from dialogue.plans.queries import task_of_kind


@bp.get("/opinions")
@requires(can_read_opinions)
def index(**_of_another_page: Any) -> Any:
    user = actor()
    codes = queries.DESK_FILTERS if sees_everything(user) else queries.OWN_FILTERS
    if request.args.get("show") == "given":
        codes = (*codes, "given")
    wanted = read_wanted(request.args, codes, "all")
    page = max(request.args.get("page", 1, type=int), 1)
    rows = queries.list_opinions(user, wanted, page)
    counts = queries.count_opinions(user, wanted, codes)
    meetings = queries.open_meetings() if can_send(user) else []
    return render_template(
        "opinions/index.html",
        rows=rows[:PAGE],
        wanted=wanted,
        filters=_filters(codes, counts, wanted),
        narrowed=queries.narrowed_to(wanted),
        prev_url=_page_url(wanted, page - 1) if page > 1 else None,
        next_url=_page_url(wanted, page + 1) if len(rows) > PAGE else None,
        page=page,
        AUDIENCES=AUDIENCES,
        may_send=can_send(user),
        may_triage=can_triage(user),
        sees_all=sees_everything(user),
        reports=[
            {
                "meeting": meeting,
                "task": task,
                "sent": queries.sent_by(user, meeting),
            }
            for meeting in meetings
            if (task := task_of_kind(meeting, user.unit_id, "opinions")) is not None
        ],
    )


def _filters(codes: tuple[str, ...], counts: dict[str, int], wanted: Wanted) -> list[Any]:
    return [
        {
            "label": queries.FILTERS[code][0],
            "url": url_for(".index", **{**as_args(wanted), "show": code}),
            "count": counts[code],
            "current": code == wanted.show,
        }
        for code in codes
        if counts[code] or code in (wanted.show, "all")
    ]


def _page_url(wanted: Wanted, page: int) -> str:
    return url_for(".index", **as_args(wanted), page=page)


@bp.get("/opinions/<int:opinion_id>")
@requires(can_read_opinions)
def show(opinion_id: int, **_of_another_page: Any) -> Any:
    user = actor()
    opinion = queries.get(user, opinion_id)
    return render_template(
        "opinions/show.html",
        opinion=opinion,
        photos=attachments_of(opinion),
        parts=queries.thread(user, opinion),
        steps=queries.next_steps(user, opinion),
        verbs={row.verb: row for row in OPINION.available(user, opinion)},
        OPINION=OPINION,
        KINDS=KINDS,
        COMPETENCES=COMPETENCES,
        sees_contact=queries.sees_contact(user, opinion),
        keeps_consent=keeps_consent(user, opinion),
        sees_preparation=queries.sees_preparation(user, opinion),
        sees_all=sees_everything(user),
        is_own=is_sender(user, opinion),
        may_triage=can_triage(user),
        back="thread",
        unsent_words=g.get("unsent_words"),
    )
