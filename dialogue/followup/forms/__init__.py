"""Input of what follows a meeting."""

from dialogue.followup.forms.hands import (
    AskForm,
    DecideForm,
    DelegationForm,
    HandOverForm,
    ReassignForm,
)
from dialogue.followup.forms.papers import (
    LONG,
    ConclusionForm,
    IssueForm,
    ItemForm,
    NoticeTextForm,
    OutsideForm,
    ReasonForm,
    ReminderForm,
    ReplyForm,
    ScanForm,
    TextForm,
    VerdictForm,
)

__all__ = [
    "LONG",
    "AskForm",
    "ConclusionForm",
    "DecideForm",
    "DelegationForm",
    "HandOverForm",
    "IssueForm",
    "ItemForm",
    "NoticeTextForm",
    "OutsideForm",
    "ReasonForm",
    "ReassignForm",
    "ReminderForm",
    "ReplyForm",
    "ScanForm",
    "TextForm",
    "VerdictForm",
]
