"""Input of the senders, of the desk and of the units that prepare answers."""

from dialogue.opinions.forms.intake import OpinionForm
from dialogue.opinions.forms.triage import (
    AnswerForm,
    BulkForm,
    ClassifyForm,
    DeskForm,
    MergeForm,
    PreparationForm,
    QuestionForm,
    ReasonForm,
    WithdrawForm,
    answering_unit,
)

__all__ = [
    "AnswerForm",
    "BulkForm",
    "ClassifyForm",
    "DeskForm",
    "MergeForm",
    "OpinionForm",
    "PreparationForm",
    "QuestionForm",
    "ReasonForm",
    "WithdrawForm",
    "answering_unit",
]
