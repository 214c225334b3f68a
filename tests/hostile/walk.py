"""Walk the application as one account: every link followed, every form noted."""

from __future__ import annotations

import html
import re
import sqlite3
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from dialogue.demo.people import PASSWORD

PAGES = 600
SEEN = ("last_seen_at", "seen_at")  # the hour at which an account or a device was last seen
OF_A_KIND = 6  # pages of one endpoint that are read for their links

_LINK = re.compile(r'\s(?:href|src|hx-get)="([^"]*)"')
_SENT = re.compile(r'\s(?:hx-post|formaction)="([^"]*)"')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
_HIDDEN = re.compile(r'<input\b(?=[^>]*type="hidden")[^>]*>')


def attribute(tag: str, name: str) -> str:
    """The value of ``name`` in a start tag, or an empty text."""
    found = re.search(rf'\s{name}="([^"]*)"', " " + tag)
    return html.unescape(found[1]) if found else ""


@dataclass(frozen=True, order=True)
class Asked:
    """One thing that can be asked for: the method, the address, what answers it."""

    method: str
    path: str
    endpoint: str = field(compare=False)
    args: tuple[tuple[str, Any], ...] = field(compare=False)


@dataclass
class Reach:
    """What one account was shown: (method, address) and the hidden fields of its forms."""

    shown: dict[Asked, dict[str, str]] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)


class Walker:
    """Follows links breadth first."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.urls = app.url_map.bind("localhost")

    def sign_in(self, username: str | None) -> FlaskClient:
        """A browser that went through the sign-in page, or one of nobody (None)."""
        client = self.app.test_client()
        if username:
            typed = {"login": username, "password": PASSWORD}
            answer = client.post("/sign-in", data=typed)
            assert answer.status_code in (302, 303), username
        return client

    def name(self, method: str, address: str) -> Asked | None:
        """What would answer; None for another site, a static file or nothing at all."""
        path = html.unescape(address).partition("#")[0].partition("?")[0]
        if not path.startswith("/") or path.startswith("//"):
            return None
        try:
            endpoint, args = self.urls.match(path, method)
        except HTTPException:
            return None
        if endpoint == "static":
            return None
        return Asked(method, path, endpoint, tuple(sorted(args.items())))

    def walk(self, client: FlaskClient, starts: list[str]) -> Reach:
        """All that can be reached from ``starts``."""
        reach, kinds = Reach(), Counter[str]()
        waiting = deque(starts)
        while waiting and len(reach.read) < PAGES:
            address = waiting.popleft()
            asked = self.name("GET", address)
            if asked is None or address in reach.read or kinds[asked.endpoint] >= OF_A_KIND:
                continue
            kinds[asked.endpoint] += 1
            answer = client.get(address)
            reach.read[address] = answer.status_code
            reach.shown.setdefault(asked, {})
            if answer.status_code in (302, 303) and answer.location:
                waiting.append(answer.location)
            if answer.mimetype == "text/html":
                waiting.extend(self._note(answer.get_data(as_text=True), address, reach))
        return reach

    def _note(self, page: str, address: str, reach: Reach) -> list[str]:
        links = [html.unescape(link) for link in _LINK.findall(page)]
        for link in links:
            if asked := self.name("GET", link):
                reach.shown.setdefault(asked, {})
        for link in _SENT.findall(page):
            if asked := self.name("POST", link):
                reach.shown.setdefault(asked, {})
        for head, body in _FORM.findall(page):
            method = (attribute(head, "method") or "get").upper()
            hidden = [tag for tag in _HIDDEN.findall(body) if attribute(tag, "name")]
            if asked := self.name(method, attribute(head, "action") or address):
                fields = {attribute(tag, "name"): attribute(tag, "value") for tag in hidden}
                reach.shown.setdefault(asked, {}).update(fields)
        return links


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the hour at which an account was last seen."""
    connection = sqlite3.connect(path)
    names = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    found = {}
    for (name,) in names:
        columns = [row[1] for row in connection.execute(f'pragma table_info("{name}")')]
        kept = ", ".join(f'"{one}"' for one in columns if one not in SEEN)
        found[name] = connection.execute(f'select {kept} from "{name}"').fetchall()
    connection.close()
    return found
