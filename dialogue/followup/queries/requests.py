"""What lead units asked for."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from dialogue.accounts.models import Account
from dialogue.core.errors import NotAllowed
from dialogue.extensions import db
from dialogue.followup.models import Assignment, AssignmentRequest, Conclusion
from dialogue.followup.queries.assignments import visible_assignments


def get_request(user: Account, request_id: int) -> AssignmentRequest:
    """One; ``NotAllowed`` if there is none about an assignment that ``user`` may see."""
    assignment = joinedload(AssignmentRequest.assignment)
    row = db.session.scalar(
        select(AssignmentRequest)
        .where(
            AssignmentRequest.id == request_id,
            AssignmentRequest.assignment_id.in_(
                visible_assignments(user).with_only_columns(Assignment.id)
            ),
        )
        .options(
            assignment.joinedload(Assignment.due),
            assignment.joinedload(Assignment.lead_unit),
            assignment.joinedload(Assignment.conclusion).joinedload(Conclusion.opinion),
        )
    )
    if row is None:
        raise NotAllowed
    return row


def waiting_requests() -> list[AssignmentRequest]:
    """Those that wait for a decision, the oldest first."""
    assignment = joinedload(AssignmentRequest.assignment)
    query = (
        select(AssignmentRequest)
        .where(AssignmentRequest.state == "asked")
        .options(
            joinedload(AssignmentRequest.by_unit),
            assignment.joinedload(Assignment.due),
            assignment.joinedload(Assignment.conclusion).joinedload(Conclusion.opinion),
        )
        .order_by(AssignmentRequest.id)
    )
    return list(db.session.scalars(query))
