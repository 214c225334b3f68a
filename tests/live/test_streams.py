"""Streams as ASGI: state first, newest only, same bytes to all, 401 and 404, an end at stop."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from dialogue.accounts.models import Account
from dialogue.core.unit_of_work import unit_of_work
from dialogue.live.actions import publish
from dialogue.live.bus import bus
from dialogue.live.endpoint import LiveApp, asgi_app
from dialogue.live.registry import PublicView, add_guard, add_public_view
from tests.support.sessions import sign_in


class Watcher:
    """A browser that reads one stream; ``text`` is what it has got so far."""

    def __init__(self, live: LiveApp, path: str, cookie: str = "") -> None:
        self.status = 0
        self.text = ""
        self.ended = False
        self._gone = asyncio.Event()
        self._news = asyncio.Event()
        headers = [(b"host", b"localhost")]
        if cookie:
            headers.append((b"cookie", cookie.encode()))
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers,
                 "scheme": "http", "query_string": b""}  # fmt: skip
        self.task = asyncio.create_task(live(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.text += message["body"].decode()
            self.ended = not message.get("more_body", False)
        self._news.set()

    async def until(self, words: str) -> None:
        async with asyncio.timeout(5):
            while words not in self.text:
                self._news.clear()
                await self._news.wait()

    async def leave(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self.task, 5)


@pytest.fixture
def board(app: Flask) -> dict[str, Any]:
    """A public view over one line of text, counting how often it is rendered."""
    state: dict[str, Any] = {"line": "một", "renders": 0}

    def render(_token: str) -> str:
        state["renders"] += 1
        return f"<p>{state['line']}</p>"

    add_public_view(
        app, PublicView("board", lambda token: "board:1" if token == "good" else None, render)
    )
    add_guard(app, "board", lambda account, _topic: account.has("office"))
    return state


def run(scenario: Callable[[], Any]) -> None:
    """Play ``scenario`` on a loop of its own: the browser tests keep one in this thread."""

    async def main() -> None:
        bus.bind(asyncio.get_running_loop())
        try:
            await scenario()
        finally:
            bus.bind(None)

    context = contextvars.copy_context()
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(context.run, lambda: asyncio.run(main())).result()


def test_the_state_comes_first_then_each_newer_one(app: Flask, board: dict[str, Any]) -> None:
    async def scenario() -> None:
        live = asgi_app(app)
        watchers = [Watcher(live, "/live/board/good") for _ in range(5)]
        for watcher in watchers:
            await watcher.until("một")
        assert board["renders"] == 1
        board["line"] = "hai"
        bus.publish("board:1")
        for watcher in watchers:
            await watcher.until("hai")
        assert board["renders"] == 2
        bodies = {w.text.split("\n\n", 1)[1] for w in watchers}
        assert len(bodies) == 1
        for watcher in watchers:
            await watcher.leave()
        assert bus.count() == 0

    run(scenario)


def test_an_act_is_told_only_after_its_commit(app: Flask, board: dict[str, Any]) -> None:
    async def scenario() -> None:
        live = asgi_app(app)
        watcher = Watcher(live, "/live/board/good")
        await watcher.until("một")
        with unit_of_work():
            publish("board:1")
            board["line"] = "hai"
            await asyncio.sleep(0.05)
            assert "hai" not in watcher.text
        await watcher.until("hai")
        await watcher.leave()

    run(scenario)


def test_an_older_stored_version_tells_nothing(app: Flask, board: dict[str, Any]) -> None:
    bus.publish("board:9", 5)
    change = bus.change("board:9")
    bus.publish("board:9", 5)
    bus.publish("board:9", 4)
    assert bus.change("board:9") == change
    bus.publish("board:9", 6)
    assert bus.change("board:9") > change


def test_a_server_that_starts_forgets_the_versions_of_another_database(
    app: Flask, board: dict[str, Any]
) -> None:
    bus.publish("board:1", 40)

    async def scenario() -> None:
        live = asgi_app(app)
        watcher = Watcher(live, "/live/board/good")
        await watcher.until("một")
        board["line"] = "hai"
        bus.publish("board:1", 2)
        await watcher.until("hai")
        await watcher.leave()

    run(scenario)


def test_a_wrong_token_and_a_stranger_are_refused(
    app: Flask, board: dict[str, Any], account: Callable[[str], Account]
) -> None:
    def cookie(username: str) -> str:
        client = sign_in(app.test_client(), username)
        found = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert found is not None
        return f"{found.key}={found.value}"

    office, leader = cookie("vanphong"), cookie("to1")

    async def scenario() -> None:
        live = asgi_app(app)
        for path, who, status in (
            ("/live/board/bad", "", 404),
            ("/live/nothing/good", "", 404),
            ("/live/topic/board:1", "", 401),
            ("/live/topic/board:1", leader, 404),
            ("/live/topic/other:1", office, 404),
        ):
            watcher = Watcher(live, path, who)
            await asyncio.wait_for(watcher.task, 5)
            assert watcher.status == status, (path, watcher.status)
        watcher = Watcher(live, "/live/topic/board:1", office)
        await watcher.until("event: changed")
        assert "<p>" not in watcher.text
        await watcher.leave()

    run(scenario)


def test_a_stop_ends_every_stream(app: Flask, board: dict[str, Any]) -> None:
    async def scenario() -> None:
        live = asgi_app(app)
        watcher = Watcher(live, "/live/board/good")
        await watcher.until("một")
        live.streams.stop()
        await asyncio.wait_for(watcher.task, 5)
        assert watcher.ended

    run(scenario)
