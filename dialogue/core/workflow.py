"""One transition table per lifecycle: it draws the buttons and guards the acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed


class Stateful(Protocol):
    """Anything with a state that a table drives."""

    state: Any


T = TypeVar("T", bound=Stateful)


@dataclass(frozen=True)
class Transition(Generic[T]):
    """A row: the verb, its label, from which states, to which, who, and when besides.

    ``target`` None leaves the state as it is. ``tone`` colours the button
    ("main", "plain", "danger"). ``reason`` says that the act needs a written reason.
    """

    verb: str
    label: str
    sources: frozenset[str]
    target: str | None
    who: Callable[[Any, T], bool]
    when: Callable[[T], bool] = lambda _thing: True
    reason: bool = False
    tone: str = "plain"
    refused: str = ""  # said when the state or `when` forbids it


@dataclass(frozen=True)
class Workflow(Generic[T]):
    """The states (code → Vietnamese label) and rows of one lifecycle."""

    name: str
    states: Mapping[str, str]
    rows: Sequence[Transition[T]]
    tones: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for row in self.rows:
            known = set(self.states)
            if row.verb in seen or not row.sources <= known:
                raise ValueError(f"{self.name}: row {row.verb} is doubled or names no state")
            if row.target is not None and row.target not in known:
                raise ValueError(f"{self.name}: row {row.verb} leads nowhere")
            seen.add(row.verb)

    def row(self, verb: str) -> Transition[T]:
        """The row of ``verb``; ``KeyError`` if there is none."""
        for row in self.rows:
            if row.verb == verb:
                return row
        raise KeyError(verb)

    def label(self, state: str | None) -> str:
        return self.states.get(state or "", state or "")

    def tone(self, state: str | None) -> str:
        return self.tones.get(state or "", "neutral")

    def can(self, user: Any, thing: T, verb: str) -> bool:
        """Whether ``user`` may do ``verb`` to ``thing`` now."""
        row = self.row(verb)
        return thing.state in row.sources and row.who(user, thing) and row.when(thing)

    def available(self, user: Any, thing: T) -> list[Transition[T]]:
        """The rows that ``user`` may take now, in the table's order."""
        return [row for row in self.rows if self.can(user, thing, row.verb)]

    def admit(self, user: Any, thing: T, verb: str) -> None:
        """Raise ``NotAllowed`` for the wrong person in whatever state ``thing`` is: before a
        form is read, so that to others it is as if nothing were there."""
        if not self.row(verb).who(user, thing):
            raise NotAllowed

    def permit(
        self,
        user: Any,
        thing: T,
        verb: str,
        *,
        version: int | None = None,
        reason: str | None = None,
    ) -> Transition[T]:
        """The row of ``verb``, or why not.

        Raises ``NotAllowed`` for the wrong person, ``Conflict`` for a stale version or a
        state that no longer allows it, ``InvalidInput`` for a missing reason.
        """
        self.admit(user, thing, verb)
        row = self.row(verb)
        current = getattr(thing, "version", None)
        if version is not None and current is not None and version != current:
            raise Conflict
        if thing.state not in row.sources or not row.when(thing):
            raise Conflict(row.refused) if row.refused else Conflict()
        if row.reason and not (reason or "").strip():
            raise InvalidInput("Cần ghi rõ lý do.", field="reason")
        return row


def states(*codes: str) -> frozenset[str]:
    """``states("draft", "returned")``: a readable frozenset for a row."""
    return frozenset(codes)
