"""The results for everyone: no sign-in, no names."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.core.permissions import public
from dialogue.core.web import go
from dialogue.followup import queries
from dialogue.followup.queries.results import FILTERS
from dialogue.followup.views import bp
from dialogue.opinions.queries import read_receipt

UNKNOWN = "Chưa tìm thấy số biên nhận này. Xin xem lại số trên biên nhận, ví dụ YK-2024-0001."
NOT_YET = (
    "Ý kiến này đã được tiếp nhận. Kết quả sẽ có ở đây khi phường ban hành thông báo kết luận."
)


@bp.get("/ket-qua")
@public
def results() -> Any:
    """What was concluded and answered; with ``receipt`` the way to one's own matter."""
    state = request.args.get("state", "all")
    page = max(request.args.get("page", 1, type=int), 1)
    if state not in FILTERS:
        abort(404)
    asked = request.args.get("receipt", "")
    message = ""
    if asked.strip():
        known, matter = queries.by_receipt(asked)
        if matter is not None:
            return go(url_for(".result", receipt=read_receipt(asked)))
        message = NOT_YET if known else UNKNOWN
    found = queries.published(state, page)
    return render_template(
        "followup/results.html",
        found=found,
        asked=asked,
        message=message,
        filters=[
            {
                "label": label,
                "url": url_for(".results", state=name),
                "count": found.counts[name],
                "current": name == state,
            }
            for name, label in FILTERS.items()
        ],
        prev_url=url_for(".results", state=state, page=page - 1) if page > 1 else None,
        next_url=url_for(".results", state=state, page=page + 1) if found.has_next else None,
    )


@bp.get("/ket-qua/<receipt>")
@public
def result(receipt: str) -> Any:
    """One matter by its receipt number (or its number)."""
    matter = (
        queries.published_matter(int(receipt))
        if receipt.isascii() and receipt.isdigit() and len(receipt) < 10
        else queries.by_receipt(receipt)[1]
    )
    if matter is None:
        abort(404)
    return render_template("followup/result.html", matter=matter)
