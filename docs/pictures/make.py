"""Take the README's pictures anew from the demo: ``make pictures``."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from dialogue import cli, create_app
from dialogue.accounts.models import Account
from dialogue.demo.build import demo
from dialogue.demo.people import PASSWORD
from dialogue.extensions import db
from dialogue.hall.models import HallSession
from dialogue.live.endpoint import asgi_app

HERE = Path(__file__).parent


def main() -> None:
    """Build a demo in a folder of its own, serve it, take the pictures, clean up."""
    folder = Path(tempfile.mkdtemp())
    app = create_app({"RATELIMIT_ENABLED": False}, folder)
    with app.app_context():
        cli.upgrade()
        demo()
        token = db.session.query(HallSession.screen_token).first()
        assert token is not None
        assert db.session.query(Account.id).count()
        db.session.remove()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(
        asgi_app(app), host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        url = f"http://127.0.0.1:{port}"
        _take(chromium, url, "to3", (360, 740), "/opinions/new", "new-opinion-phone")
        _take(chromium, url, "vanphong", (1366, 768), "/triage", "triage-desk")
        _take(chromium, url, None, (1920, 1080), f"/man-hinh/{token[0]}", "screen-speaker")
        chromium.close()
    server.should_exit = True
    thread.join(timeout=10)
    shutil.rmtree(folder)


def _take(
    browser: Browser, url: str, who: str | None, size: tuple[int, int], path: str, name: str
) -> None:
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]}, locale="vi-VN", base_url=url
    )
    if who is not None:
        _sign_in(page, who)
    page.goto(path)
    page.wait_for_timeout(800)
    page.screenshot(path=HERE / f"{name}.png")
    page.close()


def _sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.locator("input#login").fill(who)
    page.locator("input#password").fill(PASSWORD)
    page.locator("input#password").press("Enter")
    page.wait_for_url(lambda current: "/sign-in" not in current)


if __name__ == "__main__":
    main()
