"""Answered, settled, confirmed, contested: four facts that never mix (A6), as SQL."""

from __future__ import annotations

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select

from dialogue.deadlines.actions.dues import FIXED_RULE
from dialogue.deadlines.models import DueDate
from dialogue.followup.models import Assignment, Reply, Verdict


def answer_id() -> ScalarSelect[int]:
    """The id of the last issued final reply of ``Assignment``, in SQL."""
    return (
        select(func.max(Reply.id))
        .where(Reply.assignment_id == Assignment.id, Reply.kind == "final", Reply.state == "issued")
        .correlate(Assignment)
        .scalar_subquery()
    )


def is_settled() -> ColumnElement[bool]:
    """Answered now, and the answer says that it is done: the unit's own word."""
    said = exists().where(Reply.id == answer_id(), Reply.settled.is_(True))
    return and_(Assignment.state == "answered", said)


def is_confirmed() -> ColumnElement[bool]:
    """Answered now, and a sender's unit says that it is done indeed."""
    said = exists().where(Verdict.reply_id == answer_id(), Verdict.kind == "confirmed")
    return and_(Assignment.state == "answered", said)


def is_extended() -> ColumnElement[bool]:
    """Its due date was moved by an interim reply or by a person, not by the calendar alone.

    A day that the presider named in his conclusion was there from the beginning.
    """
    by_interim = exists().where(
        Reply.assignment_id == Assignment.id, Reply.kind == "interim", Reply.state == "issued"
    )
    moved = and_(DueDate.rule == FIXED_RULE, DueDate.replaces_id.is_not(None))
    return or_(by_interim, moved)


def was_contested() -> ColumnElement[bool]:
    """A sender did not accept an answer, whatever became of it since."""
    return Assignment.round > 1
