"""Who may conclude, draft, approve, issue and read what follows a meeting."""

from __future__ import annotations

from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_chair, is_office, sees_everything
from dialogue.followup.models import (
    Assignment,
    AssignmentRequest,
    Conclusion,
    ConclusionNotice,
    Reply,
    ReplyText,
)
from dialogue.plans.models import Meeting
from dialogue.plans.permissions import is_presider, is_secretary, takes_part

OVER = frozenset({"ended", "closed"})
HELD = OVER | {"live"}


def may_conclude(user: Account, meeting: Meeting) -> bool:
    """The presider concludes (H6); the office writes it down for him once it is over."""
    return is_presider(user, meeting) or (is_office(user) and meeting.state in OVER)


def may_change_conclusion(user: Account, conclusion: Conclusion) -> bool:
    return may_conclude(user, conclusion.meeting)


def sees_conclusions(user: Account, meeting: Meeting) -> bool:
    """Leaders, office, and who presides at or records that meeting."""
    return sees_everything(user) or is_presider(user, meeting) or is_secretary(user, meeting)


def drafts_notice(user: Account, _notice: ConclusionNotice) -> bool:
    return is_office(user)


def approves_notice(user: Account, notice: ConclusionNotice) -> bool:
    """The meeting's presider (a delegated one included) or the chair; not one's own draft."""
    return (is_chair(user) or is_presider(user, notice.meeting)) and user.id != notice.drafted_by_id


def issues_notice(user: Account, _notice: ConclusionNotice) -> bool:
    return is_office(user)


def changes_what_notice_says(user: Account, notice: ConclusionNotice) -> bool:
    return may_conclude(user, notice.meeting)


def is_of_lead_unit(user: Account, assignment: Assignment) -> bool:
    return takes_part(user) and user.unit_id == assignment.lead_unit_id


def writes_replies(user: Account) -> bool:
    """Of a unit to which matters are given, so that it keeps texts of its own."""
    return user.has("department", "office", "front", "youth_union")


def may_edit_text(user: Account, text: ReplyText) -> bool:
    return writes_replies(user) and user.unit_id == text.unit_id


def drafts_reply(user: Account, reply: Reply) -> bool:
    return is_of_lead_unit(user, reply.assignment)


def approves_for_chair(user: Account) -> bool:
    """A vice chair, on the days for which the chair delegated the replies to him."""
    if not user.has("vice_chair"):
        return False
    delegated = user.reply_delegations  # models/requests.py
    return any(one.holds() for one in delegated)


def delegates_replies(user: Account) -> bool:
    return is_chair(user)


def approves_reply(user: Account, reply: Reply) -> bool:
    """The chair, or a vice chair to whom he delegated it; not one's own draft."""
    return (is_chair(user) or approves_for_chair(user)) and user.id != reply.drafted_by_id


def issues_reply(user: Account, _reply: Reply) -> bool:
    return is_office(user)


def settles(user: Account, _assignment: Assignment) -> bool:
    """The office moves an assignment, by issuing a reply to it."""
    return is_office(user)


def chases(user: Account, _assignment: Assignment) -> bool:
    """The office reminds (A5), the chair may."""
    return is_office(user) or is_chair(user)


def gives_out(user: Account, _assignment: Assignment) -> bool:
    """Chair and office say which unit leads."""
    return is_chair(user) or is_office(user)


def decides_request(user: Account, request: AssignmentRequest) -> bool:
    """Another unit: who gives out the work. One more interim reply: the chair alone (A4)."""
    if request.kind == "interim":
        return is_chair(user)
    return gives_out(user, request.assignment)


def withdraws_request(user: Account, request: AssignmentRequest) -> bool:
    return takes_part(user) and user.unit_id == request.by_unit_id


def senders_units(assignment: Assignment) -> set[int]:
    """Ids of the units that sent the opinion or one merged into it."""
    opinion = assignment.conclusion.opinion
    return {opinion.unit_id, *(one.unit_id for one in opinion.merged)}


def is_of_sender(user: Account, assignment: Assignment) -> bool:
    """The unit that sent it says whether the answer holds (A6)."""
    return takes_part(user) and user.unit_id in senders_units(assignment)


def gives_verdict(user: Account, assignment: Assignment) -> bool:
    """A sender's unit; the office writes down what a resident or a group leader told it."""
    return is_of_sender(user, assignment) or is_office(user)
