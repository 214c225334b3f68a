"""Whose work it is: accepted, asked to be another's, given to another unit (A2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogue.accounts.models import Account, Unit
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.text import clean
from dialogue.core.unit_of_work import unit_of_work
from dialogue.deadlines.actions import move_due
from dialogue.followup.actions import tell_hands as tell
from dialogue.followup.models import REQUEST_KINDS, Assignment, AssignmentRequest
from dialogue.followup.queries import lead_units
from dialogue.followup.workflow import ASSIGNMENT, ONE_INTERIM, REQUEST
from dialogue.history.actions import perform, record

ASK_FIRST = "Chưa cần xin: đơn vị được trả lời tạm thời một lần mà không phải xin phép."
REASON = "Cần ghi rõ lý do."


def accept(assignment: Assignment, *, actor: Account, version: int | None = None) -> None:
    """The lead unit takes the work on."""
    with unit_of_work():
        perform(ASSIGNMENT, assignment, "accept", actor=actor, version=version)
        assignment.accepted_at = clock.now()


def ask_other_unit(
    assignment: Assignment,
    *,
    reason: str,
    actor: Account,
    unit: Unit | None = None,
    version: int | None = None,
) -> AssignmentRequest:
    """Ask that another unit lead; ``unit`` is whom the asker has in mind."""
    with unit_of_work():
        if unit is not None:
            _check_unit(assignment, unit, field="unit")
        return _ask(assignment, "other_unit", reason, actor, version, unit=unit)


def ask_interim(
    assignment: Assignment,
    *,
    reason: str,
    until: date | None,
    actor: Account,
    version: int | None = None,
) -> AssignmentRequest:
    """Ask the chair for one more interim reply, with a new due date ``until`` (A4)."""
    with unit_of_work():
        ASSIGNMENT.permit(actor, assignment, "ask", version=version, reason=reason)
        if assignment.may_be_interim:
            raise InvalidInput(ASK_FIRST, field="kind")
        _check_day(assignment, until)
        return _ask(assignment, "interim", reason, actor, version, until=until)


def _ask(
    assignment: Assignment,
    kind: str,
    reason: str,
    actor: Account,
    version: int | None,
    *,
    unit: Unit | None = None,
    until: date | None = None,
) -> AssignmentRequest:
    with unit_of_work() as session:
        label = REQUEST_KINDS[kind]
        perform(
            ASSIGNMENT, assignment, "ask", actor=actor, version=version, reason=reason, label=label
        )
        request = AssignmentRequest(
            assignment=assignment,
            round=assignment.round,
            kind=kind,
            reason=clean(reason),
            by_unit_id=assignment.lead_unit_id,
            unit=unit,
            until=until,
            asked_by_id=actor.id,
        )
        session.add(request)
        session.flush()
        moved = (None, "asked", "", REQUEST.label("asked"))
        record(actor, request, "ask", label, moved=moved, reason=request.reason)
        tell.asked(request)
        return request


def withdraw_request(
    request: AssignmentRequest, *, actor: Account, version: int | None = None
) -> None:
    """The unit no longer asks."""
    with unit_of_work():
        perform(REQUEST, request, "withdraw", actor=actor, version=version)


def refuse_request(
    request: AssignmentRequest, *, reason: str, actor: Account, version: int | None = None
) -> None:
    """It stays as it is; the unit reads why."""
    with unit_of_work():
        perform(REQUEST, request, "refuse", actor=actor, version=version, reason=reason)
        _decided(request, actor, reason)
        tell.refused(request)


def grant_other_unit(
    request: AssignmentRequest,
    *,
    unit: Unit,
    words: str = "",
    due_on: date | None = None,
    actor: Account,
    version: int | None = None,
) -> None:
    """Give the matter to ``unit``; the due date stays, unless ``due_on`` names another."""
    with unit_of_work():
        perform(REQUEST, request, "grant", actor=actor, version=version, unit_id=unit.id)
        _decided(request, actor, words)
        why = clean(words) or request.reason
        _hand_over(request.assignment, unit, why, due_on, actor)


def grant_interim(
    request: AssignmentRequest,
    *,
    words: str,
    until: date | None = None,
    actor: Account,
    version: int | None = None,
) -> None:
    """The chair allows one more interim reply, with his reason and the day until which (A4)."""
    with unit_of_work():
        REQUEST.permit(actor, request, "grant", version=version)
        if request.assignment.state == "answered":
            raise InvalidInput(ONE_INTERIM)
        if not clean(words):
            raise InvalidInput(REASON, field="words")
        until = until or request.until
        _check_day(request.assignment, until)
        perform(REQUEST, request, "grant", actor=actor, version=version, reason=words)
        request.until = until
        _decided(request, actor, words)
        tell.interim_granted(request)


def reassign(
    assignment: Assignment,
    *,
    unit: Unit,
    reason: str,
    due_on: date | None = None,
    actor: Account,
    version: int | None = None,
) -> None:
    """Give an open matter to another lead unit without its having asked (A2).

    The due date stays unless ``due_on`` names another. A draft goes along; a request that
    waits is decided with it.
    """
    with unit_of_work():
        ASSIGNMENT.permit(actor, assignment, "reassign", version=version, reason=reason)
        waiting = assignment.asked
        if waiting is not None:
            verb = "grant" if waiting.kind == "other_unit" else "refuse"
            if REQUEST.can(actor, waiting, verb):
                perform(REQUEST, waiting, verb, actor=actor, reason=reason)
            else:  # the chair's to decide; with the unit gone it is void
                record(actor, waiting, "lapse", "Hết hiệu lực vì giao đơn vị khác")
                waiting.state = "withdrawn"
            _decided(waiting, actor, reason)
        _hand_over(assignment, unit, reason, due_on, actor)


def _hand_over(
    assignment: Assignment, unit: Unit, why: str, due_on: date | None, actor: Account
) -> None:
    _check_unit(assignment, unit, field="unit")
    before = assignment.lead_unit
    perform(
        ASSIGNMENT, assignment, "reassign", actor=actor, reason=why,
        label=f"Giao {unit.name} thay {before.name}", unit_from=before.id, unit_to=unit.id,
    )  # fmt: skip
    assignment.lead_unit = unit
    assignment.accepted_at = None
    if due_on is not None and due_on != assignment.due.due_on:
        if due_on < clock.today():
            raise InvalidInput("Hạn mới không được trước hôm nay.", field="due_on")
        moved = f"Giao {unit.name} thay {before.name}: {clean(why)}"
        assignment.due = move_due(assignment.due, actor=actor, on=due_on, why=moved[:300])
    tell.handed_over(assignment, before, clean(why))


def _check_unit(assignment: Assignment, unit: Unit, *, field: str) -> None:
    if unit.id == assignment.lead_unit_id:
        raise InvalidInput("Đơn vị này đang chủ trì việc này.", field=field)
    if unit.id not in {one.id for one in lead_units()}:
        raise InvalidInput("Cần chọn một đơn vị đang hoạt động.", field=field)


def _check_day(assignment: Assignment, until: date | None) -> None:
    if until is None:
        raise InvalidInput("Cần ghi ngày xin dời đến.", field="until")
    if until <= assignment.due.due_on:
        raise InvalidInput(
            f"Ngày này phải sau hạn hiện nay ({clock.show_date(assignment.due.due_on)}).",
            field="until",
        )
    if until < clock.today():
        raise InvalidInput("Ngày này không được trước hôm nay.", field="until")


def _decided(request: AssignmentRequest, actor: Account, words: str) -> None:
    request.decided_by_id = actor.id
    request.decided_at = clock.now()
    request.decision = clean(words)


def hand_over(
    assignments: Sequence[Assignment], *, unit: Unit, reason: str, actor: Account
) -> None:
    """Give several to ``unit`` at once, as when theirs ends: all or none."""
    with unit_of_work():
        for assignment in assignments:
            try:
                reassign(assignment, unit=unit, reason=reason, actor=actor)
            except Conflict as refusal:
                about = assignment.conclusion.opinion.receipt
                raise Conflict(f"{about}: {refusal.message}") from refusal
