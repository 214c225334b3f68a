"""The only writer of due dates and of the ward's calendar."""

from dialogue.deadlines.actions.calendar import (
    CHANGED,
    change_calendar_day,
    confirm_moves,
    confirm_year,
    remove_calendar_day,
    ship_calendar,
)
from dialogue.deadlines.actions.dues import move_due, set_due, set_due_on, supersede

__all__ = [
    "CHANGED",
    "change_calendar_day",
    "confirm_moves",
    "confirm_year",
    "move_due",
    "remove_calendar_day",
    "set_due",
    "set_due_on",
    "ship_calendar",
    "supersede",
]
