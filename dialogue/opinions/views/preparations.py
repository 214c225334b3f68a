"""The answers that units prepare before the meeting."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from dialogue.core.errors import Conflict
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say
from dialogue.files.queries import attachments_of
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import AnswerForm
from dialogue.opinions.permissions import is_lead, prepares_answers
from dialogue.opinions.views import bp
from dialogue.opinions.workflow import PREPARATION

STATES = {"asked": "Chờ chuẩn bị", "ready": "Đã chuẩn bị", "all": "Tất cả"}


@bp.get("/preparations")
@requires(prepares_answers)
def preparations() -> Any:
    state = request.args.get("show", "asked")
    state = state if state in STATES else "asked"
    return render_template(
        "opinions/preparations.html",
        found=queries.list_preparations(actor(), state),
        filters=[
            {
                "label": label,
                "url": url_for(".preparations", show=code),
                "count": None,
                "current": code == state,
            }
            for code, label in STATES.items()
        ],
        PREPARATION=PREPARATION,
        my_unit_id=actor().unit_id,
    )


@bp.get("/preparations/<int:preparation_id>")
@requires(prepares_answers)
def preparation(preparation_id: int) -> Any:
    found = queries.get_preparation(actor(), preparation_id)
    form = AnswerForm(formdata=None, answer=found.answer, version=found.version)
    return _page(found, form)


@bp.post("/preparations/<int:preparation_id>")
@requires(prepares_answers)
def write_preparation(preparation_id: int) -> Any:
    found = queries.get_preparation(actor(), preparation_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        actions.write_preparation(
            found, answer=form.answer.data or "", actor=actor(), version=form.version.data
        )
    except Conflict as conflict:
        return _both(preparation_id, form, conflict), 409
    say("Đã lưu nội dung trả lời.")
    return go(url_for(".preparations"))


def _both(preparation_id: int, form: AnswerForm, conflict: Conflict) -> str:
    """Somebody wrote meanwhile: both texts stand on the page, none is lost."""
    g.conflict_message = conflict.message
    fresh = queries.get_preparation(actor(), preparation_id)
    form.version.data = fresh.version
    return _page(fresh, form, unsaved=form.answer.data or "")


def _page(found: Any, form: AnswerForm, unsaved: str = "") -> str:
    user = actor()
    return render_template(
        "opinions/preparation.html",
        preparation=found,
        opinion=found.opinion,
        form=form,
        unsaved=unsaved,
        photos=attachments_of(found.opinion),
        sees_contact=queries.sees_contact(user, found.opinion),
        is_lead=is_lead(user, found),
        verbs={row.verb for row in PREPARATION.available(user, found)},
        PREPARATION=PREPARATION,
    )
