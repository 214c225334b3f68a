"""HTTP of care: what watches the server, and the administrator's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from dialogue.accounts.permissions import is_admin
from dialogue.care import queries
from dialogue.care.models import KINDS
from dialogue.core.permissions import public, requires

bp = Blueprint("care", __name__)


@bp.get("/healthz")
@public
def alive() -> Response:
    """The process answers; nothing else is asked."""
    return _uncached(Response("ok\n", mimetype="text/plain"))


@bp.get("/readyz")
@public
def ready() -> Any:
    """Whether pages can be served: 503 with what does not hold."""
    checks = queries.checks()
    answer = jsonify(ready=all(checks.values()), checks=checks)
    return _uncached(answer), 200 if all(checks.values()) else 503


@bp.get("/system")
@requires(is_admin)
def system() -> str:
    """How the server is, and what must be looked at."""
    code = request.args.get("code", "").strip().lower()[:8]
    return render_template(
        "care/system.html", state=queries.state(code=code), code=code, kinds=KINDS
    )


def _uncached(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
