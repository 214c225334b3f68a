"""Which day a document may bear."""

from __future__ import annotations

from datetime import date, datetime

from dialogue.core import clock
from dialogue.core.errors import InvalidInput


def check_date_of_issue(issued_on: date, approved_at: datetime | None) -> None:
    """``InvalidInput`` where ``issued_on`` is in the future or before the signature."""
    if issued_on > clock.today():
        raise InvalidInput("Ngày ban hành không được sau hôm nay.", field="issued_on")
    if approved_at is not None and issued_on < clock.local(approved_at).date():
        raise InvalidInput(
            f"Ngày ban hành không được trước ngày duyệt ({clock.show_date(approved_at)}).",
            field="issued_on",
        )
