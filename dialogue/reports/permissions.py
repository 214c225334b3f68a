"""Who reports what to whom: a unit to the office, a delegated presider to the chair, the office
through the chair to the body above."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import delegation, takes_part
from dialogue.reports.models import Report


def is_delegate(user: Account, meeting: Meeting) -> bool:
    """The vice chair who presided for the chair (B11)."""
    row = delegation(meeting)
    return row is not None and row.account_id == user.id


def may_begin(user: Account, meeting: Meeting, kind: str) -> bool:
    """A unit that was given something is asked of by the action."""
    if kind == "result":
        return is_office(user)
    if kind == "presider":
        return is_delegate(user, meeting)
    return takes_part(user)


def writes(user: Account, report: Report) -> bool:
    if report.kind == "presider":
        return is_delegate(user, report.meeting)
    return takes_part(user) and user.unit_id == report.unit_id


def receives(user: Account, report: Report) -> bool:
    """The office takes a unit's report in; the chair the other two. Not one's own."""
    if report.kind == "unit":
        return is_office(user) and user.unit_id != report.unit_id
    return is_chair(user) and user.id != report.drafted_by_id


def issues(user: Account, report: Report) -> bool:
    return report.kind == "result" and is_office(user)
