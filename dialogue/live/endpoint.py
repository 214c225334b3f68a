"""The ASGI application: streams answered here, everything else by Flask in a few threads."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import unquote

from a2wsgi import WSGIMiddleware
from flask import Flask

from dialogue.live.bus import bus
from dialogue.live.streams import Streams
from dialogue.live.watcher import watch

# Two answer more pages than four, and let the streams through (`bench live`).
PAGE_THREADS = 2
# A call at the console never queues behind pages: commands of the hall have a thread kept.
HALL_COMMAND = re.compile(r"^/(?:turns|meetings/\d+/(?:console|queue|hall|desk|turns))\b")
# What takes seconds to make, to send or to receive waits beside the pages, not before them.
LONG = re.compile(r"\.(?:pdf|xlsx)$|/file$|^/files/|^/documents/")
LONG_THREADS = 4
# A body up to this many bytes is awaited before a thread is given to it.
SMALL = 256 * 1024
BODY_SECONDS = 30


class LiveApp:
    """``/live/…`` by streams; the hall's POSTs, long answers and uploads on their own threads, the
    rest by Flask. Who sends his words slowly holds no thread."""

    def __init__(self, app: Flask) -> None:
        self.streams = Streams(app)
        self._app = app
        self._pages = WSGIMiddleware(app, workers=PAGE_THREADS)  # type: ignore[arg-type]
        self._commands = WSGIMiddleware(app, workers=1)  # type: ignore[arg-type]
        self._long = WSGIMiddleware(app, workers=LONG_THREADS)  # type: ignore[arg-type]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        path = unquote(scope["path"])
        if path.startswith("/live/"):
            await self.streams(scope, receive, send)
            return
        if scope["method"] not in ("GET", "HEAD"):
            if not _is_small(scope):
                await self._long(scope, receive, send)
                return
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    receive = await _received(receive)
            except TimeoutError:
                await _give_up(send)
                return
        if scope["method"] == "POST" and HALL_COMMAND.match(path):
            await self._commands(scope, receive, send)
        elif LONG.search(path):
            await self._long(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        watcher: asyncio.Task[None] | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                bus.bind(asyncio.get_running_loop())
                watcher = asyncio.create_task(watch(self._app))
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if watcher is not None:
                    watcher.cancel()
                self.streams.stop()
                bus.bind(None)
                await send({"type": "lifespan.shutdown.complete"})
                return


def _is_small(scope: Any) -> bool:
    """Whether the request says that it carries at most ``SMALL`` bytes, or none."""
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if not length:
        return b"transfer-encoding" not in headers
    return length.isdigit() and int(length) <= SMALL


async def _received(receive: Any) -> Any:
    """The whole body, awaited now: a ``receive`` that hands it over, then whatever comes."""
    messages, more = [], True
    while more:
        messages.append(await receive())
        more = messages[-1]["type"] == "http.request" and messages[-1].get("more_body", False)

    async def again() -> Any:
        return messages.pop(0) if messages else await receive()

    return again


async def _give_up(send: Any) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": "Gửi quá chậm, xin gửi lại.".encode()})


def asgi_app(app: Flask) -> LiveApp:
    """The application that ``make run`` serves."""
    return LiveApp(app)
