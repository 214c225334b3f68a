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

PAGE_THREADS = 4
# A call at the console never queues behind pages: commands of the hall have a thread kept.
HALL_COMMAND = re.compile(r"^/(?:turns|meetings/\d+/(?:console|queue|hall|desk|turns))\b")
# Making a PDF takes seconds: whoever asks for one waits beside the pages, not before them.
PDF = re.compile(r"^/(?:documents|meetings)/.+\.pdf$")
PDF_THREADS = 2


class LiveApp:
    """``/live/…`` by streams, the hall's POSTs and PDFs on their own threads, the rest by Flask."""

    def __init__(self, app: Flask) -> None:
        self.streams = Streams(app)
        self._app = app
        self._pages = WSGIMiddleware(app, workers=PAGE_THREADS)  # type: ignore[arg-type]
        self._commands = WSGIMiddleware(app, workers=1)  # type: ignore[arg-type]
        self._pdf = WSGIMiddleware(app, workers=PDF_THREADS)  # type: ignore[arg-type]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        path = unquote(scope["path"])
        if path.startswith("/live/"):
            await self.streams(scope, receive, send)
        elif scope["method"] == "POST" and HALL_COMMAND.match(path):
            await self._commands(scope, receive, send)
        elif PDF.match(path):
            await self._pdf(scope, receive, send)
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


def asgi_app(app: Flask) -> LiveApp:
    """The application that ``make run`` serves."""
    return LiveApp(app)
