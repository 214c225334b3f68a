"""One line of "Việc của tôi": what a person must do now, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Todo:
    """``verb`` on the button, ``thing`` in words, ``url`` one tap away.

    ``due`` is a DueDate (with ``due_on``) or None; ``on`` a bare date when there is no
    stored due date; ``waiting_for`` names whom it waits for, for things others must do.
    """

    verb: str
    thing: str
    url: str
    due: Any = None
    on: date | None = None
    detail: str = ""
    count: int | None = None
    waiting_for: str = ""
    urgent: bool = False

    @property
    def due_on(self) -> date | None:
        return self.due.due_on if self.due is not None else self.on
