"""The screen in the hall and the residents' phones: a token in the link, no account (H8, H9)."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, make_response, render_template, request, url_for

from dialogue.core import clock
from dialogue.core.permissions import public
from dialogue.core.qr import qr_of
from dialogue.core.web import base_url
from dialogue.hall.hooks import conclusions_of
from dialogue.hall.models import HallSession
from dialogue.hall.queries import (
    PublicState,
    by_token,
    place_words,
    public_projection,
    queue,
    why,
)
from dialogue.hall.views.shared import bp, polled, time_url
from dialogue.hall.workflow import ORDER_RULES


@bp.get("/man-hinh/<string:token>")
@public
def screen(token: str) -> Any:
    """The projector's page."""
    hall = by_token("screen", token)
    phones = f"{base_url()}{url_for('hall.phone', token=hall.phone_token)}"
    return _uncached(
        render_template(
            "hall/screen.html",
            state=public_projection(hall, full_names=True),
            fetch=url_for("hall.screen_part", token=token),
            stream=f"/live/screen/{token}",
            phones=phones,
            qr=qr_of(phones),
            now=clock.now(),
            time_url=time_url(),
        )
    )


@bp.get("/man-hinh/<string:token>/part")
@public
def screen_part(token: str) -> Any:
    """The inside of the screen's live region."""
    state = public_projection(by_token("screen", token), full_names=True)
    return polled(state, lambda: render("hall/_screen.html", state))


@bp.get("/hoi-truong/<string:token>")
@public
def phone(token: str) -> Any:
    """A resident's phone; ``so`` is the number on his slip, kept in the address."""
    hall = by_token("phone", token)
    state = public_projection(hall, full_names=False)
    number = request.args.get("so", type=int)
    return _uncached(
        render_template(
            "hall/phone.html",
            state=state,
            fetch=url_for("hall.phone_part", token=token),
            stream=f"/live/phone/{token}",
            conclusions_url=url_for("hall.phone_conclusions", token=token),
            ask_url=url_for("hall.phone_ask", token=token),
            number=number,
            why_url=url_for("hall.phone_why", token=token, number=number) if number else None,
            mine=mine(state, number),
            now=clock.now(),
            time_url=time_url(),
        )
    )


@bp.get("/hoi-truong/<string:token>/part")
@public
def phone_part(token: str) -> Any:
    """The inside of the phone's live region: the same for everyone."""
    state = public_projection(by_token("phone", token), full_names=False)
    return polled(state, lambda: render("hall/_phone.html", state))


@bp.get("/hoi-truong/<string:token>/ket-luan")
@public
def phone_conclusions(token: str) -> Any:
    """Every conclusion so far with all its words; the phone's live page shows the latest."""
    hall = by_token("phone", token)
    return _uncached(
        render_template(
            "hall/phone_conclusions.html",
            conclusions=conclusions_of(hall.meeting),
            token=token,
            meeting=hall.meeting,
        )
    )


@bp.get("/hoi-truong/<string:token>/vi-sao/<int:number>")
@public
def phone_why(token: str, number: int) -> Any:
    """“Vì sao tôi số 7?”, for anyone in the hall."""
    hall = by_token("phone", token)
    found = why(queue(hall.meeting_id), number, public=True)
    if found is None:
        abort(404)
    return _uncached(
        render_template(
            "hall/phone_why.html",
            why=found,
            words=place_words(found),
            rule=ORDER_RULES[hall.order_rule],
            return_after=hall.return_after,
            token=token,
            meeting=hall.meeting,
        )
    )


@bp.get("/clock")
@public
def phone_time() -> Any:
    """The server's time in milliseconds, for clocks that measure their offset."""
    milliseconds = clock.now().timestamp() * 1000
    return Response(
        f"{milliseconds:.0f}", mimetype="text/plain", headers={"Cache-Control": "no-store"}
    )


def mine(state: PublicState, number: int | None) -> str:
    """``Còn 2 người nữa đến lượt số 7``: where the number on a slip stands."""
    if number is None:
        return ""
    if state.current is not None and state.current.number == number:
        return f"Đến lượt số {number}. Mời ông/bà đến micro."
    for ahead, turn in enumerate(state.waiting):
        if turn.number == number:
            if ahead == 0:
                return f"Số {number} là người tiếp theo."
            return f"Còn {ahead} người nữa đến lượt số {number}."
    return f"Số {number} không còn trong danh sách chờ."


def render(template: str, state: PublicState) -> str:
    """A public fragment from the projection and the time alone."""
    return render_template(template, state=state, now=clock.now())


def screen_fragment(hall: HallSession) -> str:
    return render("hall/_screen.html", public_projection(hall, full_names=True))


def phone_fragment(hall: HallSession) -> str:
    return render("hall/_phone.html", public_projection(hall, full_names=False))


def _uncached(answer: str | Response) -> Any:
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    return response
