"""What a person must do now and what he waits for, gathered from every feature."""

from __future__ import annotations

from datetime import date

from dialogue.accounts.models import Account
from dialogue.attendance import queries as attendance
from dialogue.care import queries as care
from dialogue.consolidation import queries as consolidation
from dialogue.core.todo import Todo
from dialogue.corrections import queries as corrections
from dialogue.followup import queries as followup
from dialogue.hall import queries as hall
from dialogue.minutes import queries as minutes
from dialogue.opinions import queries as opinions
from dialogue.plans import queries as plans
from dialogue.progress import queries as progress
from dialogue.publishing import queries as publishing
from dialogue.reports import queries as reports

FAR = date.max


def todos(user: Account) -> list[Todo]:
    """``user``'s things to do: what happens this minute, then late ones, then by due date."""
    found = [
        *hall.todos(user),
        *plans.todos(user),
        *attendance.todos(user),
        *opinions.todos(user),
        *consolidation.todos(user),
        *followup.todos(user),
        *corrections.todos(user),
        *minutes.todos(user),
        *progress.todos(user),
        *publishing.todos(user),
        *reports.todos(user),
        *care.todos(user),
    ]
    return sorted(found, key=lambda t: (not t.urgent, t.due_on or FAR))


def waiting(user: Account) -> list[Todo]:
    """What ``user`` waits for from others, soonest first."""
    found = [*opinions.waiting(user), *consolidation.waiting(user), *followup.waiting(user)]
    return sorted(found, key=lambda t: t.due_on or FAR)
