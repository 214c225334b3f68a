"""The forms of a page, as a browser would see them, and a walk that gathers those of a role."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

PAGES = 160
OF_A_KIND = 3
FORMS_OF_A_KIND = 2
_LINK = re.compile(r'\s(?:href|hx-get)="(/[^"]*)"')


@dataclass(frozen=True)
class Field:
    """One field: its name, kind, and what a person could choose or finds in it."""

    name: str
    kind: str  # "hidden", "text", "choice", "file", …
    values: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """Where it goes and what it asks."""

    method: str
    action: str
    endpoint: str
    fields: tuple[Field, ...]


def forms_of(page: str, address: str, app: Flask) -> list[Form]:
    """Every form of ``page`` that goes to this application."""
    urls = app.url_map.bind("localhost")
    found = []
    root = html5lib.parse(page, namespaceHTMLElements=False)
    for form in root.iter("form"):
        method = (form.get("method") or "get").upper()
        action = form.get("action") or address
        try:
            endpoint, _ = urls.match(action.partition("?")[0], method)
        except HTTPException:
            continue
        fields = [one for element in form.iter() if (one := _field(element)) is not None]
        found.append(Form(method, action, endpoint, tuple(fields)))
    return found


def _field(element: Any) -> Field | None:
    name = element.get("name")
    if not name or name == "csrf_token":
        return None
    if element.tag == "select":
        options = [o.get("value", o.text or "") for o in element.iter("option")]
        return Field(name, "choice", tuple(options))
    if element.tag == "textarea":
        return Field(name, "text", (element.text or "",))
    if element.tag in ("input", "button"):
        kind = element.get("type", "text")
        if kind in ("checkbox", "radio"):
            return Field(name, "choice", (element.get("value", "y"),))
        return Field(name, kind, (element.get("value", ""),))
    return None


def gather(client: FlaskClient, app: Flask) -> list[Form]:
    """The forms that who is signed in is shown, at most ``FORMS_OF_A_KIND`` for each view."""
    urls = app.url_map.bind("localhost")
    waiting, seen, pages = deque(["/"]), {"/"}, 0
    kinds, kept = Counter[str](), Counter[str]()
    found: list[Form] = []
    while waiting and pages < PAGES:
        address = waiting.popleft()
        try:
            endpoint, _ = urls.match(address.partition("?")[0].partition("#")[0], "GET")
        except HTTPException:
            continue
        if kinds[endpoint] >= OF_A_KIND or endpoint == "static":
            continue
        kinds[endpoint] += 1
        pages += 1
        answer = client.get(address, buffered=True)
        if answer.mimetype != "text/html":
            continue
        for form in forms_of(answer.text, address, app):
            if kept[form.endpoint] < FORMS_OF_A_KIND and form.fields:
                kept[form.endpoint] += 1
                found.append(form)
        for link in map(html.unescape, _LINK.findall(answer.text)):
            if link not in seen and not link.startswith("//"):
                seen.add(link)
                waiting.append(link)
    return found
