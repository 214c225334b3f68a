"""The runs and their targets: what the hall's stream costs beside the bare limit."""

from __future__ import annotations

import asyncio
import resource
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from bench.live.serving import Server, serving, wait_for
from bench.live.watching import Change, Seen, changes, follow, read_pages, watch

WATCHERS, MANY = 500, 1000
CHANGES, FEWER = 60, 30
SIZE = 3000  # bytes of the bare broadcaster's message, about those of the phones' view
Figures = dict[str, Any]


class Hall:
    """The demo's live meeting: what its watchers follow and what its presider presses."""

    def __init__(self, folder: Path) -> None:
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
            self.stream = f"/live/phone/{hall.phone_token}"
            self.pages = [f"/hoi-truong/{hall.phone_token}", f"/meetings/{turn.meeting_id}"]
            self.meeting, self.turn = turn.meeting_id, turn.id
            db.session.remove()
            db.engine.dispose()
        self.paused = False

    async def presider(self, port: int) -> tuple[Change, str]:
        """A change that pauses or resumes the speech, and the cookie of who makes it."""
        from dialogue.demo.people import PASSWORD

        client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30)
        await client.post("/sign-in", data={"login": "chutich", "password": PASSWORD})

        async def change() -> float:
            verb = "resume" if self.paused else "pause"
            answer = await client.post(
                f"/meetings/{self.meeting}/console/{verb}",
                data={"turn": self.turn, "submission_key": uuid.uuid4().hex},
                headers={"HX-Request": "true"},
            )
            acknowledged = time.perf_counter()
            answer.raise_for_status()
            self.paused = not self.paused
            return acknowledged

        return change, "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def measure() -> Figures:
    """Every run; times in milliseconds, memory in MB, processor as a share of one core."""
    _allow_connections(2 * MANY + 500)
    folder = Path(tempfile.mkdtemp())
    try:
        hall = Hall(folder)
        found: Figures = {}
        for name, watchers, count in (("bare", WATCHERS, CHANGES), ("bare_many", MANY, FEWER)):
            with serving("bare", str(SIZE)) as server:
                found[name] = asyncio.run(_bare(server, watchers, count))
        with serving("demo", str(folder)) as server:
            found["hall"] = asyncio.run(_hall(hall, server, WATCHERS, CHANGES))
            found["saturated"] = asyncio.run(
                _hall(hall, server, WATCHERS, FEWER, readers=4, pause=0.0)
            )
            found["quiet"] = asyncio.run(_hall(hall, server, WATCHERS, CHANGES, readers=0))
            found["a_tenth_deaf"] = asyncio.run(
                _hall(hall, server, WATCHERS * 9 // 10, CHANGES, readers=0, deaf=WATCHERS // 10)
            )
        with serving("demo", str(folder)) as server:
            found["many"] = asyncio.run(_hall(hall, server, MANY, FEWER))
        with serving("demo", str(folder)) as server:
            found["restart"] = asyncio.run(_restart(hall, server))
    finally:
        shutil.rmtree(folder)
    return found | {"ratios": _ratios(found)}


def _allow_connections(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


async def _bare(server: Server, watchers: int, count: int) -> Figures:
    async def change() -> float:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"POST / HTTP/1.1\r\n\r\n")
        await reader.readline()
        acknowledged = time.perf_counter()
        writer.close()
        return acknowledged

    seen = await watch(server.port, "/", watchers)
    return await _counted(server, seen, change, count)


async def _hall(
    hall: Hall,
    server: Server,
    watchers: int,
    count: int,
    *,
    readers: int = 2,
    pause: float = 0.1,
    deaf: int = 0,
) -> Figures:
    """``readers`` connections read pages meanwhile, ``pause`` seconds after each page."""
    change, cookie = await hall.presider(server.port)
    seen = await watch(server.port, hall.stream, watchers, deaf=deaf)
    seen.tasks += [
        asyncio.create_task(read_pages(server.port, hall.pages, cookie, pause))
        for _ in range(readers)
    ]
    return await _counted(server, seen, change, count)


async def _counted(server: Server, seen: Seen, change: Change, count: int) -> Figures:
    began, used = time.perf_counter(), server.cpu_seconds()
    try:
        found = await changes(seen, change, count)
        share = (server.cpu_seconds() - used) / (time.perf_counter() - began)
        return found | {"cpu_share": round(share, 2), "memory_mb": server.memory_mb()}
    finally:
        await seen.end()


async def _restart(hall: Hall, server: Server) -> Figures:
    """Killed in the middle of a speech and started again: until every watcher is current."""
    seen = await follow(server.port, hall.stream, WATCHERS)
    try:
        had = [len(one) for one in seen.arrivals]
        server.kill()
        await asyncio.sleep(0.5)
        server.start()
        await asyncio.to_thread(wait_for, server.port)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client:
            (await client.get("/sign-in", timeout=30)).raise_for_status()
        answered = time.perf_counter()
        deadline = answered + 30
        while any(len(one) <= old for one, old in zip(seen.arrivals, had, strict=True)):
            if time.perf_counter() > deadline:
                break
            await asyncio.sleep(0.05)
        late = [one[old] for one, old in zip(seen.arrivals, had, strict=True) if len(one) > old]
        return {
            "seconds": round(max(0.0, max(late, default=deadline) - answered), 2),
            "lost": WATCHERS - len(late),
        }
    finally:
        await seen.end()


def _ratios(found: Figures) -> Figures:
    def to(name: str, limit: str, figure: str = "p95_ms") -> float:
        return round(found[name][figure] / found[limit][figure], 2)

    return {
        "hall": to("hall", "bare"),
        "many": to("many", "bare_many"),
        "saturated": to("saturated", "bare"),
        # Both reach their watchers before the presider's own answer: counted from the sending.
        "a_tenth_deaf": to("a_tenth_deaf", "quiet", "sent_p95_ms"),
    }


# name, what it is, the figure, what it may be at most
Target = tuple[str, Callable[[Figures], float], float]
TARGETS: tuple[Target, ...] = (
    ("500 watchers, pages read meanwhile: p95 to the bare broadcaster's",
     lambda f: f["ratios"]["hall"], 4),
    ("1,000 watchers: p95 to the bare broadcaster's", lambda f: f["ratios"]["many"], 6),
    ("500 watchers, pages saturated: p95 to the bare broadcaster's",
     lambda f: f["ratios"]["saturated"], 12),
    ("a tenth never reads: the others' p95 to that of all reading",
     lambda f: f["ratios"]["a_tenth_deaf"], 1.3),
    ("restart with 500 watchers: seconds until all are current",
     lambda f: f["restart"]["seconds"], 3),
    ("memory with 500 watchers, MB", lambda f: f["hall"]["memory_mb"] or 0, 160),
    ("events lost in all runs",
     lambda f: sum(run["lost"] for run in f.values() if "lost" in run), 0),
)  # fmt: skip


def tell(found: Figures) -> list[str]:
    """A line for each target: the figure, what it may be, "ok" or "SHORT"."""
    lines = [
        f"live {name:13} p50 {run['p50_ms']:7} p95 {run['p95_ms']:7} max {run['max_ms']:7} ms, "
        f"lost {run['lost']}, {run['cpu_share']:.0%} of a core, {run['memory_mb']} MB"
        for name, run in found.items()
        if "p95_ms" in run
    ]
    for words, figure, most in TARGETS:
        value = figure(found)
        lines.append(f"{'ok   ' if value <= most else 'SHORT'} live: {words}: {value} (≤ {most})")
    return lines
