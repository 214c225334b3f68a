"""The answers that units prepare before the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request, url_for

from dialogue.accounts.models import Unit
from dialogue.accounts.permissions import sees_everything
from dialogue.core.errors import Conflict
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say
from dialogue.files.queries import attachments_of
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import AnswerForm
from dialogue.opinions.models import Preparation
from dialogue.opinions.permissions import is_lead, prepares_answers
from dialogue.opinions.views import bp
from dialogue.opinions.workflow import PREPARATION

STATES = {"asked": "Chờ chuẩn bị", "ready": "Đã chuẩn bị", "all": "Tất cả"}


@dataclass(frozen=True)
class Group:
    """A lead unit and the answers that it prepares."""

    unit: Unit
    rows: list[Preparation]

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.rows)


@bp.get("/preparations")
@requires(prepares_answers)
def preparations() -> Any:
    state = request.args.get("show", "asked")
    state = state if state in STATES else "asked"
    user = actor()
    unit_id = request.args.get("unit", type=int)
    found = queries.list_preparations(user, state)
    return render_template(
        "opinions/preparations.html",
        groups=_by_unit(found, user.unit_id, unit_id),
        units=_units(found, state, unit_id) if sees_everything(user) else [],
        filters=[
            {
                "label": label,
                "url": url_for(".preparations", show=code, unit=unit_id),
                "count": None,
                "current": code == state,
            }
            for code, label in STATES.items()
        ],
        PREPARATION=PREPARATION,
        my_unit_id=user.unit_id,
    )


def _by_unit(found: list[Preparation], own: int, wanted: int | None) -> list[Group]:
    """The lead units, one's own first, each with its answers and how many are late."""
    groups: dict[int, Group] = {}
    for one in found:
        if wanted is None or one.lead_unit_id == wanted:
            groups.setdefault(one.lead_unit_id, Group(one.lead_unit, [])).rows.append(one)
    return sorted(groups.values(), key=lambda g: (g.unit.id != own, g.unit.position, g.unit.id))


def _units(found: list[Preparation], state: str, wanted: int | None) -> list[dict[str, Any]]:
    choices: list[dict[str, Any]] = [
        {
            "label": group.unit.short_name,
            "url": url_for(".preparations", show=state, unit=group.unit.id),
            "count": len(group.rows),
            "current": group.unit.id == wanted,
        }
        for group in _by_unit(found, 0, None)
    ]
    every = {
        "label": "Mọi đơn vị",
        "url": url_for(".preparations", show=state),
        "count": len(found),
        "current": wanted is None,
    }
    return [every, *choices]


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
    PREPARATION.admit(actor(), found, "write")
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
