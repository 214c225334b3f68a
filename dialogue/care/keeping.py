"""Which backups to keep: days, then weeks, then months."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12


def to_keep(
    made: Iterable[datetime], *, days: int = DAYS, weeks: int = WEEKS, months: int = MONTHS
) -> set[datetime]:
    """The moments to keep of ``made``: the last of each of the last ``days`` days that have
    one, the last of each of the last ``weeks`` ISO weeks, of ``months`` months.

    Periods with no backup do not count, so a server that stood still for a year keeps what
    it had. The newest is always kept.
    """
    newest_first = sorted(made, reverse=True)
    rules: list[tuple[int, Callable[[datetime], object]]] = [
        (days, lambda moment: moment.date()),
        (weeks, lambda moment: moment.isocalendar()[:2]),
        (months, lambda moment: (moment.year, moment.month)),
    ]
    kept = set(newest_first[:1])
    for many, period in rules:
        seen: set[object] = set()
        for moment in newest_first:
            if len(seen) == many:
                break
            if period(moment) not in seen:
                seen.add(period(moment))
                kept.add(moment)
    return kept
