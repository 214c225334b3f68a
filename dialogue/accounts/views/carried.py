"""What was typed when a session ended: carried through the sign-in, then offered for sending."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import render_template, request

from dialogue.core.web import local_path

# The version of what the person saw stays: sent late, it must not overwrite a newer one.
_NEVER = frozenset({"csrf_token", "password", "current", "new", "again", "carried", "carried_to"})
_NOT_TYPED = frozenset({"version", "submission_key"})
_SHOWN_FROM = 12


class Carried(NamedTuple):
    """The fields of an interrupted form, packed for one hidden field, and where they were going."""

    packed: str = ""
    action: str = ""

    def __bool__(self) -> bool:
        return bool(self.packed and self.action)


def of_this_request() -> Carried:
    """What this POST was to send; empty when nothing was typed or another site sent it."""
    fields = [
        (name, value)
        for name, values in request.form.lists()
        if name not in _NEVER
        for value in values
    ]
    if not _from_here() or not any(value for name, value in fields if name not in _NOT_TYPED):
        return Carried()
    return Carried(urlencode(fields), local_path(request.full_path.rstrip("?"), ""))


def through_sign_in() -> Carried:
    """What the sign-in form carries along."""
    return Carried(request.form.get("carried", ""), local_path(request.form.get("carried_to"), ""))


def came_from() -> str:
    """The page of this site whose button was pressed; ``/`` when that is not known."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return "/"
    return local_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def resume_page(carried: Carried) -> str:
    """The page that sends it on with one press, under a fresh token."""
    fields = parse_qsl(carried.packed, keep_blank_values=True)
    shown = [value for _name, value in fields if len(value) >= _SHOWN_FROM and " " in value]
    return render_template(
        "accounts/resume.html", action=carried.action, fields=fields, shown=shown
    )


def _from_here() -> bool:
    """Whether a page of this site sent the form: another site's is never offered for sending."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.referrer
    return origin is None or urlsplit(origin).netloc == request.host
