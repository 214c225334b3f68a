"""HTTP of the calendar: the page where a person gets its address, and the file itself."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for

from dialogue.core.permissions import public, requires, signed_in
from dialogue.core.web import actor, go, say
from dialogue.extensions import limiter
from dialogue.feeds import actions, queries

bp = Blueprint("feeds", __name__)


@bp.get("/me/calendar")
@requires(signed_in)
def show() -> Any:
    return _page()


@bp.post("/me/calendar")
@requires(signed_in)
def open_feed() -> Any:
    """The address is on this one answer only; afterwards nobody can read it again."""
    token = actions.open_feed(actor=actor())
    return _page(_site() + url_for(".calendar", token=token))


@bp.post("/me/calendar/removal")
@requires(signed_in)
def end_feed() -> Any:
    actions.end_feed(actor=actor())
    say("Đã ngừng địa chỉ lịch. Lịch đã thêm ở nơi khác sẽ không cập nhật nữa.")
    return go(url_for(".show"))


@bp.get("/lich/<token>.ics")
@public
@limiter.limit("600 per hour")
def calendar(token: str) -> Any:
    """The file that calendars fetch by themselves; whoever knows the address may read it."""
    account = queries.account_of(token)
    if account is None:
        abort(404)
    answer = Response(queries.calendar_of(account, _site()), mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(address: str = "") -> str:
    return render_template("feeds/show.html", feed=queries.feed_of(actor()), address=address)


def _site() -> str:
    return (current_app.config["PUBLIC_URL"] or request.url_root).rstrip("/")
