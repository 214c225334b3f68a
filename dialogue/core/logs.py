"""The log: one JSON line for each thing worth knowing, none with a person's data.

A line names the request (its number stands on the error page), the route's rule and never its
address: names, tokens and what people search for stand in addresses. A fault is told by its kind
and the places it came through; its words are left out, since they may quote what was typed.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy.exc import DBAPIError

FILE = "logs/dialogue.jsonl"
SLOW_SECONDS = 1.0
FRAMES = 12
FACTS = ("request_id", "method", "route", "status", "ms", "account")

log = logging.getLogger("dialogue.requests")


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = fault_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def fault_of(error: BaseException) -> dict[str, Any]:
    """The kind of ``error`` and of what caused it, and where: no words but the database's own."""
    kinds: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < 5:
        kinds.append(type(one).__qualname__)
        one = one.__cause__ or one.__context__
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    fault = {
        "kinds": kinds,
        "frames": [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames],
    }
    if isinstance(error, DBAPIError):
        fault["database"] = [type(error.orig).__qualname__, str(error.orig)[:200]]
    return fault


def write_to(folder: Path) -> None:
    """Log to the standard error and to a file in ``folder`` that is turned over at 2 MB.

    What cannot be written (a full disk) stops nothing.
    """
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it says at each look that it looks
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    try:
        (folder / FILE).parent.mkdir(exist_ok=True)
        kept = RotatingFileHandler(
            folder / FILE, maxBytes=2 * 1024 * 1024, backupCount=4, encoding="utf-8", delay=True
        )
        kept.setLevel(logging.WARNING)
        handlers.append(kept)
    except OSError:
        pass
    for handler in handlers:
        handler.setFormatter(JsonLines())
        root.addHandler(handler)


def init_app(app: Flask) -> None:
    """Time each request; tell of acts, of what was slow and of what failed."""

    def begin() -> None:
        g.began = perf_counter()

    app.before_request_funcs.setdefault(None, []).insert(0, begin)

    @app.after_request
    def tell(response: Response) -> Response:
        seconds = perf_counter() - g.get("began", perf_counter())
        slow, failed = seconds >= SLOW_SECONDS, response.status_code >= 500
        if slow or failed or request.method not in ("GET", "HEAD"):
            facts = facts_of() | {"status": response.status_code, "ms": round(seconds * 1000)}
            log.log(
                logging.WARNING if slow or failed else logging.INFO,
                "slow" if slow else "request",
                extra=facts,
            )
        return response


def facts_of() -> dict[str, Any]:
    """The request that is being answered, without its address; the account by its number."""
    user = g.get("_login_user")
    return {
        "request_id": str(g.get("request_id", "?")),
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule is not None else "",
        "account": getattr(user, "id", None) if getattr(user, "is_authenticated", False) else None,
    }
