"""Who is told when work is asked to be, or becomes, another unit's."""

from __future__ import annotations

from dialogue.accounts.models import Unit
from dialogue.core.clock import show_date
from dialogue.followup.models import REQUEST_KINDS, Assignment, AssignmentRequest
from dialogue.notifications import actions as notifications


def _about(assignment: Assignment) -> str:
    return f"“{assignment.conclusion.opinion.short}”"


def _url(assignment: Assignment) -> str:
    return f"/assignments/{assignment.id}"


def asked(request: AssignmentRequest) -> None:
    """Who decides: the chair of one more interim reply, the office of another unit."""
    assignment = request.assignment
    role = "chair" if request.kind == "interim" else "office"
    text = f"{assignment.lead_unit.name}: {REQUEST_KINDS[request.kind].lower()} về "
    text += f"{_about(assignment)}: {request.reason}"
    notifications.tell_role(role, text[:400], url=_url(assignment))


def refused(request: AssignmentRequest) -> None:
    assignment = request.assignment
    text = f"{REQUEST_KINDS[request.kind]}: không đồng ý. {request.decision} {_about(assignment)}"
    notifications.tell_unit(request.by_unit_id, text[:400], url=_url(assignment))


def interim_granted(request: AssignmentRequest) -> None:
    assignment = request.assignment
    assert request.until is not None  # CHECK interim_has_day
    text = f"Chủ tịch cho phép trả lời tạm thời thêm một lần, đến {show_date(request.until)}: "
    notifications.tell_unit(
        assignment.lead_unit_id, (text + _about(assignment))[:400], url=_url(assignment)
    )


def handed_over(assignment: Assignment, before: Unit, why: str) -> None:
    """The new lead unit, the one before, the supporting units."""
    due = show_date(assignment.due.due_on)
    lead = assignment.lead_unit
    notifications.tell_unit(
        lead.id,
        f"Được giao giải quyết {_about(assignment)} thay {before.name}, hạn {due}. {why}"[:400],
        url=_url(assignment),
    )
    if before.is_valid():
        notifications.tell_unit(
            before.id, f"{_about(assignment)} đã giao {lead.name} giải quyết. {why}"[:400]
        )
    notifications.tell_units(
        [s.unit_id for s in assignment.conclusion.supporting if s.unit_id != lead.id],
        f"{_about(assignment)}: {lead.name} chủ trì thay {before.name}."[:400],
        url=_url(assignment),
    )
