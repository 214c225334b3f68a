"""How much may be sent at once where several photos or a long report go in one form."""

from __future__ import annotations

from typing import Any

from flask import request

from dialogue.plans.views import bp

UPLOAD_BYTES = 60 * 1024 * 1024
LARGE = {
    f"{bp.name}.{view}" for view in ("complete", "add_evidence", "new_report", "replace_report")
}


@bp.url_value_preprocessor
def allow_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form: its size is judged when it is first read."""
    if endpoint in LARGE:
        request.max_content_length = UPLOAD_BYTES
