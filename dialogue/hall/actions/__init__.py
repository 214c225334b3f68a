"""The only writer of the hall: one function per command."""

from dialogue.hall.actions.answering import finish_answer, hand_answer, take_back_answer
from dialogue.hall.actions.arranging import arrange, group, set_rules, ungroup
from dialogue.hall.actions.desk import register
from dialogue.hall.actions.order import (
    answer_in_writing,
    answer_rest_in_writing,
    move,
    withdraw,
)
from dialogue.hall.actions.paper import Spoken, enter_speaker, enter_speech
from dialogue.hall.actions.requests import accept, ask, refuse, take_back
from dialogue.hall.actions.session import (
    close_registration,
    end_hall,
    ensure_session,
    open_hall,
    open_registration,
    set_layout,
)
from dialogue.hall.actions.speaking import (
    absent,
    call,
    call_next,
    extend,
    finish,
    pause,
    resume,
    start,
)
from dialogue.hall.actions.undo import may_undo, undo

__all__ = [
    "Spoken",
    "absent",
    "accept",
    "answer_in_writing",
    "answer_rest_in_writing",
    "arrange",
    "ask",
    "call",
    "call_next",
    "close_registration",
    "end_hall",
    "ensure_session",
    "enter_speaker",
    "enter_speech",
    "extend",
    "finish",
    "finish_answer",
    "group",
    "hand_answer",
    "may_undo",
    "move",
    "open_hall",
    "open_registration",
    "pause",
    "refuse",
    "register",
    "resume",
    "set_layout",
    "set_rules",
    "start",
    "take_back",
    "take_back_answer",
    "undo",
    "ungroup",
    "withdraw",
]
