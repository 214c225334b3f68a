"""The only writer of the hall: one function per command."""

from dialogue.hall.actions.answering import finish_answer, hand_answer
from dialogue.hall.actions.desk import register
from dialogue.hall.actions.order import (
    answer_in_writing,
    answer_rest_in_writing,
    move,
    withdraw,
)
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
    "absent",
    "accept",
    "answer_in_writing",
    "answer_rest_in_writing",
    "ask",
    "call",
    "call_next",
    "close_registration",
    "end_hall",
    "ensure_session",
    "extend",
    "finish",
    "finish_answer",
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
    "start",
    "take_back",
    "undo",
    "withdraw",
]
