"""Watchers, readers and changes, all on one loop of the measuring process."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

Change = Callable[[], Awaitable[float]]
SETTLE = 0.2  # seconds between the last arrival of a change and the next change
PATIENCE = 5.0  # what has not come by then is lost


@dataclass
class Seen:
    """When each event reached each watcher."""

    arrivals: list[list[float]]
    tasks: list[asyncio.Task[None]]

    async def end(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def watch(port: int, path: str, count: int, *, deaf: int = 0) -> Seen:
    """``count`` watchers that have their first state, besides ``deaf`` ones that never read."""
    arrivals: list[list[float]] = [[] for _ in range(count)]
    tasks = [asyncio.create_task(_listen(port, path, seen)) for seen in arrivals]
    tasks += [asyncio.create_task(_never_read(port, path)) for _ in range(deaf)]
    while not all(arrivals):
        await asyncio.sleep(0.05)
    return Seen(arrivals, tasks)


async def _open(port: int, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    return reader, writer


async def _listen(port: int, path: str, seen: list[float]) -> None:
    reader, writer = await _open(port, path)
    try:
        while line := await reader.readline():
            if line.startswith(b"id: "):
                seen.append(time.perf_counter())
    finally:
        writer.close()


async def _never_read(port: int, path: str) -> None:
    reader, writer = await _open(port, path)
    reader._transport.pause_reading()  # type: ignore[attr-defined]
    try:
        await asyncio.sleep(3600)
    finally:
        writer.close()


async def follow(port: int, path: str, count: int) -> Seen:
    """Watchers that come back by themselves, as a browser told ``retry: 1000`` does."""
    arrivals: list[list[float]] = [[] for _ in range(count)]

    async def one(seen: list[float]) -> None:
        while True:
            with suppress(OSError):
                await _listen(port, path, seen)
            await asyncio.sleep(1.0 * random.uniform(0.5, 1.5))

    tasks = [asyncio.create_task(one(seen)) for seen in arrivals]
    while not all(arrivals):
        await asyncio.sleep(0.05)
    return Seen(arrivals, tasks)


async def read_pages(port: int, paths: list[str], cookie: str, pause: float) -> None:
    """One connection that reads page after page until it is cancelled."""
    while True:
        for path in paths:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
                writer.write(f"{head}Cookie: {cookie}\r\n\r\n".encode())
                await reader.read()
            finally:
                writer.close()
            await asyncio.sleep(pause)


async def changes(seen: Seen, change: Change, count: int) -> dict[str, Any]:
    """Make ``count`` changes; milliseconds from each acknowledgement to each watcher.

    An event that comes before the acknowledgement itself counts as 0; ``sent_p95_ms`` counts
    from the moment when the change was sent.
    """
    waits: list[float] = []
    whole: list[float] = []
    lost = 0
    for _ in range(count):
        before = [len(one) for one in seen.arrivals]
        sent = time.perf_counter()
        acknowledged = await change()
        limit = time.perf_counter() + PATIENCE
        while time.perf_counter() < limit and any(
            len(one) <= had for one, had in zip(seen.arrivals, before, strict=True)
        ):
            await asyncio.sleep(0.02)
        await asyncio.sleep(SETTLE)
        for one, had in zip(seen.arrivals, before, strict=True):
            if len(one) > had:
                waits.append(max(0.0, one[had] - acknowledged) * 1000)
                whole.append((one[had] - sent) * 1000)
            else:
                lost += 1
    cuts = statistics.quantiles(waits, n=100)
    return {
        "p50_ms": round(cuts[49], 2),
        "p95_ms": round(max(cuts[94], 0.1), 2),
        "max_ms": round(max(waits), 2),
        "sent_p95_ms": round(statistics.quantiles(whole, n=100)[94], 2),
        "lost": lost,
    }
