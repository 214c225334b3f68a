"""The short answers that lead units prepare before the meeting (B8)."""

from __future__ import annotations

from collections.abc import Sequence

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.history.actions import perform
from dialogue.opinions.actions.telling import tell_prepared
from dialogue.opinions.models import Opinion, Preparation, PreparationSupport
from dialogue.opinions.workflow import OPINION, PREPARATION


def ask_preparation(
    opinion: Opinion,
    *,
    lead_unit: Unit,
    supporting: Sequence[Unit] = (),
    actor: Account,
    version: int | None = None,
) -> Preparation:
    """Give the answer to one lead unit and its supporting units; again, to change them.

    A change of the lead unit asks anew: the answer written so far stays to start from.
    """
    with unit_of_work() as session:
        OPINION.permit(actor, opinion, "ask_preparation", version=version)
        helpers = {unit.id: unit for unit in supporting if unit.id != lead_unit.id}
        for unit in (lead_unit, *helpers.values()):
            if not unit.is_valid():
                raise InvalidInput(f"{unit.name} không còn hoạt động.", field="lead_unit")
        preparation = opinion.preparation
        if preparation is None:
            preparation = Preparation(opinion=opinion, lead_unit=lead_unit)
            session.add(preparation)
            session.flush()
        else:
            if preparation.lead_unit_id != lead_unit.id:
                preparation.state = "asked"
            preparation.lead_unit = lead_unit
            preparation.version += 1
        _set_supporting(preparation, helpers)
        names = ", ".join(unit.name for unit in helpers.values())
        perform(
            OPINION,
            opinion,
            "ask_preparation",
            actor=actor,
            version=version,
            label=f"Giao {lead_unit.name} chuẩn bị trả lời"
            + (f", phối hợp: {names}" if names else ""),
            lead_unit_id=lead_unit.id,
            supporting=sorted(helpers),
        )
        session.flush()
        session.refresh(preparation)
        tell_prepared(preparation, "Được giao chuẩn bị nội dung trả lời")
        return preparation


def _set_supporting(preparation: Preparation, helpers: dict[int, Unit]) -> None:
    for row in list(preparation.supporting):
        if row.unit_id not in helpers:
            preparation.supporting.remove(row)
    there = {row.unit_id for row in preparation.supporting}
    for unit_id, unit in helpers.items():
        if unit_id not in there:
            preparation.supporting.append(PreparationSupport(unit=unit))


def cancel_preparation(opinion: Opinion, *, actor: Account, version: int | None = None) -> Opinion:
    """Take the task back; one that is written already stays. ``Conflict`` then."""
    with unit_of_work() as session:
        OPINION.permit(actor, opinion, "cancel_preparation", version=version)
        preparation = opinion.preparation
        assert preparation is not None
        if preparation.answer:
            raise Conflict("Đơn vị đã ghi nội dung trả lời, không thôi giao được nữa.")
        tell_prepared(preparation, "Không cần chuẩn bị trả lời nữa")
        perform(
            OPINION,
            opinion,
            "cancel_preparation",
            actor=actor,
            version=version,
            label=f"Thôi giao {preparation.lead_unit.name} chuẩn bị trả lời",
        )
        session.delete(preparation)
        session.flush()
        session.expire(opinion, ["preparation"])
        return opinion


def write_preparation(
    preparation: Preparation, *, answer: str, actor: Account, version: int | None = None
) -> Preparation:
    """The lead unit writes the short answer, or corrects it; then it is ready."""
    with unit_of_work():
        verb = "rewrite" if preparation.state == "ready" else "write"
        PREPARATION.permit(actor, preparation, verb, version=version)
        text = clean(answer)
        if not text:
            raise InvalidInput("Cần ghi nội dung trả lời.", field="answer")
        details = {"answer_before": preparation.answer} if preparation.answer else {}
        perform(PREPARATION, preparation, verb, actor=actor, version=version, **details)
        preparation.answer = text
        preparation.remark = ""
        preparation.answered_at = clock.now()
        preparation.answered_by_id = actor.id
        return preparation


def ask_more(
    preparation: Preparation, *, reason: str, actor: Account, version: int | None = None
) -> Preparation:
    """Who presides reads it before the meeting and says what is missing; the unit is told."""
    with unit_of_work():
        perform(
            PREPARATION,
            preparation,
            "ask_more",
            actor=actor,
            version=version,
            reason=reason,
            answer_before=preparation.answer,
        )
        preparation.remark = clean(reason)
        tell_prepared(preparation, f"Nội dung trả lời cần bổ sung: {preparation.remark[:200]}")
        return preparation
