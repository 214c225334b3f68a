"""Where at the desk somebody works: the filter in the address, and the way back to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from dialogue.core.web import actor, is_htmx
from dialogue.opinions import queries
from dialogue.opinions.queries import Wanted

THREAD = "thread"
REGION = "div#desk"


def read_wanted(args: MultiDict[str, str], codes: Sequence[str], default: str) -> Wanted:
    """The filter that ``args`` name; what is unknown falls back."""
    show = args.get("show", default)
    return Wanted(
        show=show if show in codes else default,
        meeting_id=args.get("meeting", type=int),
        q=args.get("q", "")[:200],
        unit_id=args.get("unit", type=int),
        field_id=args.get("field", type=int),
        year=args.get("year", type=int),
        area_id=args.get("area", type=int),
        marks=tuple(code for code in queries.marks() if code in args.getlist("mark")),
    )


def as_args(wanted: Wanted) -> dict[str, Any]:
    """``wanted`` as the arguments of the desk's address."""
    return {
        "show": wanted.show,
        "meeting": wanted.meeting_id,
        "unit": wanted.unit_id,
        "field": wanted.field_id,
        "year": wanted.year,
        "area": wanted.area_id,
        "mark": list(wanted.marks) or None,
        "q": wanted.q or None,
    }


@dataclass(frozen=True)
class Back:
    """From where a verb was given: a filter of the desk, or the opinion's own thread."""

    wanted: Wanted
    is_thread: bool = False

    @classmethod
    def read(cls, text: str | None) -> Back:
        """From ``show=new&unit=5…``, a filter's name alone, or "thread"."""
        text = (text or "")[:600]
        if text == THREAD:
            return cls(Wanted(show="new"), is_thread=True)
        if "=" not in text:
            text = urlencode({"show": text})
        return cls(read_wanted(_parsed(text), queries.DESK_FILTERS, "new"))

    def __str__(self) -> str:
        if self.is_thread:
            return THREAD
        given = {name: value for name, value in as_args(self.wanted).items() if value is not None}
        return urlencode(given, doseq=True)

    def url(self, opinion_id: int | None, **more: Any) -> str:
        if self.is_thread and opinion_id is not None:
            return url_for("opinions.show", opinion_id=opinion_id)
        return url_for("opinions.desk", **as_args(self.wanted), id=opinion_id, **more)

    def following(self, opinion_id: int) -> int | None:
        """Which opinion comes after this one in the queue; itself in its own thread."""
        if self.is_thread:
            return opinion_id
        return queries.following(actor(), self.wanted, opinion_id)

    def narrowed(self, **changes: Any) -> str:
        """The desk's address with ``changes``, from the queue's start."""
        return url_for("opinions.desk", **as_args(replace(self.wanted, **changes)))


def _parsed(text: str) -> MultiDict[str, str]:
    return MultiDict(parse_qsl(text))


def wants_part() -> bool:
    """Whether htmx asks for the desk alone (and not for the page, to go back in history)."""
    return is_htmx() and request.headers.get("HX-Target") == REGION
