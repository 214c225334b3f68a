"""The list "Nhiều lần chưa dứt điểm", its print, and what the system found for it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, local_path, say, shows_fresh
from dialogue.opinions import actions as opinions
from dialogue.opinions.queries import get
from dialogue.recurrence import queries
from dialogue.recurrence.hooks import KEPT
from dialogue.recurrence.permissions import can_link, can_read_recurrences
from dialogue.recurrence.queries import PAGE, SHOWS, Asked
from dialogue.recurrence.views import bp


def _asked() -> Asked:
    show = request.args.get("show", "open")
    return Asked(
        show=show if show in SHOWS else "open",
        field_id=request.args.get("field", type=int),
        area_id=request.args.get("area", type=int),
        year=request.args.get("year", type=int),
    )


def _args(asked: Asked, **changes: Any) -> dict[str, Any]:
    given = {"field": asked.field_id, "area": asked.area_id, "year": asked.year}
    return {"show": asked.show, **given, **changes}


@bp.get("/recurrences")
@requires(can_read_recurrences)
def index(**_of_another_page: Any) -> Any:
    user, asked = actor(), _asked()
    page = max(request.args.get("page", 1, type=int), 1)
    found = queries.list_matters(user, asked, page)
    here = url_for(".index", **_args(asked, page=page if page > 1 else None))
    return render_template(
        "recurrence/index.html",
        found=found,
        asked=asked,
        may_select=queries.may_select(user, found.rows),
        may_link=can_link(user),
        KEPT=KEPT,
        here=here,
        is_narrow=any((asked.field_id, asked.area_id, asked.year)),
        first=(page - 1) * PAGE,
        filters=[
            {
                "label": label,
                "url": url_for(".index", **_args(asked, show=code)),
                "count": found.counts[code],
                "current": code == asked.show,
            }
            for code, (label, _rule) in SHOWS.items()
        ],
        print_url=url_for(".print_list", **_args(asked)),
        prev_url=url_for(".index", **_args(asked, page=page - 1)) if page > 1 else None,
        next_url=url_for(".index", **_args(asked, page=page + 1)) if found.has_next else None,
    )


@bp.get("/recurrences/print")
@requires(can_read_recurrences)
def print_list() -> Any:
    """The whole list on paper, under the filters of the page it was printed from."""
    asked = _asked()
    found = queries.list_matters(actor(), asked, None)
    narrowed = [
        dict(found.fields).get(asked.field_id or 0, ""),
        dict(found.areas).get(asked.area_id or 0, ""),
        f"có nêu trong năm {asked.year}" if asked.year else "",
    ]
    return render_template(
        "recurrence/print.html",
        found=found,
        KEPT=KEPT,
        title=SHOWS[asked.show][0],
        narrowed=[part for part in narrowed if part],
    )


@bp.get("/recurrences/found")
@requires(can_link)
def found(**_of_another_page: Any) -> Any:
    """What came in now and may say again what was said in an earlier year."""
    page = max(request.args.get("page", 1, type=int), 1)
    looked = queries.find(actor(), page)
    return render_template(
        "recurrence/found.html",
        looked=looked,
        here=url_for(".found", page=page if page > 1 else None),
        prev_url=url_for(".found", page=page - 1) if page > 1 else None,
        next_url=url_for(".found", page=page + 1) if looked.last < looked.total else None,
    )


@bp.post("/recurrences/agenda/<int:opinion_id>")
@requires(can_link)
@shows_fresh("recurrence.index")
def select(opinion_id: int) -> Any:
    """Put the matter's last opinion on the agenda of its meeting."""
    opinion = get(actor(), opinion_id)
    opinions.select(opinion, actor=actor(), version=request.form.get("version", type=int))
    say(
        f"Đã đưa {opinion.receipt} vào chương trình {opinion.meeting.name}.",
        undo_url=url_for("opinions.unselect", opinion_id=opinion.id, back="thread"),
    )
    return go(local_path(request.form.get("back"), url_for(".index")))
