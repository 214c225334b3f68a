"""Input of the hall."""

from dialogue.hall.forms.console import (
    MINUTES,
    ON_PAPER,
    PLACES,
    REASONS,
    SPEECH_MINUTES,
    CommandForm,
    ExtensionForm,
    GroupForm,
    HandForm,
    PaperForm,
    PlaceForm,
    RulesForm,
    places_for,
)
from dialogue.hall.forms.desk import (
    REFUSALS,
    WITHDRAWALS,
    AskForm,
    RefusalForm,
    RegistrationForm,
    WithdrawalForm,
)

__all__ = [
    "MINUTES",
    "ON_PAPER",
    "PLACES",
    "REASONS",
    "REFUSALS",
    "SPEECH_MINUTES",
    "WITHDRAWALS",
    "AskForm",
    "CommandForm",
    "ExtensionForm",
    "GroupForm",
    "HandForm",
    "PaperForm",
    "PlaceForm",
    "RefusalForm",
    "RegistrationForm",
    "RulesForm",
    "WithdrawalForm",
    "places_for",
]
