"""Server-sent events: the whole current state first, then only newer ones.

``/live/<view>/<token>`` sends a public view, rendered once per change and the same bytes to
all. ``/live/topic/<topic>`` sends a signed-in person only that something changed.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_login import current_user

from dialogue.extensions import db
from dialogue.live.bus import bus
from dialogue.live.registry import PublicView, registry

HEARTBEAT = 15.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass
class Rendered:
    """The last rendering of one public view."""

    change: int = -1
    data: bytes = b""


class Channel:
    """One public view of one token: rendered once per change, whoever asks first."""

    def __init__(self, app: Flask, view: PublicView, token: str, topic: str, base: str) -> None:
        self._app, self._view, self._token, self._base = app, view, token, base
        self.topic = topic
        self._last = Rendered()
        self._lock = asyncio.Lock()

    async def current(self) -> Rendered:
        """The newest rendering; made now if the topic has changed since."""
        async with self._lock:
            change = bus.change(self.topic)
            if change != self._last.change:
                html = await asyncio.to_thread(self._render)
                self._last = Rendered(change, _event(change, html))
            return self._last

    def _render(self) -> str:
        with self._app.app_context(), self._app.test_request_context(base_url=self._base):
            try:
                return self._view.render(self._token)
            finally:
                db.session.remove()


class Streams:
    """The endpoint of all streams."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._channels: dict[tuple[str, str, str], Channel] = {}
        self._stopping = False

    def stop(self) -> None:
        """End every stream, so that a restart waits for none."""
        self._stopping = True
        bus.wake_all()

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        parts = scope["path"].split("/", 3)[2:]
        if len(parts) != 2 or scope["method"] != "GET":
            await _refuse(send, 404)
        elif parts[0] == "topic":
            await self._personal(parts[1], scope, receive, send)
        else:
            await self._public(parts[0], parts[1], scope, receive, send)

    async def _public(self, name: str, token: str, scope: Any, receive: Any, send: Send) -> None:
        view = registry(self._app).views.get(name)
        base = _base(scope)
        channel = self._channels.get((name, token, base))
        if view is not None and channel is None:
            topic = await asyncio.to_thread(self._topic, view, token)
            if topic is not None:
                channel = self._channels.setdefault(
                    (name, token, base), Channel(self._app, view, token, topic, base)
                )
        if view is None or channel is None:
            await _refuse(send, 404)
            return

        async def newest() -> Rendered:
            return await channel.current()

        await self._stream(channel.topic, view.priority, newest, receive, send)

    async def _personal(self, topic: str, scope: Any, receive: Any, send: Send) -> None:
        status = await asyncio.to_thread(self._may_hear, topic, scope)
        if status != 200:
            await _refuse(send, status)
            return

        async def newest() -> Rendered:
            change = bus.change(topic)
            return Rendered(change, _event(change, str(change), name="changed"))

        await self._stream(topic, 0, newest, receive, send)

    async def _stream(
        self,
        topic: str,
        priority: int,
        newest: Callable[[], Awaitable[Rendered]],
        receive: Any,
        send: Send,
    ) -> None:
        listener = bus.listen(topic, priority)
        gone = asyncio.create_task(_disconnect(receive, listener.woken))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            # Jitter: five hundred phones do not all come back in the same moment.
            await _write(send, f"retry: {random.randint(800, 2500)}\n\n".encode())  # noqa: S311
            seen = -1
            while not self._stopping and not gone.done():
                listener.woken.clear()
                state = await newest()
                if state.change > seen:
                    seen = state.change
                    await _write(send, state.data)
                try:
                    await asyncio.wait_for(listener.woken.wait(), HEARTBEAT)
                except TimeoutError:
                    await _write(send, b": still here\n\n")
            with contextlib.suppress(OSError):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        except OSError:
            pass  # the watcher has gone
        finally:
            bus.leave(listener)
            gone.cancel()

    def _topic(self, view: PublicView, token: str) -> str | None:
        with self._app.app_context():
            try:
                return view.topic(token)
            finally:
                db.session.remove()

    def _may_hear(self, topic: str, scope: Any) -> int:
        cookies = [v.decode("latin-1") for k, v in scope["headers"] if k == b"cookie"]
        may = registry(self._app).guards.get(topic.partition(":")[0])
        asked = self._app.test_request_context(
            base_url=_base(scope), headers={"Cookie": "; ".join(cookies)}
        )
        with self._app.app_context(), asked:
            try:
                if not current_user.is_authenticated:
                    return 401
                account = current_user._get_current_object()
                return 200 if may is not None and may(account, topic) else 404
            finally:
                db.session.remove()


def _base(scope: Any) -> str:
    host = next((v.decode("latin-1") for k, v in scope["headers"] if k == b"host"), "localhost")
    return f"{scope.get('scheme', 'http')}://{host}/"


def _event(change: int, data: str, name: str | None = None) -> bytes:
    lines = [f"id: {change}"]
    if name:
        lines.append(f"event: {name}")
    lines.extend(f"data: {line}" for line in data.splitlines() or [""])
    return ("\n".join(lines) + "\n\n").encode()


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _disconnect(receive: Any, woken: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    woken.set()


async def _refuse(send: Send, status: int) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-length", b"0"), (b"cache-control", b"no-store")],
        }
    )
    await send({"type": "http.response.body", "body": b""})
