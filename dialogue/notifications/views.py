"""HTTP of the inbox."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor
from dialogue.notifications import actions, queries

bp = Blueprint("notifications", __name__)
PAGE = 30


@bp.get("/inbox")
@requires(signed_in)
def index() -> str:
    """What I and my unit were told, newest first; what is shown counts as read."""
    account = actor()
    lines = queries.inbox(account, before=request.args.get("before", type=int), limit=PAGE + 1)
    shown = [(line, read) for line, read in lines[:PAGE]]
    older = shown[-1][0].id if len(lines) > PAGE else None
    page = render_template("notifications/index.html", lines=shown, older=older)
    actions.mark_read(account, [line.id for line, read in shown if not read])
    return page
