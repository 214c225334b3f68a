"""After the hall: conclusions, their notice, assignments, replies and the ward's register."""

from dialogue.followup.models.assignments import Assignment
from dialogue.followup.models.conclusions import (
    ASSIGNED_OUTCOMES,
    OUTCOMES,
    Conclusion,
    ConclusionSupport,
)
from dialogue.followup.models.notices import ConclusionNotice, NoticeItem
from dialogue.followup.models.register import RegisterEntry
from dialogue.followup.models.replies import Reply, ReplyText
from dialogue.followup.models.requests import REQUEST_KINDS, AssignmentRequest, ReplyDelegation
from dialogue.followup.models.verdicts import CONTEST_DAYS, VERDICTS, Verdict

__all__ = [
    "ASSIGNED_OUTCOMES",
    "CONTEST_DAYS",
    "OUTCOMES",
    "REQUEST_KINDS",
    "VERDICTS",
    "Assignment",
    "AssignmentRequest",
    "Conclusion",
    "ConclusionNotice",
    "ConclusionSupport",
    "NoticeItem",
    "RegisterEntry",
    "Reply",
    "ReplyDelegation",
    "ReplyText",
    "Verdict",
]
