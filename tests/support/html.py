"""A test client that refuses invalid HTML, inline script or style, and doubled ids."""

from __future__ import annotations

import re
import warnings
from typing import Any

import html5lib
from flask import g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_INLINE = re.compile(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", re.I)
_ID = re.compile(r'<[^>]*?\sid="([^"]+)"')


def check(html: str) -> None:
    """Raise ``AssertionError`` with the place of the first fault in ``html``."""
    whole = html.lstrip()[:9].lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if whole:
            parser.parse(html)
        else:
            container = "table" if html.lstrip().startswith(("<tr", "<tbody")) else "div"
            parser.parseFragment(html, container=container)
    for (line, column), code, data in parser.errors:
        raise AssertionError(f"HTML {line}:{column} {code} {data}\n{_around(html, line)}")
    inline = _INLINE.search(html)
    assert inline is None, f"inline script or style: {inline and inline.group()!r}"
    ids = _ID.findall(html)
    doubled = {i for i in ids if ids.count(i) > 1}
    assert not doubled, f"ids used twice: {doubled}"


def _around(html: str, line: int) -> str:
    return "\n".join(html.splitlines()[max(0, line - 3) : line + 2])


class ValidatingClient(FlaskClient):
    """Every HTML answer is checked as a browser would read it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # The test's pushed context would lend its `g` (who is signed in) to the next request.
        for key in list(g) if has_app_context() else ():
            g.pop(key)
        kwargs.setdefault("buffered", True)  # closes what a view opened
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            check(response.get_data(as_text=True))
        return response
