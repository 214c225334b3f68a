"""Who works on an assignment, as lead or supporting."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_office
from dialogue.followup.models import Assignment
from dialogue.followup.permissions import is_of_lead_unit
from dialogue.plans.permissions import takes_part
from dialogue.progress.models import Referral, SupportPart


def supports(user: Account, assignment: Assignment) -> bool:
    """Of a unit that the conclusion names as supporting."""
    units = {one.unit_id for one in assignment.conclusion.supporting}
    return takes_part(user) and user.unit_id in units


def works_on(user: Account, assignment: Assignment) -> bool:
    """Lead and supporting units; the office writes down what it is told."""
    return is_of_lead_unit(user, assignment) or supports(user, assignment) or is_office(user)


def leads(user: Account, assignment: Assignment) -> bool:
    """The lead unit, or the office for it."""
    return is_of_lead_unit(user, assignment) or is_office(user)


def directs_part(user: Account, part: SupportPart) -> bool:
    return leads(user, part.assignment)


def does_part(user: Account, part: SupportPart) -> bool:
    return takes_part(user) and user.unit_id == part.unit_id


def keeps_referral(user: Account, referral: Referral) -> bool:
    return leads(user, referral.assignment)
