"""The server under measurement: the demo in a folder of its own, or a bare broadcaster."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import uvicorn


def serve_demo(folder: str, port: int) -> None:
    """The application as ``make run`` serves it, over ``folder``."""
    from dialogue import create_app
    from dialogue.live.endpoint import asgi_app

    app = create_app({"WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}, Path(folder))
    uvicorn.run(asgi_app(app), port=port, log_level="error", timeout_graceful_shutdown=1)


async def serve_bare(port: int, size: int) -> None:
    """The limit: every connection is a watcher, but one that says POST, which is the change."""
    watchers: list[asyncio.StreamWriter] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = await reader.readline()
        while (await reader.readline()).strip():
            pass
        if line.startswith(b"GET"):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\nid: 0\n\n")
            watchers.append(writer)
            return
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        for watcher in watchers:
            watcher.write(b"id: 1\ndata: " + b"x" * size + b"\n\n")
        writer.close()

    server = await asyncio.start_server(meet, "127.0.0.1", port, backlog=2048)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1] == "demo":
        serve_demo(sys.argv[2], int(sys.argv[3]))
    else:
        asyncio.run(serve_bare(int(sys.argv[3]), int(sys.argv[2])))
