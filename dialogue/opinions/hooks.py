"""What features above this one add to it, registered in their ``init_app``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from dialogue.accounts.models import Account
from dialogue.opinions.models import Opinion

Clause = Callable[[Account], ColumnElement[bool]]


@dataclass(frozen=True)
class ThreadPart:
    """A piece of an opinion's thread, in its place by ``at``.

    Either ``template`` (a partial) with ``context``, or a plain line: ``label`` with
    ``who``, ``lines`` and ``tone`` ("", "good", "wait", "warn", "bad"). ``replaces`` names
    the verb of the opinion's own event that this part tells better.
    """

    at: datetime
    label: str = ""
    who: str = ""
    unit: str = ""
    tone: str = ""
    lines: Sequence[str] = ()
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    replaces: str = ""


@dataclass(frozen=True)
class NextStep:
    """A link at the end of the thread to what ``user`` may do now in another feature."""

    label: str
    url: str
    tone: str = "plain"


@dataclass(frozen=True)
class Mark:
    """What the desk may be narrowed to besides its own filters ("nhắc lại nhiều lần")."""

    label: str
    clause: Callable[[], ColumnElement[bool]]


PartsOf = Callable[[Account, Opinion], Sequence[ThreadPart]]
StepsOf = Callable[[Account, Opinion], Sequence[NextStep]]
OutcomesOf = Callable[[Sequence[int]], dict[int, str]]

assigned_clauses: list[Clause] = []
parts_of: list[PartsOf] = []
steps_of: list[StepsOf] = []
outcomes_of: list[OutcomesOf] = []
marks: dict[str, Mark] = {}


def register_assigned(clause: Clause) -> None:
    """``clause(account)``: a condition over ``Opinion`` that holds for what is assigned to
    the account's unit, as lead or supporting. It may see those, the sender's phone too.
    """
    _once(assigned_clauses, clause)


def register_thread_parts(call: PartsOf) -> None:
    """``call(user, opinion)``: parts of the thread that ``user`` may see. ``opinion`` is the
    root where the one shown was merged, so every sender reads the answer.
    """
    _once(parts_of, call)


def register_next_steps(call: StepsOf) -> None:
    """``call(user, opinion)``: links to the acts of another feature open to ``user`` now."""
    _once(steps_of, call)


def register_outcomes(call: OutcomesOf) -> None:
    """``call(opinion ids)``: what became of them, in a few words (for similar ones)."""
    _once(outcomes_of, call)


def register_mark(code: str, label: str, clause: Callable[[], ColumnElement[bool]]) -> None:
    """``clause()``: a condition over ``Opinion`` by which the desk may be narrowed; ``code``
    stands in the address.
    """
    marks[code] = Mark(label, clause)


def _once(known: list[Any], call: Any) -> None:
    # Several apps live in one process under test; what they register is the same.
    names = {(c.__module__, c.__qualname__) for c in known}
    if (call.__module__, call.__qualname__) not in names:
        known.append(call)
