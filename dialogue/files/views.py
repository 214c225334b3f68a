"""HTTP of attachments: through permission, never guessed, never sniffed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, send_file

from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor
from dialogue.files import queries, registry

bp = Blueprint("files", __name__)


@bp.get("/files/<int:attachment_id>")
@requires(signed_in)
def show(attachment_id: int) -> Response:
    """The file itself: images are shown, anything else is downloaded."""
    found = queries.get(attachment_id)
    if found is None or not registry.may_see(actor(), found.owner_type, found.owner_id):
        abort(404)
    path = queries.path_of(current_app.config["FILES_DIR"], found.sha256)
    if not path.is_file():
        abort(404)
    return send_file(
        path,
        mimetype=found.media_type,
        as_attachment=not found.media_type.startswith("image/"),
        download_name=found.name,
        max_age=0,
    )
