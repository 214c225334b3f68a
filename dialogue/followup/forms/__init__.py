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
    ReasonForm,
    ReminderForm,
    ReplyForm,
    StepForm,
    TextForm,
    VerdictForm,
    show_refusal,
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
    "ReasonForm",
    "ReassignForm",
    "ReminderForm",
    "ReplyForm",
    "StepForm",
    "TextForm",
    "VerdictForm",
    "show_refusal",
]
