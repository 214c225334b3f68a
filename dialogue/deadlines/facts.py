"""The facts that a due date carries, and how they are kept as JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

AFTER, BEFORE, FIXED = "after", "before", "fixed"
WORKING, CALENDAR = "working", "calendar"


@dataclass(frozen=True, order=True)
class CalendarRow:
    """A row of the ward's own table: ``day`` is off or worked, by document ``source``."""

    day: date
    is_working_day: bool
    name: str
    source: str


@dataclass(frozen=True)
class DayFact:
    """Why ``date`` is off or worked."""

    date: date
    is_working: bool
    reason: str
    source: str

    @property
    def is_plain_weekend(self) -> bool:
        return not self.is_working and self.reason in ("Thứ Bảy", "Chủ nhật")

    def to_facts(self) -> dict[str, Any]:
        return {
            "date": self.date.isoformat(),
            "is_working": self.is_working,
            "reason": self.reason,
            "source": self.source,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> DayFact:
        day = date.fromisoformat(facts["date"])
        return cls(day, bool(facts["is_working"]), facts["reason"], facts["source"])


@dataclass(frozen=True)
class DueDateResult:
    """A due date with everything that made it: rule, start, days skipped and worked.

    ``direction`` is "after", "before" or "fixed"; ``unit`` "working" or "calendar".
    ``doubts`` say why it is not confirmed; ``warning`` that it falls on a day off, with
    ``suggested_on`` the working day before. ``others`` are later dates by other rules.
    """

    due_on: date
    start: date
    direction: str
    unit: str
    count: int
    skipped: tuple[DayFact, ...] = ()
    makeup: tuple[DayFact, ...] = ()
    is_confirmed: bool = True
    doubts: tuple[str, ...] = ()
    warning: str = ""
    suggested_on: date | None = None
    rule: str = ""
    rule_text: str = ""
    basis: str = ""
    others: tuple[DueDateResult, ...] = ()

    def named(self, rule: str, rule_text: str, basis: str) -> DueDateResult:
        """This result as counted by the rule of that code, in those words."""
        return replace(self, rule=rule, rule_text=rule_text, basis=basis)

    def warned(self, warning: str, suggested_on: date) -> DueDateResult:
        """This result with a warning and the day suggested instead."""
        return replace(self, warning=warning, suggested_on=suggested_on)

    def started(self, start: date) -> DueDateResult:
        """This result with another start, to be recomputed; a fixed day stays."""
        return self if self.direction == FIXED else replace(self, start=start)

    def without_others(self) -> DueDateResult:
        """This result alone."""
        return replace(self, others=())

    @property
    def holidays_skipped(self) -> tuple[DayFact, ...]:
        """The days skipped that are no plain Saturday or Sunday."""
        return tuple(day for day in self.skipped if not day.is_plain_weekend)

    @property
    def weekends_skipped(self) -> tuple[DayFact, ...]:
        """The plain Saturdays and Sundays skipped."""
        return tuple(day for day in self.skipped if day.is_plain_weekend)

    def to_facts(self) -> dict[str, Any]:
        """JSON-able; ``from_facts`` reads it back."""
        return {
            "due_on": self.due_on.isoformat(),
            "start": self.start.isoformat(),
            "direction": self.direction,
            "unit": self.unit,
            "count": self.count,
            "skipped": [day.to_facts() for day in self.skipped],
            "makeup": [day.to_facts() for day in self.makeup],
            "is_confirmed": self.is_confirmed,
            "doubts": list(self.doubts),
            "warning": self.warning,
            "suggested_on": self.suggested_on.isoformat() if self.suggested_on else None,
            "rule": self.rule,
            "rule_text": self.rule_text,
            "basis": self.basis,
            "others": [other.to_facts() for other in self.others],
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> DueDateResult:
        """The result that ``to_facts`` wrote; ``KeyError`` if it did not."""
        suggested = facts["suggested_on"]
        return cls(
            due_on=date.fromisoformat(facts["due_on"]),
            start=date.fromisoformat(facts["start"]),
            direction=facts["direction"],
            unit=facts["unit"],
            count=int(facts["count"]),
            skipped=tuple(DayFact.from_facts(day) for day in facts["skipped"]),
            makeup=tuple(DayFact.from_facts(day) for day in facts["makeup"]),
            is_confirmed=bool(facts["is_confirmed"]),
            doubts=tuple(facts["doubts"]),
            warning=facts["warning"],
            suggested_on=date.fromisoformat(suggested) if suggested else None,
            rule=facts["rule"],
            rule_text=facts["rule_text"],
            basis=facts["basis"],
            others=tuple(cls.from_facts(other) for other in facts["others"]),
        )


def earlier_of(*results: DueDateResult) -> DueDateResult:
    """The earliest of ``results`` (the first among equals), the rest kept in ``others``."""
    ordered = sorted(results, key=lambda result: result.due_on)
    return replace(ordered[0], others=tuple(other.without_others() for other in ordered[1:]))
