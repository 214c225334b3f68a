"""The published results for everyone: no sign-in, no names."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.core.permissions import public
from dialogue.core.web import go
from dialogue.opinions.queries import read_receipt
from dialogue.publishing import queries
from dialogue.publishing.queries import FILTERS
from dialogue.publishing.views import bp

UNKNOWN = "Chưa tìm thấy số biên nhận này. Xin xem lại số trên biên nhận, ví dụ YK-2024-0001."
NOT_YET = "Ý kiến này đã được tiếp nhận. Kết quả sẽ có ở đây khi phường công khai kết luận."


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
        "publishing/results.html",
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
    return render_template("publishing/result.html", matter=matter)


@bp.get("/ket-qua/thong-bao/<int:notice_id>")
@public
def notice_results(notice_id: int) -> Any:
    """All published matters of one notice; prints for the notice board."""
    found = queries.public_notice(notice_id)
    if found is None:
        abort(404)
    return render_template(
        "publishing/notice.html", notice=found, matters=queries.matters_of(found), is_preview=False
    )
