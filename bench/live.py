"""From a command's answer to every watcher: the hall's stream beside a bare broadcaster."""

from __future__ import annotations

import asyncio
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx

WATCHERS = 500
CHANGES = 40
SIZE = 3000  # bytes of the bare broadcaster's message, about those of the phones' view
Change = Callable[[], Awaitable[float]]


def measure() -> dict[str, Any]:
    """Both servers with the same watchers; times in milliseconds, and their ratio."""
    folder = Path(tempfile.mkdtemp())
    try:
        path, meeting, turn = _demo(folder)
        bare = _with_server(["bare", str(SIZE)], lambda port: _run(port, "/", _bare(port)))
        hall = _with_server(
            ["demo", str(folder)],
            lambda port: _run(port, path, _commands(port, meeting, turn)),
        )
    finally:
        shutil.rmtree(folder)
    ratio = round(hall["p95_ms"] / bare["p95_ms"], 2)
    return {"watchers": WATCHERS, "bare": bare, "hall": hall, "p95_ratio": ratio, "target": 4}


def _demo(folder: Path) -> tuple[str, int, int]:
    from sqlalchemy import select

    from dialogue import cli, create_app
    from dialogue.demo.build import demo
    from dialogue.extensions import db
    from dialogue.hall.models import HallSession, Turn

    app = create_app({}, folder)
    with app.app_context():
        cli.upgrade()
        demo()
        turn = db.session.scalars(select(Turn).where(Turn.state == "speaking")).one()
        hall = db.session.get_one(HallSession, turn.meeting_id)
        found = f"/live/phone/{hall.phone_token}", turn.meeting_id, turn.id
        db.session.remove()
        db.engine.dispose()
    return found


def _with_server(words: list[str], use: Callable[[int], Awaitable[Any]]) -> Any:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "bench.server", *words, str(port)])
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        return asyncio.run(use(port))  # type: ignore[arg-type]
    finally:
        server.terminate()
        server.wait(20)


async def _run(port: int, path: str, change: Change) -> dict[str, Any]:
    arrivals: list[list[float]] = [[] for _ in range(WATCHERS)]
    watchers = [asyncio.create_task(_watch(port, path, seen)) for seen in arrivals]
    while not all(arrivals):
        await asyncio.sleep(0.05)
    waits: list[float] = []
    lost = 0
    for _ in range(CHANGES):
        before = [len(seen) for seen in arrivals]
        acknowledged = await change()
        await asyncio.sleep(0.4)
        for seen, count in zip(arrivals, before, strict=True):
            if len(seen) > count:
                waits.append(max(0.0, seen[count] - acknowledged) * 1000)
            else:
                lost += 1
    for watcher in watchers:
        watcher.cancel()
    await asyncio.gather(*watchers, return_exceptions=True)
    cuts = statistics.quantiles(waits, n=100)
    return {
        "p50_ms": round(cuts[49], 2),
        "p95_ms": round(max(cuts[94], 0.1), 2),
        "max_ms": round(max(waits), 2),
        "lost": lost,
    }


async def _watch(port: int, path: str, seen: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    try:
        while line := await reader.readline():
            if line.startswith(b"id: "):
                seen.append(time.perf_counter())
    finally:
        writer.close()


def _bare(port: int) -> Change:
    async def change() -> float:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST / HTTP/1.1\r\n\r\n")
        await reader.readline()
        acknowledged = time.perf_counter()
        writer.close()
        return acknowledged

    return change


def _commands(port: int, meeting: int, turn: int) -> Change:
    from dialogue.demo.people import PASSWORD

    client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30)
    state = {"paused": False, "in": False}

    async def change() -> float:
        if not state["in"]:
            await client.post("/sign-in", data={"login": "chutich", "password": PASSWORD})
            state["in"] = True
        verb = "resume" if state["paused"] else "pause"
        state["paused"] = not state["paused"]
        answer = await client.post(
            f"/meetings/{meeting}/console/{verb}",
            data={"turn": turn, "submission_key": uuid.uuid4().hex},
            headers={"HX-Request": "true"},
        )
        acknowledged = time.perf_counter()
        answer.raise_for_status()
        return acknowledged

    return change
