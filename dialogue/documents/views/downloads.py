"""A document as a Word file: as issued, or as it stands now."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, flash, redirect, request, send_file

from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor, local_path
from dialogue.documents import queries
from dialogue.documents.producing import MEDIA_TYPE, produce
from dialogue.documents.registry import kind_of
from dialogue.documents.views import bp


@bp.get("/documents/<kind>/<int:subject_id>")
@requires(signed_in)
def download(kind: str, subject_id: int) -> Any:
    """To whoever may see the thing: the stored bytes once issued, else a fresh draft.

    What cannot be made (nobody to sign) is told on the page from which it was asked.
    """
    one = kind_of(kind)
    thing = one.find(actor(), subject_id)
    kept = queries.issued(one.code, subject_id)
    if kept is not None:
        return send_word(queries.stored_bytes(kept.sha256), kept.name)
    try:
        made = produce(one, thing)
    except InvalidInput as refusal:
        flash(refusal.message, "bad")
        return redirect(_page_before(), 303)
    return send_word(made.data, made.name)


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
