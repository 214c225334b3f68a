"""Reminders: features above say what would be told and when, and each step is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Reminder:
    """One step of reminding one unit or one person of one thing.

    ``thing`` names the matter for ever ("task:12") and ``due_on`` the day it is due; the steps
    of one thing are yielded in their order. ``on`` is the day from which this step may be
    told, ``until`` the last day on which it is worth telling (None: no end). ``whom`` names
    the addressee in words. ``also`` writes what else belongs to it (a line of history), in
    the same transaction.
    """

    thing: str
    step: str
    due_on: date
    on: date
    text: str
    url: str
    whom: str
    unit_id: int | None = None
    account_id: int | None = None
    until: date | None = None
    also: Callable[[], object] | None = None

    def __post_init__(self) -> None:
        if (self.unit_id is None) == (self.account_id is None):
            raise ValueError("a reminder goes to a unit or to an account")

    @property
    def key(self) -> str:
        """What is told once: a due date that moved is a new one, and reminded of anew."""
        return f"remind:{self.thing}:{self.due_on:%Y%m%d}:{self.step}:{self._addressee}"

    @property
    def ladder(self) -> tuple[str, str]:
        """The steps of one thing for one addressee."""
        return self.thing, self._addressee

    @property
    def _addressee(self) -> str:
        return f"u{self.unit_id}" if self.unit_id is not None else f"a{self.account_id}"


Source = Callable[[datetime], Iterable[Reminder]]

_sources: dict[str, Source] = {}


def register_reminders(source: Source) -> None:
    """``source(now)``: the steps of everything that is open at that moment, passed or to come.

    It runs inside the act that tells them, so it sees the state as it is. It yields nothing
    for what is settled: which of the steps are told, and that each is told once, is decided
    here. Called in ``init_app``.
    """
    _sources[f"{source.__module__}.{source.__qualname__}"] = source


def sources() -> Iterator[tuple[str, Source]]:
    """(name, source) of all that is registered, in the order of registration."""
    yield from _sources.items()


def due_now(found: Iterable[Reminder], today: date) -> list[Reminder]:
    """Of each ladder the latest step that has come, unless its time is over.

    After days off the earlier steps are passed over: nobody is told three at once.
    """
    latest: dict[tuple[str, str], Reminder] = {}
    for one in found:
        before = latest.get(one.ladder)
        if one.on <= today and (before is None or one.on >= before.on):
            latest[one.ladder] = one
    return [one for one in latest.values() if one.until is None or today <= one.until]
