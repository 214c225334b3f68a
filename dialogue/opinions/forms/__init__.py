"""Input of the senders, of the desk and of the units that prepare answers."""

from dialogue.opinions.forms.consent import ConsentForm
from dialogue.opinions.forms.intake import OpinionForm
from dialogue.opinions.forms.paper import PaperForm
from dialogue.opinions.forms.triage import (
    AnswerForm,
    ApartForm,
    BulkForm,
    ClassifyForm,
    DeskForm,
    FilterForm,
    MergeForm,
    PreparationForm,
    QuestionForm,
    ReasonForm,
    RemarkForm,
    SplitForm,
    WithdrawForm,
    answering_unit,
)

__all__ = [
    "AnswerForm",
    "ApartForm",
    "BulkForm",
    "ClassifyForm",
    "ConsentForm",
    "DeskForm",
    "FilterForm",
    "MergeForm",
    "OpinionForm",
    "PaperForm",
    "PreparationForm",
    "QuestionForm",
    "ReasonForm",
    "RemarkForm",
    "SplitForm",
    "WithdrawForm",
    "answering_unit",
]
