"""A real server on loopback and Debian's Chromium, as the ward's people use them."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update

from dialogue import create_app
from dialogue.accounts.models import SignIn
from dialogue.core import clock
from dialogue.core.unit_of_work import unit_of_work
from dialogue.demo import people
from dialogue.extensions import db
from dialogue.live.endpoint import asgi_app

SETTINGS = {
    "SECRET_KEY": "only for tests",
    "RATELIMIT_ENABLED": False,
    "PDF_FINDER": lambda: None,  # the same pages on every machine
}
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
WALL = {"width": 1920, "height": 1080}

# A slow machine may take longer; what is expected must still come.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing: apt-get install chromium"
    return {
        "executable_path": chromium,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@dataclass
class Site:
    """The running server, the application behind it and where its data lies."""

    url: str
    app: Flask
    folder: Path


@pytest.fixture
def site(people_template: Path, tmp_path: Path) -> Iterator[Site]:
    """A server of its own for one test, over a copy of the ward's people."""
    folder = tmp_path / "instance"
    shutil.copytree(people_template, folder)
    app = create_app(SETTINGS, folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            asgi_app(app),
            host="127.0.0.1",
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    yield Site(f"http://127.0.0.1:{port}", app, folder)
    server.should_exit = True
    thread.join(timeout=15)
    assert not thread.is_alive()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def travel(site: Site) -> Iterator[Callable[[datetime], None]]:
    """``travel(moment)``: the server lives at ``moment`` from now on; whoever was signed in has
    signed in again by then."""
    before = clock._shift

    def go(moment: datetime) -> None:
        clock._shift = moment - datetime.now(moment.tzinfo) if moment.tzinfo else timedelta()
        with site.app.app_context(), unit_of_work() as session:
            session.execute(update(SignIn).values(started_at=clock.now(), seen_at=clock.now()))
        with site.app.app_context():
            db.session.remove()

    yield go
    clock._shift = before


@pytest.fixture
def someone(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """``someone("to3", PHONE)``: a page of a browser of that person's own, signed in."""
    contexts: list[BrowserContext] = []

    def open_page(username: str | None = None, viewport: dict[str, int] = DESK) -> Page:
        context = browser.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            has_touch=viewport is PHONE,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            base_url=site.url,
            service_workers="block",  # test_outbox.py tries it
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda asked: asked.accept())
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        if username is not None:
            page.goto("/sign-in")
            page.locator("input#login").fill(username)
            page.locator("input#password").fill(people.PASSWORD)
            page.locator("input#password").press("Enter")
            page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()
