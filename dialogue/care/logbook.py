"""The end of the log, read back for the administrator: faults, and which pages are slow."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

MOST_BYTES = 1024 * 1024  # of the newest lines
SHOWN = 20


@dataclass(frozen=True)
class Fault:
    """One fault: the code that the person saw, where it was, what kind."""

    at: datetime
    code: str
    route: str
    kind: str
    frames: tuple[str, ...]


@dataclass(frozen=True)
class Slow:
    """A route that took a second or more: how often, and how long at worst."""

    route: str
    count: int
    longest_ms: int
    last: datetime


@dataclass(frozen=True)
class Logbook:
    faults: tuple[Fault, ...]  # the newest first
    slow: tuple[Slow, ...]  # the worst first

    def only(self, code: str) -> Logbook:
        """With the fault of that code alone."""
        return replace(self, faults=tuple(one for one in self.faults if one.code == code))

    def since(self, moment: datetime) -> int:
        """How many of the faults came after ``moment``."""
        return sum(one.at >= moment for one in self.faults)


def read(path: Path) -> Logbook:
    """What the file at ``path`` tells. No file: nothing."""
    faults: list[Fault] = []
    slow: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
    for line in _lines(path):
        at = datetime.fromisoformat(line["at"])
        if "fault" in line:
            kinds = line["fault"].get("kinds", [])
            faults.append(
                Fault(
                    at=at,
                    code=str(line.get("request_id", "")),
                    route=str(line.get("route", "")),
                    kind=", ".join(kinds[:2]),
                    frames=tuple(line["fault"].get("frames", ())),
                )
            )
        elif line.get("message") == "slow":
            slow[str(line.get("route", ""))].append((int(line.get("ms", 0)), at))
    worst = [
        Slow(route, len(each), max(ms for ms, _at in each), max(at for _ms, at in each))
        for route, each in slow.items()
    ]
    worst.sort(key=lambda one: -one.longest_ms)
    return Logbook(tuple(reversed(faults)), tuple(worst[:SHOWN]))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The newest lines, oldest first; one that was cut by a power cut is passed over."""
    for each in (path.with_name(f"{path.name}.1"), path):
        try:
            with each.open("rb") as file:
                file.seek(max(0, each.stat().st_size - MOST_BYTES))
                rows = file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            continue
        for row in rows:
            try:
                line = json.loads(row)
                datetime.fromisoformat(line["at"])
            except (ValueError, KeyError, TypeError):
                continue
            yield line
