"""What features above this one do when a paper is issued, and show beside an assignment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dialogue.accounts.models import Account
from dialogue.core.db import Base
from dialogue.followup.models import Assignment, ConclusionNotice, Reply

Issued = ConclusionNotice | Reply
OnIssue = Callable[[Account, Issued], None]

on_issue: list[OnIssue] = []


def register_on_issue(call: OnIssue) -> None:
    """``call(actor, notice or reply)`` within the act of issuing, once number and day are
    there. What it raises undoes the act: nothing is numbered then."""
    # Several apps live in one process under test; what they register is the same.
    names = {(c.__module__, c.__qualname__) for c in on_issue}
    if (call.__module__, call.__qualname__) not in names:
        on_issue.append(call)


def tell_issued(actor: Account, issued: Issued) -> None:
    """Tell everyone who registered."""
    for call in on_issue:
        call(actor, issued)


@dataclass(frozen=True)
class Panel:
    """A part of an assignment's page: its template, and what it shows, named ``data`` there."""

    template: str
    data: Any


Panels = Callable[[Account, Assignment], Iterable[Panel]]
Told = Callable[[Assignment], Iterable[Base]]

_panels: dict[str, Panels] = {}
_told: dict[str, Told] = {}


def register_panels(call: Panels, told: Told) -> None:
    """``call(user, assignment)`` adds to the page of an assignment; ``told(assignment)``
    names the records whose history stands with its own."""
    name = f"{call.__module__}.{call.__qualname__}"
    _panels[name], _told[name] = call, told


def panels(user: Account, assignment: Assignment) -> list[Panel]:
    """All that features above show of ``assignment`` to ``user``."""
    return [panel for call in _panels.values() for panel in call(user, assignment)]


def told_of(assignment: Assignment) -> list[Base]:
    """The records of features above whose history belongs to ``assignment``."""
    return [record for call in _told.values() for record in call(assignment)]
