"""The real server as a process of its own, over a ward that takes opinions today."""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dialogue import create_app
from dialogue.core import clock
from dialogue.demo.people import PASSWORD
from dialogue.extensions import db
from dialogue.opinions.queries import open_meetings
from tests.conftest import SETTINGS
from tests.followup.support import make_meeting

# What a phone meets when the server goes away in the middle of a word.
CUT = (OSError, http.client.HTTPException)


class Server:
    """``python -m dialogue.serve``, which can be killed and started again on one port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "dialogue.serve"],
                env={
                    **os.environ,
                    "DIALOGUE_INSTANCE": str(self.folder),
                    "PORT": str(self.port),
                    "HOST": "127.0.0.1",
                },
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        limit = time.monotonic() + 60
        while True:
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                assert time.monotonic() < limit, "the server did not start"
                time.sleep(0.02)

    def kill(self) -> None:
        """As a power cut ends it: at once, at whatever it is."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As the service manager ends it."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)


class Phone:
    """A group leader's phone: signed in, sends through the outbox's address."""

    def __init__(self, server: Server, username: str) -> None:
        self.server = server
        jar = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
        ).open
        page = self._get("/sign-in")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        self._post("/sign-in", {"csrf_token": token[1], "login": username, "password": PASSWORD})
        told = json.loads(self._get("/outbox/token"))
        self._own = {"csrf_token": told["token"], "account": str(told["account"])}

    def send(self, key: str, words: str, meeting: int) -> str:
        """The receipt of an opinion. Raises one of ``CUT`` when the server is gone."""
        fields = {
            **self._own,
            "submission_key": key,
            "meeting": str(meeting),
            "words": words,
            "is_anonymous": "y",
        }
        return str(json.loads(self._post("/outbox/opinions", fields))["receipt"])

    def _get(self, path: str) -> str:
        with self._open(f"{self.server.url}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def _post(self, path: str, fields: dict[str, str]) -> Any:
        data = urllib.parse.urlencode(fields).encode()
        with self._open(f"{self.server.url}{path}", data, timeout=60) as answer:
            return answer.read()


@pytest.fixture
def open_meeting(folder: Path) -> int:
    """A meeting in the ward of ``folder`` that takes opinions today; its id."""
    app = create_app(SETTINGS, folder)
    with app.app_context():
        make_meeting(state="announced", held_on=clock.today() + timedelta(days=60))
        (meeting,) = open_meetings()
        found = meeting.id
        db.session.remove()
        db.engine.dispose()
    return found


@pytest.fixture
def server(folder: Path, open_meeting: int) -> Iterator[Server]:
    """The server over this test's ward, not yet started."""
    one = Server(folder)
    yield one
    one.stop()
