"""A document as a Word file: as issued, or as it stands now."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, flash, redirect, request, send_file

from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor, local_path
from dialogue.documents import pdf, queries
from dialogue.documents.producing import MEDIA_TYPE, produce
from dialogue.documents.registry import kind_of
from dialogue.documents.views import bp


@bp.get("/documents/<kind>/<int:subject_id>")
@requires(signed_in)
def download(kind: str, subject_id: int) -> Any:
    """To whoever may see the thing: the stored bytes once issued, else a fresh draft
    (``?signer=order``: for the head of the office to sign).

    What cannot be made (nobody to sign) is told on the page from which it was asked.
    """
    one = kind_of(kind)
    thing = one.find(actor(), subject_id)
    kept = queries.issued(one.code, subject_id)
    if kept is not None:
        return send_word(queries.stored_bytes(kept.sha256), kept.name)
    try:
        made = produce(one, thing, by_order=_by_order())
    except InvalidInput as refusal:
        flash(refusal.message, "bad")
        return redirect(_page_before(), 303)
    return send_word(made.data, made.name)


@bp.get("/documents/<kind>/<int:subject_id>.pdf")
@requires(signed_in)
def download_pdf(kind: str, subject_id: int) -> Any:
    """The same document to the same people as PDF, where the server can make one."""
    one = kind_of(kind)
    thing = one.find(actor(), subject_id)
    if not pdf.offers_pdf():
        raise NotAllowed
    kept = queries.issued(one.code, subject_id)
    try:
        if kept is not None:
            return send_pdf(pdf.kept(queries.stored_bytes(kept.sha256), kept.sha256), kept.name)
        made = produce(one, thing, by_order=_by_order())
        return send_pdf(pdf.convert(made.data), made.name)
    except InvalidInput as refusal:
        flash(refusal.message, "bad")
        return redirect(_page_before(), 303)


def _by_order() -> bool:
    return request.args.get("signer") == "order"


def _page_before() -> str:
    before = request.referrer or ""
    own = request.host_url
    path = before.removeprefix(own.rstrip("/")) if before.startswith(own) else "/"
    return "/" if path == request.path else local_path(path)


def send_word(data: bytes, name: str) -> Response:
    """``data`` to be saved under its Vietnamese name (RFC 6266 with an ASCII fallback)."""
    return send_file(
        io.BytesIO(data),
        mimetype=MEDIA_TYPE,
        as_attachment=True,
        download_name=name,
        max_age=0,
    )


def send_pdf(data: bytes, word_name: str) -> Response:
    """``data`` to be saved under the name of the Word file that it came from."""
    return send_file(
        io.BytesIO(data),
        mimetype=pdf.MEDIA_TYPE,
        as_attachment=True,
        download_name=f"{word_name.removesuffix('.docx')}.pdf",
        max_age=0,
    )
